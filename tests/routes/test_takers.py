"""A step of the State is refused to the body that owns the object too, whatever its scopes (B7, B10)."""

from collections.abc import AsyncIterator

import pytest

from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.testing.client import Api
from tests.routes.matrix import REGIONS, ROMS, Kept
from tests.routes.objects import KEPT, one_of
from tests.routes.test_tenancy import BODY_OF, CALLERS, STATE_STEPS, changes_of, refusal

# steps that the State takes beside whoever else may: the owner, or the other side of a consultation
SHARED = {"convene_table", "close_question", *STATE_STEPS["consultations"].split()}
GUARANTEES = (
    "guarantees",
    "guarantee-claims",
    "guarantee-premiums",
    "guarantee-recoveries",
    "guarantee-closings",
)
REFUSED = dict.fromkeys(GUARANTEES, "guarantee.decided-by-the-state")
MINE = {kept.path: kept for kept in KEPT if kept.path in STATE_STEPS and changes_of(kept.service, kept.path)}
del MINE["consultations"]  # each step is taken by either side


@pytest.fixture
async def rows(kept: Kept, settings: dict[str, Settings]) -> AsyncIterator[Sessions]:
    """The database of the service that keeps these objects."""
    engine = connect(kept.service, settings[kept.service])
    yield sessions(engine)
    await engine.dispose()


@pytest.mark.parametrize("kept", MINE.values(), ids=str)
async def test_the_owner_takes_no_step_of_the_state(
    kept: Kept, agenda: Api, funding: Api, loans: Api, rows: Sessions
) -> None:
    api = {"agenda": agenda, "funding": funding, "loans": loans}[kept.service]
    owner = next(each for each in kept.owners if each in (*REGIONS, *ROMS))
    made = await one_of(kept, rows, owner)
    steps = set(STATE_STEPS[kept.path].split()) - SHARED
    for method, path, name in changes_of(kept.service, kept.path):
        if name in steps:
            address = path.replace("{id}", str(made.id))
            answer = await api.post(address, CALLERS[owner], BODY_OF.get(name), etag='"1"', method=method)
            assert refusal(answer) == (403, REFUSED.get(kept.path, "tenancy.own-objects")), (
                name,
                answer.text,
            )
            steps.remove(name)
    assert not steps
