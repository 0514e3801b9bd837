"""Rows of the loans service as older versions left them."""

from tests.routes.migrations.walking import COMPARED, KEYS, Case, Row, audited, of

LOAN, NOT_YET, LEAP, LONG, RELEASED = (f"0000000{n}-0000-4000-8000-000000000001" for n in range(5))


def guarantee(id: str, issued_on: str | None, years: int, status: str = "ACTIVE") -> Row:
    """A guarantee of its own loan."""
    return "guarantee", {
        "id": id,
        "loan_id": id,
        "issued_on": issued_on,
        "term_years": years,
        "status": status,
    }


TERMS = Case(
    rows=[
        *(("loan", {"id": each}) for each in (LOAN, NOT_YET, LEAP, LONG, RELEASED)),
        guarantee(LOAN, "2017-06-30", 2),
        guarantee(NOT_YET, None, 6, "RESERVED"),
        guarantee(LEAP, "2024-02-29", 1),
        guarantee(LONG, "2024-02-29", 12),
        guarantee(RELEASED, "2017-12-31", 3, "RELEASED"),
    ],
    means={
        "select id::text, ends_on::text from guarantee order by id": [
            (LOAN, "2019-06-30"),
            (NOT_YET, None),
            (LEAP, "2025-02-28"),
            (LONG, "2036-02-29"),
            (RELEASED, "2020-12-31"),
        ],
        "select count(*) from guarantee where issued_on_record is not null": [0],
    },
)
HANDS = Case(
    rows=[
        audited(LOAN, "loan.received", "receiver"),
        audited(LOAN, "loan.proposed", "proposer"),
        audited(LOAN, "guarantee.requested", "asker"),
        audited(LOAN, "guarantee.reserved", "keeper"),
        audited(LEAP, "loan.declined", "decider"),
    ],
    means={
        of("loan", "written_by", LOAN, LEAP): [
            "{proposer,receiver}",
            "{}",
        ],
        of("guarantee", "written_by", LOAN, LEAP): [
            "{asker,keeper}",
            "{}",
        ],
    },
)
UNDECIDED = Case(
    means={"select distinct deciding_body, mandate, mandate_regime from loan": [(None, None, None)]}
)
CASES = {
    "ends_of_guarantees": TERMS,
    "whose_key": KEYS,
    "compared_before_it_is_written": COMPARED,
    "everybody_who_wrote": HANDS,
    "who_decided": UNDECIDED,
}
