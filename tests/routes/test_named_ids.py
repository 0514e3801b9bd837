"""An id in a body that names another body's hidden record is answered as one that names nothing (B7, B10)."""

from typing import Any

import pytest

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.spatial.opportunities.models import Opportunity
from shared.kernel.ids import uuid7
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.slices.spatial import opportunities

REGION = caller("region:CR36", "agenda:read", "agenda:write", "agenda:contribute", "agenda:catalogue")


def made(of: Any, path: str) -> dict[str, Any]:
    """The body that the matrix makes a first object of a collection with."""
    return next(dict(body) for _, address, body in of.SLICE.made if address == path)


LADDER = {
    "regionCode": "CR36",
    "municipalityCode": "GM0772",
    "title": "A business park",
    "need": "12 ha",
    "insideUrbanArea": True,
}
SPECIALISED = {"code": "HTSM", "name": "High tech", "description": "Machines", "topsectors": ["HTSM"]}
STRATEGY = {
    "title": "RIS3",
    "regionCodes": ["CR36"],
    "validFrom": "2014-01-01",
    "validUntil": "2020-12-31",
    "document": "RIS3 2014-2020",
}
REPORT = {
    "subjectKind": "AGENDA",
    "subjectCode": "CR36",
    "title": "R",
    "year": 2015,
    "dueOn": "2016-04-01",
}
CASES = [
    (Opportunity, "/ladder-assessments", LADDER, "opportunityId"),
    (Cluster, "/opportunities", made(opportunities, "/opportunities"), "clusterId"),
    (Agenda, "/reports", REPORT, "agendaId"),
]


@pytest.mark.parametrize(("entity", "path", "body", "field"), CASES)
async def test_a_hidden_record_is_named_in_vain(
    entity: Any, path: str, body: dict[str, Any], field: str, agenda: Api, rows: Sessions
) -> None:
    hidden = (await stored(rows, entity, owner="region:LD01")).id
    answers = [await agenda.post(path, REGION, {**body, field: str(named)}) for named in (hidden, uuid7())]
    assert {answer.status_code for answer in answers} <= {404, 409}
    assert answers[0].json() == answers[1].json()
    own = (await stored(rows, entity, owner="region:CR36")).id
    assert (await agenda.post(path, REGION, {**body, field: str(own)})).json() != answers[0].json()


async def test_an_id_deep_in_a_body_is_looked_up_too(agenda: Api, rows: Sessions) -> None:
    hidden = (await stored(rows, Cluster, owner="region:LD01")).id
    part = [{**SPECIALISED, "clusterIds": [str(named)]} for named in (hidden, uuid7())]
    answers = [
        await agenda.post("/innovation-strategies", REGION, {**STRATEGY, "specialisations": [each]})
        for each in part
    ]
    assert {answer.status_code for answer in answers} == {409}
    assert answers[0].json() == answers[1].json()
