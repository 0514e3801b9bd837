"""Measures the suite: `python -m tests.benchmarks [--quick] [--rounds N] [--profile] [P2 P5 …]`.

The exit code is 1 only when an answer was wrong: that something is slow is told, in the table.
"""

import argparse
import signal
import sys
import time
import traceback
from typing import Any

import uvloop

from tests.benchmarks import report
from tests.benchmarks.bench import Bench, Figures, Wrong, benches
from tests.benchmarks.profile import Profiles
from tests.benchmarks.world import World, world


async def measured(kind: type[Bench], within: World, rounds: int, profiles: Profiles) -> dict[str, Any]:
    """Prepare, measure in rounds, check; a bench that fails does not keep others from their turn."""
    bench, found, wrong, start = kind(within), list[Figures](), "", time.monotonic()
    try:
        await bench.prepare()
        with profiles.of(within.suite, kind.id):
            for number in range(rounds):
                found.append(await bench.round())
                told = ", ".join(f"{name} {report.number(value)}" for name, value in found[-1].items())
                print(f"{kind.id} round {number + 1}: {told}", flush=True)
        await bench.check()
    except Wrong as fault:
        wrong = str(fault)
    except TimeoutError as late:
        print(f"{kind.id} was not ready in time: {late}", flush=True)
        wrong = "" if within.quick else f"not in time: {late}"  # the quick form judges no speed
    except Exception as failure:
        traceback.print_exc()
        wrong = f"{type(failure).__name__}: {failure}"
    print(f"{kind.id} took {time.monotonic() - start:.0f} s", flush=True)
    return report.of_bench(kind, found, wrong, judged=not within.quick)


def chosen(told: argparse.Namespace) -> list[type[Bench]]:
    """The benches that are asked for by id; otherwise all, or all that have a quick form."""
    every = list(benches())
    if unknown := set(told.ids) - {kind.id for kind in every}:
        sys.exit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(k.id for k in every)}.")
    return [kind for kind in every if kind.id in told.ids or (not told.ids and kind.quick >= told.quick)]


def main() -> int:
    """Measure what is asked for; 1 when something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("ids", nargs="*", help="of the benches; all when there is none")
    parser.add_argument("--quick", action="store_true", help="one short round, on small data; judges nothing")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--profile", action="store_true", help="sample the suite's processes meanwhile")
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # and the suite with it
    profiles, found = Profiles(told.profile), []
    with world(quick=told.quick) as within:
        for kind in chosen(told):
            rounds = told.rounds or (1 if told.quick else kind.rounds)
            found.append(uvloop.run(measured(kind, within, rounds, profiles)))
            kept = report.keep(report.of_run(found, told.quick))  # what is measured is not lost with the rest
    report.show(report.of_run(found, told.quick))
    print(f"Written: {kept}")
    return int(any(not bench["right"] for bench in found))


if __name__ == "__main__":
    sys.exit(main())
