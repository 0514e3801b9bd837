"""Real PostgreSQL and real Kafka for the tests, on free ports, in a temporary folder, once per session."""

import asyncio
import importlib
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pydantic import SecretStr
from xdist.scheduler import LoadFileScheduling

from deploy.local.kafka import Kafka
from deploy.local.postgres import Postgres, application_role
from shared.lasting import lasting
from shared.reference.catalogue import roms
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.migrations import upgrade
from shared.testing.client import Api, serving

# CI always draws the same examples; a developer's runs draw new ones, and find what nobody thought of
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("here", deadline=None)  # a busy machine makes no right answer wrong
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import everything as a process does."""
    with lasting():
        return (yield)


# The longest come first, so that nobody waits for them at the end.
FIRST = ("tests/system/", "tests/routes/test_fuzz.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order what is run; pytest itself sorts what its arguments name."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


class OneSuite(LoadFileScheduling):
    """A process gets a file at a time, and one of them all that needs a running suite: it starts once."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "tests/system" if file.startswith("tests/system/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneSuite:
    """How tests are shared out with `--numprocesses`."""
    return OneSuite(config, log)


@pytest.fixture(scope="session")
def engines_folder() -> Iterator[Path]:
    """A folder that the database's own user may enter too."""
    folder = Path(tempfile.mkdtemp(prefix="groeikracht-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(engines_folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL server with the database and roles of the suite."""
    server = Postgres(engines_folder / "postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def kafka(engines_folder: Path) -> Iterator[Kafka]:
    """A Kafka broker with the topics of the suite."""
    server = Kafka(engines_folder / "kafka")
    server.start()
    server.prepare(roms())
    yield server
    server.stop()


@pytest.fixture(scope="session")
def urls(postgres: Postgres, owners: dict[str, Settings]) -> dict[str, str]:
    """The migrated database of each service, as its processes log in."""
    return {service: postgres.application(service) for service in owners}


@pytest.fixture(scope="session")
def owners(postgres: Postgres) -> dict[str, Settings]:
    """Settings of whoever owns and migrated the schema of a service: for what only it may do."""
    found = {
        service: Settings(database_url=SecretStr(url), database_application_role=application_role(service))
        for service, url in postgres.create().items()
    }
    for service, owner in found.items():
        upgrade(service, owner)
    return found


@pytest.fixture(scope="session")
def settings(urls: dict[str, str]) -> dict[str, Settings]:
    """Settings of each service without Kafka."""
    return {
        service: Settings(environment="local", clock="settable", database_url=SecretStr(url))
        for service, url in urls.items()
    }


@pytest.fixture
async def rows(settings: dict[str, Settings]) -> AsyncIterator[Sessions]:
    """The database of the agenda service, for what no route makes."""
    engine = connect("agenda", settings["agenda"])
    yield sessions(engine)
    await engine.dispose()


@pytest.fixture
async def within_an_hour() -> None:
    """For a test that counts by the hour: one that would begin at its end begins with the next."""
    left = 3600 - time.time() % 3600
    await asyncio.sleep(left if left < 10 else 0)


@pytest.fixture(scope="session")
async def agenda(settings: dict[str, Settings]) -> AsyncIterator[Api]:
    """The agenda service in this process."""
    async with serving(importlib.import_module("services.agenda.app").SERVICE, settings["agenda"]) as api:
        yield api


@pytest.fixture(scope="session")
async def funding(settings: dict[str, Settings]) -> AsyncIterator[Api]:
    """The funding service in this process."""
    async with serving(importlib.import_module("services.funding.app").SERVICE, settings["funding"]) as api:
        yield api


@pytest.fixture(scope="session")
async def loans(settings: dict[str, Settings]) -> AsyncIterator[Api]:
    """The loans service in this process."""
    async with serving(importlib.import_module("services.loans.app").SERVICE, settings["loans"]) as api:
        yield api
