"""Lists whose names no schema lists are camelCase in every row, not only in the one that is shown."""

import csv

from services.agenda.records.datasets.queries import published
from shared.reference import catalogue
from shared.testing.callers import caller
from shared.testing.client import Api
from tests.contracts.test_names import held, wrong


async def test_every_row_of_every_reference_set_is_named_in_one_way(agenda: Api) -> None:
    named = (await agenda.http.get("/reference-data")).json()["items"]
    assert [name for name in named if "_" in name] == []
    assert len(named) == len(catalogue.sets())
    for name in named:
        rows = (await agenda.http.get(f"/reference-data/{name}")).json()["items"]
        assert (name, wrong(held(rows))) == (name, [])
        assert len(rows[0]) == len(catalogue.rows(name.replace("-", "_"))[0])
    before = await agenda.http.get("/reference-data/corop_nuts3?key=CR36")
    assert before.json() == (await agenda.http.get("/reference-data/corop-nuts3?key=CR36")).json()
    assert before.json()["items"][0]["nuts3Code2024"] == "NL414"


async def test_every_term_of_every_regime_is_named_in_one_way(agenda: Api, funding: Api, loans: Api) -> None:
    for service, api in {"agenda": agenda, "funding": funding, "loans": loans}.items():
        answer = await api.get("/regimes", caller("state", f"{service}:read"))
        assert answer.status_code == 200, answer.text
        assert (service, wrong(held(answer.json()))) == (service, [])
    (intake,) = (await agenda.http.get("/regimes?code=document-intake")).json()["items"]
    assert {"uploadDays", "mediaTypes", "application/pdf"} <= intake["terms"].keys()


async def test_every_heading_of_every_dataset_is_named_in_one_way(agenda: Api) -> None:
    for name in published():
        heading = next(csv.reader((await agenda.http.get(f"/datasets/{name}/csv")).text.splitlines()))
        rows = (await agenda.http.get(f"/datasets/{name}/rows")).json()
        assert (name, wrong(iter(heading)), wrong(held(rows))) == (name, [], [])
