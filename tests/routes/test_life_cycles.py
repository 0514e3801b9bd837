"""Every event in every state of a life cycle, over HTTP: allowed just where its table says (domain.md 3)."""

import sys
from enum import StrEnum

import pytest

from shared.kernel.lifecycle import Lifecycle
from shared.store.engine import Sessions
from shared.testing.client import Api
from tests.routes.agenda.slices import SLICES
from tests.routes.documents import openapi_documents
from tests.routes.matrix import Kept, Steps
from tests.routes.objects import one_of
from tests.routes.test_tenancy import BODY_OF, CALLERS

ALL = [steps for each in SLICES for steps in each.steps]
CASES = [
    (steps, status, event)
    for steps in ALL
    for status in type(steps.life.start)
    for event in steps.by
    if not steps.by[event].startswith(("timer:", "reaction:"))
]
PATHS = {
    operation["operationId"]: (method.upper(), path)
    for path, operations in openapi_documents()["agenda"]["paths"].items()
    for method, operation in operations.items()
}


def named(case: object) -> str:
    return case.life.name if isinstance(case, Steps) else str(case)


@pytest.mark.parametrize(("steps", "status", "event"), CASES, ids=named)
async def test_an_event_is_taken_where_the_table_says(
    steps: Steps, status: StrEnum, event: str, agenda: Api, rows: Sessions
) -> None:
    kept = Kept("agenda", steps.path, steps.entity, (steps.owner,), values={**steps.values, "status": status})
    made = await one_of(kept, rows, steps.owner)
    actor, _, operation = steps.by[event].rpartition(":")
    method, path = PATHS[operation]
    answer = await agenda.post(
        path.replace("{id}", str(made.id)),
        CALLERS[actor or steps.owner],
        steps.bodies.get(event, BODY_OF.get(operation)),
        etag='"1"',
        method=method,
    )
    refused_by = answer.json().get("type", "").rpartition("/")[2] if answer.status_code >= 400 else ""
    if (status, event) in steps.life.transitions:
        assert answer.status_code in (200, 201, 409), answer.text
        assert refused_by != steps.life.rule.code, answer.text
        assert answer.headers.get("etag") != '"1"', "whoever acts on the version before must notice"
    else:
        assert (answer.status_code, refused_by) == (409, steps.life.rule.code), answer.text
        assert answer.json()["facts"]["allowed"] == steps.life.allowed(status)


def test_every_event_of_the_agenda_service_is_tried() -> None:
    declared = {
        value.name: {event for _, event in value.transitions}
        for name, module in list(sys.modules.items())
        if name.startswith(("services.agenda.", "shared.records.")) and name.endswith(".rules")
        for value in vars(module).values()
        if isinstance(value, Lifecycle)
    }
    assert {steps.life.name: set(steps.by) for steps in ALL} == declared
