"""Rows of the loans service as older versions left them."""

from tests.routes.migrations.walking import COMPARED, KEYS, Case, Row, audited, of

LOAN, NOT_YET, LEAP, LONG, RELEASED = (f"0000000{n}-0000-4000-8000-000000000001" for n in range(5))
HELD = "00000013-0000-4000-8000-000000000001"  # issued later, by the case of the books


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
        "select id::text, ends_on::text from guarantee where id::text < '0000003' order by id": [
            (LOAN, "2019-06-30"),
            (NOT_YET, None),
            (LEAP, "2025-02-28"),
            (LONG, "2036-02-29"),
            (RELEASED, "2020-12-31"),
            (HELD, None),
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
FOUND = Case(
    means={
        "select bool_and(search = search_words(kvk_number || ' | ' || scheme)) from guarantee": [True],
    }
)
UNDECIDED = Case(
    means={"select distinct deciding_body, mandate, mandate_regime from loan": [(None, None, None)]}
)
LINE, LENT = (f"0000001{n}-0000-4000-8000-000000000001" for n in range(2))
Y2014, Y2015, Y2017 = (f"000000{year}-0000-4000-8000-000000000001" for year in (14, 15, 17))


def budget_year(id: str, year: int, opening: int, granted: int, lapsed: int, reserved: int) -> Row:
    """A year of one scheme with a ceiling of 1,000 cents."""
    return "guarantee_year", {
        "id": id,
        "owner": "state",
        "scheme": "GROEIFACILITEIT",
        "year": year,
        "opening_outstanding_cents": opening,
        "granted_cents": granted,
        "lapsed_cents": lapsed,
        "reserved_cents": reserved,
        "closing_outstanding_cents": opening + granted - lapsed,
        "annual_ceiling_cents": 1_000,
        "exposure_ceiling_cents": 9_000,
    }


def of_year(year: str, number: int, **cents: int) -> Row:
    """A change of the counters of a year."""
    entry = {"id": f"0000002{number}-0000-4000-8000-000000000001", "guarantee_year_id": year}
    return "guarantee_year_entry", {"owner": "state", "kind": "GRANTED", **entry, **cents}


def held(*codes: str) -> str:
    """The query that shows what some accounts hold."""
    named = ", ".join(f"'{each}'" for each in codes)
    return f"select balance_cents from ledger_account where code in ({named}) order by code"  # noqa: S608 - ids of this page


BOOKS = Case(
    rows=[
        ("credit_line", {"id": LINE, "owner": "rom:BOM", "amount_cents": 900, "committed_cents": 700}),
        (
            "loan",
            {
                "id": LENT,
                "owner": "rom:BOM",
                "credit_line_id": LINE,
                "approved_at": "2016-03-01T23:30:00Z",
                "principal_cents": 700,
                "disbursed_cents": 650,
                "repaid_cents": 150,
                "outstanding_cents": 500,
            },
        ),
        *(
            (
                "loan_movement",
                {
                    "owner": "rom:BOM",
                    "loan_id": LENT,
                    "direction": direction,
                    "amount_cents": cents,
                    "moved_on": on,
                    "message_id": f"message-{cents}",
                },
            )
            for direction, cents, on in (
                ("DISBURSEMENT", 400, "2016-04-01"),
                ("DISBURSEMENT", 250, "2016-05-01"),
                ("REPAYMENT", 150, "2016-06-30"),
            )
        ),
        (
            "guarantee",
            {"id": HELD, "loan_id": LENT, "owner": "rom:BOM", "guaranteed_cents": 350, "exposure_cents": 275},
        ),
        ("guarantee_scheme", {"owner": "state", "code": "GROEIFACILITEIT"}),
        budget_year(Y2014, 2014, 100, 50, 20, 0),
        budget_year(Y2015, 2015, 130, 80, 0, 60),
        budget_year(Y2017, 2017, 500, 0, 0, 0),  # after a gap: stated anew
        of_year(Y2014, 1, granted_cents=50),
        of_year(Y2014, 2, lapsed_cents=20),
        of_year(Y2015, 3, reserved_cents=90),
        of_year(Y2015, 4, reserved_cents=-30, granted_cents=30),
        of_year(Y2015, 5, granted_cents=50),
    ],
    means={
        held(f"loan:{LENT}:principal", f"loan:{LENT}:cash", f"loan:{LENT}:committed"): [-500, 700, 500],
        held(f"credit-line:{LINE}:granted", f"credit-line:{LINE}:room"): [-900, 200],
        held(f"guarantee:{HELD}:outstanding", f"guarantee:{HELD}:surety"): [275, -275],
        # 100 + 50 - 20 + 30 + 50 = 210, booked with the first of the years; 500 of the year after the gap
        held(f"guarantee-year:{Y2014}:outstanding", f"guarantee-year:{Y2017}:outstanding"): [210, 500],
        held(*(f"guarantee-year:{Y2014}:{what}" for what in ("ceiling", "lapsed", "opening", "room"))): [
            -1_000,
            20,
            -100,
            950,
        ],
        held(f"guarantee-year:{Y2015}:reserved", f"guarantee-year:{Y2015}:room"): [
            60,
            860,
        ],  # 1,000 - 60 - 80
        f"select amount_cents, value_on::text, cause from ledger_entry where subject_id = '{LENT}'"  # noqa: S608 - an id of this page
        " order by amount_cents": [
            (150, "2016-06-30", "message-150"),
            (250, "2016-05-01", "message-250"),
            (400, "2016-04-01", "message-400"),
            (700, "2016-03-02", LENT),  # half past midnight in Amsterdam
        ],
        "select distinct act, booked_on = (now() at time zone 'Europe/Amsterdam')::date from ledger_entry": [
            ("ledger.open", True)
        ],
        "select sum(debit_cents) - sum(credit_cents), count(*) > 0 from ledger_turnover": [(0, True)],
    },
)
CLAIMED = "00000018-0000-4000-8000-000000000001"
CLAIMS = Case(
    rows=[
        (
            "guarantee_claim",
            {
                "id": CLAIMED,
                "owner": "rom:BOM",
                "loan_id": LENT,
                "guarantee_id": HELD,
                "status": "PAID",
                "outstanding_cents": 500,
                "proceeds_cents": 100,
                "loss_cents": 400,
                "payout_cents": 200,
            },
        ),
    ],
    means={
        "select recovered_cents, state_share_cents, received_cents, payout_cents from guarantee_claim": [
            (0, 0, 0, 200)
        ],
    },
)
SINCE, ON_FIRST, NEVER_ISSUED = (f"0000003{n}-0000-4000-8000-000000000001" for n in range(3))
PREMIUMS = Case(
    rows=[
        *(("loan", {"id": each}) for each in (SINCE, ON_FIRST, NEVER_ISSUED)),
        guarantee(SINCE, "2017-11-30", 3, "CALLABLE"),
        guarantee(ON_FIRST, "2018-04-01", 3, "ISSUED"),
        guarantee(NEVER_ISSUED, None, 3, "RESERVED"),
    ],
    means={
        "select id::text, premium_next_on::text from guarantee where id::text like '0000003%' order by id": [
            (SINCE, "2018-01-01"),
            (ON_FIRST, "2018-04-01"),
            (NEVER_ISSUED, None),
        ],
        "select count(*) from guarantee where status = 'RELEASED' and premium_next_on is not null": [0],
    },
)
CASES = {
    "premiums_of_guarantees": PREMIUMS,
    "recoveries_after_a_payout": CLAIMS,
    "every_cent_in_double_entry": BOOKS,
    "ends_of_guarantees": TERMS,
    "whose_key": KEYS,
    "compared_before_it_is_written": COMPARED,
    "everybody_who_wrote": HANDS,
    "who_decided": UNDECIDED,
    "records_are_found_by_words": FOUND,
}
