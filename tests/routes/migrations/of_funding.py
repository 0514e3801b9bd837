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
# who received what, and who decided, was not recorded before: nothing is made up
UNRECORDED = Case(
    means={
        "select distinct participants::text, recipients::text, deciding_body, mandate from application": [
            ("{}", None, None, None)
        ],
    },
)
CASES = {
    "requested_sums": SUMS,
    "whose_key": KEYS,
    "compared_before_it_is_written": COMPARED,
    "everybody_who_wrote": HANDS,
    "aid_of_awards": UNRECORDED,
}
