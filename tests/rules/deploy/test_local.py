"""Data of the local stack that must stay true without starting it."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from confluent_kafka.admin import AclOperation, AclPermissionType

from deploy.local import kafka_jars, rom_access
from tools import lock

ROOT = Path(__file__).parents[3]


def test_kafka_is_46_files_each_with_its_sha256() -> None:
    jars = list(kafka_jars.locked())
    assert len(jars) == len({jar.name for jar in jars}) == 46
    assert {jar.version for jar in jars if jar.group == "org.apache.kafka"} == {"4.3.1"}
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) for jar in jars)


def test_there_are_nine_roms_and_no_consumer_group_of_one_looks_like_another_s() -> None:
    users = [rom_access.rom_user(code) for code in rom_access.rom_codes()]
    assert len(users) == 9
    assert "rom-bom" in users
    # Groups are granted by prefix, so no user may be the beginning of another.
    assert [(one, other) for one in users for other in users if one != other and other.startswith(one)] == []


def test_a_rom_is_granted_its_own_two_topics_and_its_groups() -> None:
    allowed = {(grant.name, grant.operation) for grant in rom_access.grants("BOM")}
    assert allowed == {
        ("groeikracht.rom.bom.inbound", AclOperation.WRITE),
        ("groeikracht.rom.bom.outbound", AclOperation.READ),
        ("rom-bom", AclOperation.READ),
    }
    for grant in rom_access.grants("BOM"):
        assert grant.principal == "User:rom-bom"
        assert grant.permission_type == AclPermissionType.ALLOW


@pytest.mark.parametrize("name", lock.LOCKS)
def test_every_package_is_locked_by_hash_without_naming_where_it_comes_from(name: str) -> None:
    """Another file under the same version is refused by pip; the lock follows pyproject.toml."""
    pins = {normal(pin) for pin in (ROOT / "constraints.txt").read_text().splitlines()}
    text = (ROOT / "deploy" / "locks" / f"{name}.txt").read_text()
    locked = [line.replace("\\\n", " ").split() for line in re.split(r"\n(?=\S)", text.strip())]
    assert "://" not in text
    for package in locked:
        hashes = [part for part in package if part.startswith("--hash=sha256:")]
        assert hashes, package[0]
        assert normal(package[0]) in pins, f"{package[0]}: run python -m tools.lock"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"]]
    wanted += [each for extra in lock.LOCKS[name] for each in project["optional-dependencies"][extra]]
    there = {normal(package[0]).partition("==")[0] for package in locked}
    assert {normal(each.partition(";")[0]) for each in wanted} <= there, "run python -m tools.lock"


def test_an_old_python_is_told_which_one_is_needed() -> None:
    """The installer's first lines must be readable by Pythons that the project itself does not run on."""
    installer = ROOT / "deploy" / "local" / "install.py"
    ast.parse(installer.read_text(), feature_version=(3, 7))
    pretend = (
        "import runpy, sys; sys.version_info = (3, 10, 1); "
        f"runpy.run_path({str(installer)!r}, run_name='__main__')"
    )
    said = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "3.11 is the oldest" in said.stderr
    assert "PYTHON=python3.12" in said.stderr


def normal(name: str) -> str:
    found, _, version = re.sub(r"\[.*\]", "", name).partition("==")
    return re.sub(r"[-_.]+", "-", found).lower() + (f"=={version}" if version else "")
