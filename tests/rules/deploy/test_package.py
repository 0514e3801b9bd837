"""The suite as a package and as an image: what is in it, and that it runs without the checkout."""

import fnmatch
import os
import re
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import free_port

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCKERFILE = (ROOT / "deploy" / "images" / "Dockerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
FOR_DEVELOPERS = ("README.md", "script.py.mako")


def tracked(*folders: str) -> list[str]:
    """Files that git keeps, or would."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders]
    return subprocess.check_output(asked, cwd=ROOT, text=True).splitlines()


def test_every_file_that_the_code_reads_is_packed() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    files = [Path(name) for name in tracked("services", "shared")]
    data = [path for path in files if path.suffix != ".py" and path.name not in FOR_DEVELOPERS]
    forgotten = [
        str(path)
        for path in data
        if path != Path("services/gateway/guides/docs")
        and not any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns)
    ]
    assert len(data) > 200
    assert forgotten == []


def instructions() -> list[str]:
    """The Dockerfile's instructions, each on one line."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def last_stage() -> list[str]:
    """The instructions that make the image itself."""
    every = instructions()
    begins = [place for place, line in enumerate(every) if line.startswith("FROM ")]
    assert len(begins) == 2
    return every[begins[-1] :]


def test_the_image_runs_as_nobody_in_particular_and_takes_signals_itself() -> None:
    image = last_stage()
    assert "USER 10001:10001" in image
    (entry,) = [line for line in image if line.startswith("ENTRYPOINT")]
    assert entry == 'ENTRYPOINT ["/opt/venv/bin/python", "-m", "services"]'
    assert image.index("USER 10001:10001") < image.index(entry)


def test_the_image_holds_what_was_built_and_nothing_to_build_with() -> None:
    assert [line for line in last_stage() if line.startswith(("COPY", "ADD", "RUN"))] == [
        "COPY --from=build /opt/venv /opt/venv"
    ]


def test_whatever_is_installed_in_the_image_is_checked_by_its_hash() -> None:
    runs = " ".join(line for line in instructions() if line.startswith("RUN"))
    installs = [part for part in runs.split("&&") if "pip install" in part]
    assert installs
    for part in installs:
        assert "--require-hashes" in part or "--no-deps --no-index" in part
    assert "services.txt" in runs
    locked = (ROOT / "deploy" / "locks" / "build.txt").read_text("utf-8")
    assert "--hash=sha256:" in locked
    assert "://" not in locked


def test_the_base_image_is_pinned_and_names_no_registry() -> None:
    (base,) = [line.partition("=")[2] for line in instructions() if line.startswith("ARG")]
    name, _, tag = base.partition(":")
    assert re.fullmatch(r"[a-z]+", name)
    assert tag not in ("", "latest")
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert tag.startswith(oldest)
    assert {line for line in instructions() if line.startswith("FROM")} == {
        "FROM ${PYTHON_IMAGE} AS build",
        "FROM ${PYTHON_IMAGE}",
    }


def test_the_builder_is_sent_what_it_copies_and_no_more() -> None:
    copied = [
        source
        for line in instructions()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    ]
    assert IGNORED[1] == "*"
    sent = {line.removeprefix("!").removesuffix("/*.md") for line in IGNORED if line.startswith("!")}
    assert sent == set(copied)
    assert all((ROOT / source).exists() for source in copied)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked("services", "shared", "docs", "pyproject.toml", "README.md", "LICENSE"):
        copy = folder / "checkout" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_symlink():
            copy.symlink_to((ROOT / name).readlink())
        else:
            copy.write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--wheel-dir", str(folder), "."], cwd=folder / "checkout", check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def gateway(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a gateway that runs from the package, far from the checkout."""
    port = free_port()
    settings = {
        "PYTHONPATH": str(installed),
        "PATH": os.environ["PATH"],
        "GROEIKRACHT_PORT": str(port),
        "GROEIKRACHT_CURSOR_KEY": "a secret",
        "GROEIKRACHT_ISSUER": "http://127.0.0.1:9",
        **{f"GROEIKRACHT_{name}_URL": "http://127.0.0.1:9" for name in ("AGENDA", "FUNDING", "LOANS")},
    }
    run = [sys.executable, "-m", "services", "gateway", "serve"]
    with subprocess.Popen(run, cwd=tmp_path, env=settings) as process:
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def test_the_gateway_runs_from_the_package_with_its_guides(gateway: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{gateway}/guides/rules", timeout=5) as answer:  # noqa: S310
                assert "<h1" in answer.read().decode()
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail("the gateway did not answer")


def test_the_package_holds_every_service_its_migrations_and_its_licence(
    installed: Path, tmp_path: Path
) -> None:
    ask = (
        "import importlib, services\n"
        "from alembic.script import ScriptDirectory\n"
        "from shared.store.migrations import config\n"
        "for name in ('agenda', 'funding', 'loans'):\n"
        "    importlib.import_module(f'services.{name}.app')\n"
        "    importlib.import_module(f'services.{name}.worker')\n"
        "    print(ScriptDirectory.from_config(config(name)).get_current_head())\n"
        "print(services.__file__)\n"
    )
    environment = {"PYTHONPATH": str(installed), "PATH": os.environ["PATH"]}
    said = subprocess.check_output([sys.executable, "-c", ask], cwd=tmp_path, env=environment, text=True)
    *heads, where = said.splitlines()
    for service, head in zip(("agenda", "funding", "loans"), heads, strict=True):
        newest = max((ROOT / "services" / service / "migrations" / "versions").glob("[0-9]*.py"))
        assert newest.name.startswith(head)
    assert where.startswith(str(installed))
    told = next(installed.glob("*.dist-info/METADATA")).read_text("utf-8")
    assert "License-Expression: EUPL-1.2" in told
    assert list(installed.glob("*.dist-info/licenses/LICENSE"))
