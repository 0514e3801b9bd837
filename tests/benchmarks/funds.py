"""Tranches that take applications today, and as many applications as a bench wants that wait for an award."""

import asyncio
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from services.funding.applications.applications.models import Application
from tests.benchmarks.bench import written
from tests.benchmarks.world import World

Json = dict[str, Any]

TODAY = datetime.now(UTC)
PLANNED_AT, OPENS_AT = f"{TODAY.year - 1}-06-01T09:00:00Z", f"{TODAY.year - 1}-07-01T07:00:00Z"
CLOSES_AT = f"{TODAY.year + 1}-07-01T07:00:00Z"
LEAST_CENTS = 250_000_00  # an award below it is refused by the scheme
REGIONS = {
    "region-noord": ("LD01", {"regionCode": "LD01"}),
    "region-stedendriehoek": ("LD02", {"regionCode": "AM06", "landsdeelCode": "LD02"}),
    "region-brainport": ("LD04", {"regionCode": "CR36"}),
}
# the scheme of plans ended in 2016: the bench publishes it anew, for days that are received today
REGIME = """
insert into regime (code, version, valid_from, valid_until, source, terms)
select code, 'bench', '2020-01-01', null, source, terms
  from regime where code = 'sectorplan' and version = '2013'
    on conflict do nothing
"""
COPIES = """
insert into application ({columns})
select {columns} from (select (jsonb_populate_record(a, jsonb_build_object(
    'id', gen_random_uuid(), 'tranche_id', $2::uuid, 'requested_cents', cents,
    'total_cost_cents', 2 * cents, 'maximum_cents', cents,
    'lead_applicant',
    jsonb_build_object('name', 'Bench ' || n, 'kvk_number', lpad(($5::int + n)::text, 8, '0'))
))).*
  from application a, generate_series(1, $3::int) n, lateral (select $4::bigint + n % 9973 as cents)
 where a.id = $1) as new
returning id, requested_cents, version, lead_applicant ->> 'kvk_number' as kvk_number
""".format(columns=written(Application))  # noqa: S608 - names of our own columns
AWARDED = """
select (select awarded_cents from tranche where id = t),
       (select committed_state_cents from programme_year y join tranche on y.id = programme_year_id
         where tranche.id = t),
       (select coalesce(sum(awarded_cents), 0) from application where tranche_id = t),
       (select sum(awarded_cents) from portfolio where tranche_id = t),
       (select coalesce(sum(amount_cents), 0) from ledger_entry
         where from_account = 'tranche:' || t || ':room')
  from unnest($1::uuid[]) t
"""


async def publish_scheme(world: World) -> None:
    """Let plans be paid today."""
    async with world.rows("funding") as rows:
        await rows.execute(REGIME)


async def open_tranche(world: World, ceiling_cents: int) -> str:
    """A tranche of a programme year of its own, whose window is open; its id."""
    year = await world.do(
        "state-programme",
        "/funding/v1/programme-years",
        {
            "programme": f"BENCH{uuid.uuid4().hex[:8].upper()}",
            "year": TODAY.year,
            "totalCents": ceiling_cents,
            "regime": "programme-sectorplannen",
        },
        Business_Time=PLANNED_AT,
    )
    body = {
        "programmeYearId": year["id"],
        "number": 1,
        "title": "An opening",
        "categories": [],
        "allowedMeasures": [],
        "opensAt": OPENS_AT,
        "closesAt": CLOSES_AT,
        "ceilingCents": ceiling_cents,
        "distributionMethod": "ARRIVAL",
        "regime": "sectorplan",
    }
    path = "/funding/v1/tranches"
    tranche = await world.do("state-programme", path, body, Business_Time=PLANNED_AT)
    path = f"{path}/{tranche['id']}"
    for step, at in (("publications", PLANNED_AT), ("openings", OPENS_AT)):
        await world.do("state-programme", f"{path}/{step}", Business_Time=at, If_Match="*")
    return str(tranche["id"])


def plan(tranche: str, region: str, cents: int) -> Json:
    """An application of a region."""
    return {
        "trancheId": tranche,
        **REGIONS[region][1],
        "title": "A plan",
        "measures": ["TRAINING"],
        "totalCostCents": 2 * cents,
        "requestedCents": cents,
        "leadApplicant": {"name": "Bench B.V.", "kvkNumber": f"{secrets.randbelow(10**8):08d}"},
    }


async def ready_to_decide(world: World, tranche: str) -> str:
    """An application on a tranche of which only the award is left; its id."""
    made = await world.do(
        "region-noord", "/funding/v1/applications", plan(tranche, "region-noord", LEAST_CENTS)
    )
    path = f"/funding/v1/applications/{made['id']}"
    for step in ("completeness-checks", "assessments"):
        await world.do("state-assessor", f"{path}/{step}", If_Match="*")
    await world.do("state-assessor", f"{path}/conclusions", {"advice": "It fits."}, If_Match="*")
    return str(made["id"])


async def copies(world: World, original: str, tranche: str, number: int) -> list[Json]:
    """So many applications like one that is ready to decide, each of a firm and for an amount of its own.

    Those of another call are of other firms, so that awards on two tranches have nothing in common.
    """
    firms = secrets.randbelow(90_000_000)
    async with world.rows("funding") as rows:
        made = await rows.fetch(COPIES, uuid.UUID(original), tranche, number, LEAST_CENTS, firms)
        return [dict(row) for row in made]


def award(application: Json) -> Json:
    """The whole amount that is asked, to the one undertaking."""
    cents = application["requested_cents"]
    recipient = {
        "kvkNumber": application["kvk_number"],
        "amountCents": cents,
        "basis": "NO_AID",
        "reason": "Training of job seekers, which a foundation without trade hands on to schools",
    }
    return {
        "amountCents": cents,
        "decidingBody": "MINISTER_SZW",
        "mandate": "DIRECTOR_UVB",
        "recipients": [recipient],
    }


async def counted(world: World) -> None:
    """Somebody asks for the sums of portfolios, so they are counted."""
    await asyncio.to_thread(world.get, "state-officer", "/funding/v1/portfolios?limit=1")


async def awarded_cents(world: World, tranches: list[str]) -> list[tuple[int, ...]]:
    """Of each tranche, what is awarded by itself, its year, applications, portfolios and entries."""
    await counted(world)
    async with world.rows("funding") as rows:
        return [tuple(map(int, row)) for row in await rows.fetch(AWARDED, tranches)]
