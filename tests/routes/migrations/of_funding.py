"""Rows of the funding service as older versions left them."""

from tests.routes.migrations.walking import COMPARED, KEYS, Case, Row, audited

YEAR, TRANCHE, OTHER = (f"0000000{n}-0000-4000-8000-000000000001" for n in range(3))
LEAST, MOST = 1, 9_000_000_000_000_000


def application(id: str, status: str, cents: int, landsdeel: str = "LD01", tranche: str = TRANCHE) -> Row:
    """A plan that was sent in."""
    asked = {"requested_cents": cents, "maximum_cents": cents, "lead_applicant": {"kvk_number": "17278704"}}
    return "application", {
        "id": f"{id * 8}-0000-4000-8000-000000000001",
        "tranche_id": tranche,
        "landsdeel_code": landsdeel,
        "status": status,
        **asked,
    }


def portfolio(cents: int, plans: int, landsdeel: str = "LD01", tranche: str = TRANCHE) -> Row:
    """The sums of a landsdeel as they were kept: with what was withdrawn."""
    return "portfolio", {
        "tranche_id": tranche,
        "landsdeel_code": landsdeel,
        "requested_cents": cents,
        "requested_plans": plans,
    }


SUMS = Case(
    rows=[
        ("programme_year", {"id": YEAR}),
        ("tranche", {"id": TRANCHE, "programme_year_id": YEAR, "number": 1}),
        ("tranche", {"id": OTHER, "programme_year_id": YEAR, "number": 2}),
        portfolio(MOST + 3_000, 4),
        application("a", "WITHDRAWN", MOST),
        application("b", "WITHDRAWN", 1_000),
        application("c", "RECEIVED", 1_500),
        application("d", "REFUSED", 500),  # refused stays requested
        portfolio(700, 1, "LD02"),
        application("e", "WITHDRAWN", 700, "LD02"),
        portfolio(LEAST, 1, tranche=OTHER),
        application("f", "AWARDED", LEAST, tranche=OTHER),
    ],
    means={
        "select landsdeel_code, requested_cents, requested_plans from portfolio join tranche"
        " on tranche.id = tranche_id order by number, landsdeel_code": [
            ("LD01", 2_000, 2),
            ("LD02", 0, 0),
            ("LD01", LEAST, 1),
        ],
    },
)
HANDS = Case(
    rows=[
        audited(
            "a" * 8 + "-0000-4000-8000-000000000001", "nl.groeikracht.funding.application-received", "sender"
        ),
        audited("a" * 8 + "-0000-4000-8000-000000000001", "application.found-complete", "checker"),
        audited("a" * 8 + "-0000-4000-8000-000000000001", "application.assessment-opened", "assessor"),
        audited("a" * 8 + "-0000-4000-8000-000000000001", "application.assessment-concluded", "assessor"),
        audited("b" * 8 + "-0000-4000-8000-000000000001", "application.refused", "decider"),
    ],
    means={
        "select written_by::text from application order by id limit 2": ["{assessor,checker,sender}", "{}"],
    },
)
FOUND = Case(means={"select bool_and(search = search_words(coalesce(title, ''))) from tranche": [True]})
# who received what, and who decided, was not recorded before: nothing is made up
UNRECORDED = Case(
    means={
        "select distinct participants::text, recipients::text, deciding_body, mandate from application": [
            ("{}", None, None, None)
        ],
    },
)
ROOM, PLAN = f"programme-year:{YEAR}:room", f"tranche:{TRANCHE}:room"


def moved(source: str, target: str, cents: int, at: str) -> Row:
    """An entry of the ledger."""
    entry = {"from_account": source, "to_account": target, "amount_cents": cents, "booked_at": at}
    return "ledger_entry", {"owner": "state", **entry}


BOOKS = Case(
    rows=[
        moved("state:budget", ROOM, 1_000, "2014-01-06T09:00:00Z"),
        moved(ROOM, PLAN, 600, "2014-05-31T22:30:00Z"),  # half past midnight in Amsterdam
        moved(ROOM, PLAN, 100, "2014-12-01T12:00:00Z"),
    ],
    means={
        "select code, debit_cents, credit_cents, balance_cents from ledger_account order by code": [
            (ROOM, 1_000, 700, 300),
            ("state:budget", 0, 1_000, -1_000),
            (PLAN, 700, 0, 700),
        ],
        "select value_on::text, booked_on::text, cause from ledger_entry order by booked_at": [
            ("2014-01-06", "2014-01-06", None),
            ("2014-06-01", "2014-06-01", None),
            ("2014-12-01", "2014-12-01", None),
        ],
        "select chart, sum(debit_cents - credit_cents) from ledger_turnover where booked_on < '2014-12-01'"
        " group by chart order by chart": [
            ("programme-year:room", 400),
            ("state:budget", -1_000),
            ("tranche:room", 600),
        ],
        # the version before names no days
        "insert into ledger_entry (id, owner, version, from_account, to_account, amount_cents, act,"
        " subject_id, booked_at) values (gen_random_uuid(), 'state', 1, 'a:b', 'c:d', 5, 'x',"
        " gen_random_uuid(), now())"
        " returning booked_on = value_on and value_on = (now() at time zone 'Europe/Amsterdam')::date": [
            True
        ],
    },
)
PLANNED = "f7777777-0000-4000-8000-000000000001"
UNRANKED = Case(
    rows=[("application", {**application("f", "READY_TO_DECIDE", 700, "LD05")[1], "id": PLANNED})],
    means={
        "select accepts_partial, scored_by, conflicted, place, ranked_cents, requested_cents"
        " from application where id::text like 'f7777777%'": [(False, [], [], None, None, 700)]
    },
)
PILOT, LINE = (f"0000000{n}-0000-4000-8000-00000000000a" for n in (3, 4))


def project(id: str, awarded_cents: int) -> Row:
    """A project that the State had awarded on."""
    return "project", {"id": id, "awarded_cents": awarded_cents, "state_required_cents": awarded_cents}


def award(id: str, project_id: str, cents: int, decided_at: str) -> Row:
    """An award of before awards could fall."""
    table, row = application(id, "AWARDED", cents)
    given = {"project_id": project_id, "awarded_cents": cents, "decided_at": decided_at}
    return table, {**row, **given, "id": f"{id * 8}-0000-4000-8000-00000000000a"}


PLACED = Case(
    rows=[
        project(PILOT, 900),
        project(LINE, 0),
        award("b", PILOT, 200, "2015-03-02T09:00:00Z"),
        award("a", PILOT, 700, "2015-03-03T09:00:00Z"),
    ],
    means={
        "select awarded_in_all_cents, last_award_cents from project where id::text like '%00000a'"
        " order by id": [
            (900, 900),
            (0, 0),
        ],
        "select awarded_in_all_cents from application where id::text like '%00000a' order by id": [900, 200],
        "select sum(lapsed_cents) from tranche": [0],
    },
)
PAID_IN_ADVANCE = "a" * 8 + "-0000-4000-8000-00000000000a"
UNCLAIMED = Case(
    rows=[
        (
            "advance_total",
            {"id": PAID_IN_ADVANCE, "ceiling_cents": 560, "advanced_cents": 560, "paid_cents": 500},
        )
    ],
    means={"select paid_cents, claimed_cents from advance_total": [(500, 0)]},
)
OF_AWARD = {"application_id": PAID_IN_ADVANCE}
LOWERED = "aaaaaaaa-0000-4000-8000-00000000000b"


def demand(id: str, status: str, due_on: str | None) -> Row:
    """A demand of before demands were prescribed."""
    about = {**OF_AWARD, "alteration_id": LOWERED, "principal_cents": 500}
    row = {"id": f"{id * 8}-0000-4000-8000-00000000000c", "status": status, "due_on": due_on}
    return "demand", {**about, **row}


COLLECTED = Case(
    rows=[
        (
            "award_alteration",
            {
                "id": LOWERED,
                "application_id": PAID_IN_ADVANCE,
                "tranche_id": TRANCHE,
                "awarded_before_cents": 700,
            },
        ),
        demand("a", "CLAIMED", "2016-02-29"),
        demand("b", "DROPPED", None),
    ],
    means={
        "select prescribes_on::text, reminder_fee_cents, received_costs_cents, refundable_cents from demand "
        "where alteration_id = 'aaaaaaaa-0000-4000-8000-00000000000b' order by id": [
            ("2021-02-28", 0, 0, 0),
            (None, 0, 0, 0),
        ]
    },
)
CLAIMED_BY = "b" * 8 + "-0000-4000-8000-00000000000a"
ALTERED = Case(
    rows=[
        (
            "award_alteration",
            {
                "id": CLAIMED_BY,
                "application_id": PAID_IN_ADVANCE,
                "tranche_id": TRANCHE,
                "awarded_before_cents": 1,
            },
        ),
        (
            "demand",
            {
                "id": CLAIMED_BY,
                "application_id": PAID_IN_ADVANCE,
                "alteration_id": CLAIMED_BY,
                "principal_cents": 500,
                "status": "OPENED",
            },
        ),
    ],
    means={
        "select alteration_id = id, settlement_id, principal_cents from demand "
        "where alteration_id::text like 'bbbb%'": [(True, None, 500)],
        "select awarded_cents from application where id::text like '%00000a' order by id": [700, 200],
    },
)
CASES = {
    "settlements_of_awards": ALTERED,
    "demands_of_what_was_paid_and_is_not_due": UNCLAIMED,
    "what_becomes_of_a_demand": COLLECTED,
    "alterations_of_awards": PLACED,
    "rankings_and_score_sheets": UNRANKED,
    "accounts_of_the_ledger": BOOKS,
    "requested_sums": SUMS,
    "whose_key": KEYS,
    "compared_before_it_is_written": COMPARED,
    "everybody_who_wrote": HANDS,
    "aid_of_awards": UNRECORDED,
    "records_are_found_by_words": FOUND,
}
