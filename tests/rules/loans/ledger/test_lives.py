"""Random lives of loans: whatever is reported in whatever order, the books hold what is kept (3.26)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect

from services.loans.guarantees.ends import rules as ends
from services.loans.guarantees.guarantees import exposure
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.models import Status as GuaranteeStatus
from services.loans.guarantees.guarantees.rules import Cover
from services.loans.guarantees.years import rules as years
from services.loans.guarantees.years.models import GuaranteeScheme, GuaranteeYear
from services.loans.ledger.ledger.models import Entry
from services.loans.ledger.ledger.rules import CHART
from services.loans.lending.loans.models import Direction, Loan, Repayment, Status, Undertaking
from services.loans.roms.back_office import rules as back_office
from shared.contracts.rom import DisbursementReported, RepaymentReported
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal, Tenant, TenantKind
from shared.kernel.rules import Refused
from shared.ledger.postings import Days, reversal

SIGNED = date(2015, 3, 2)
OFFICER = Principal("officer", "bureau", frozenset(), Tenant(TenantKind.STATE))
CENTS = st.integers(1, 60_000)
DAYS = st.integers(0, 900)


@dataclass(frozen=True)
class Report:
    """That so much was paid out, or came back, on a day after the contract; told so many days later."""

    direction: Direction
    cents: int
    day: int
    told_after: int


REPORTS = st.lists(
    st.builds(Report, st.sampled_from(Direction), CENTS, DAYS, st.integers(0, 400)), max_size=14
)


def loan_of(principal_cents: int) -> Loan:
    """A loan whose contract is in."""
    return Loan(
        owner="rom:BOM",
        rom_code="BOM",
        undertaking=Undertaking("68750110", "Growing Firm B.V.", "GM0772"),
        project_id=None,
        purpose="A second production line",
        principal_cents=principal_cents,
        interest_percent=Decimal(9),
        term_months=72,
        repayment=Repayment.BULLET,
        repayment_per_quarter_cents=None,
        rating="BB",
        financing_need_cents=2 * principal_cents,
        guarantee_wanted=True,
        regime="x@1",
        status=Status.CONTRACTED,
        contract_signed_on=SIGNED,
    )


def guarantee_of(loan: Loan, percent: int) -> Guarantee:
    """An issued guarantee on the whole of a loan."""
    return Guarantee(
        owner=loan.owner,
        rom_code=loan.rom_code,
        loan_id=loan.id,
        kvk_number="68750110",
        scheme="GROEIFACILITEIT",
        regime="x@1",
        aid_regime="x@1",
        guaranteed_principal_cents=loan.principal_cents,
        guarantee_percent=Decimal(percent),
        premium_percent=Decimal(3),
        term_years=2,
        guaranteed_cents=loan.principal_cents * percent // 100,
        share_percent=Decimal(percent),
        premiums=[],
        first_year_premium_cents=0,
        minimum_premium_cents=0,
        safe_harbour_percent=Decimal(0),
        aid_cents=0,
        status=GuaranteeStatus.ISSUED,
        issued_on=SIGNED,
        ends_on=SIGNED + timedelta(days=731),
    )


def budget_year(year: int, opening: int) -> GuaranteeYear:
    """A year of the scheme with room enough."""
    return GuaranteeYear(
        owner="state",
        scheme="GROEIFACILITEIT",
        year=year,
        opening_outstanding_cents=opening,
        closing_outstanding_cents=opening,
        annual_ceiling_cents=1_000_000,
        exposure_ceiling_cents=2_000_000,
    )


def posted(*records: Any) -> list[Entry]:
    """What was posted for some records."""
    return [entry for record in records for entry in inspect(record).attrs.postings.history.added]


def balances(entries: list[Entry]) -> Counter[str]:
    """What each account holds."""
    found: Counter[str] = Counter()
    for entry in entries:
        found[entry.to_account] += entry.amount_cents
        found[entry.from_account] -= entry.amount_cents
    return found


class Life:
    """A loan of a ROM under a guarantee of the State, in two budget years of its scheme."""

    def __init__(self, principal_cents: int, percent: int) -> None:
        self.loan = loan_of(principal_cents)
        self.guarantee = guarantee_of(self.loan, percent)
        scheme = years.open_year(None, budget_year(2015, 5_000), OFFICER, SIGNED)
        self.scheme: GuaranteeScheme = scheme
        cents = self.guarantee.guaranteed_cents
        year = years.reserve(scheme, self.guarantee.id, cents, SIGNED)
        years.grant(scheme, year.id, self.guarantee.id, cents, SIGNED)
        self.guarantee.guarantee_year_id = year.id
        exposure.become(self.guarantee, cents, "guarantee.issue", Days(SIGNED, SIGNED), "issued")
        self.moved: defaultdict[date, int] = defaultdict(int)

    def entries(self) -> list[Entry]:
        return posted(self.loan, self.guarantee, *self.scheme.years)

    def hears(self, report: Report) -> None:
        """Book a report, or leave everything as it is when a rule refuses it."""
        on = SIGNED + timedelta(days=report.day)
        told = datetime.combine(on + timedelta(days=report.told_after), datetime.min.time(), UTC)
        when = Moment(told + timedelta(hours=12), told + timedelta(hours=12))
        standing = self.guarantee if self.guarantee.status is not GuaranteeStatus.RELEASED else None
        if report.direction is Direction.DISBURSEMENT:
            said = DisbursementReported(loan_id=self.loan.id, amount_cents=report.cents, disbursed_on=on)
            back_office.disburse(self.loan, standing, (), said, "message", when.today)
            self.moved[on] += report.cents
        else:
            paid = RepaymentReported(loan_id=self.loan.id, amount_cents=report.cents, repaid_on=on)
            backing = back_office.Backing(standing, self.scheme if standing else None)
            back_office.repay(self.loan, backing, self.moved, paid, "message", when)
            self.moved[on] -= report.cents


def require_equal(life: Life) -> None:
    """Everything that is kept beside the books."""
    held = balances(life.entries())
    loan, guarantee, first = life.loan, life.guarantee, life.scheme.years[0]
    assert held[f"loan:{loan.id}:principal"] == loan.outstanding_cents >= 0
    assert held[f"loan:{loan.id}:principal"] == loan.disbursed_cents - loan.repaid_cents
    assert held[f"loan:{loan.id}:cash"] == -loan.outstanding_cents
    assert held[f"guarantee:{guarantee.id}:outstanding"] == guarantee.exposure_cents
    assert held[f"guarantee-year:{first.id}:outstanding"] == life.scheme.years[-1].closing_outstanding_cents
    for year in life.scheme.years:
        room = year.annual_ceiling_cents - year.reserved_cents - year.granted_cents
        assert held[f"guarantee-year:{year.id}:room"] == room
        assert held[f"guarantee-year:{year.id}:reserved"] == year.reserved_cents
        assert held[f"guarantee-year:{year.id}:lapsed"] == year.lapsed_cents


@given(st.integers(1_000, 90_000), st.integers(1, 80), REPORTS, st.booleans(), st.booleans())
def test_the_books_hold_what_is_kept_after_every_fact(
    principal_cents: int, percent: int, reports: list[Report], opens: bool, ends_it: bool
) -> None:
    life = Life(principal_cents, percent)
    require_equal(life)
    for number, report in enumerate(reports):
        if opens and number == 2:
            opening = life.scheme.years[-1].closing_outstanding_cents
            years.open_year(life.scheme, budget_year(2016, opening), OFFICER, date(2016, 1, 4))
        try:
            life.hears(report)
        except Refused:
            continue
        require_equal(life)
    if ends_it and life.guarantee.status is not GuaranteeStatus.RELEASED:
        ends.end_term(Cover(life.guarantee, life.loan, life.scheme), datetime(2017, 3, 2, 12, tzinfo=UTC))
        require_equal(life)
    entries = life.entries()
    for day in {entry.booked_on for entry in entries}:
        until = balances([entry for entry in entries if entry.booked_on <= day])
        sheets: Counter[str] = Counter()
        for account, cents in until.items():
            kind, _, what = account.split(":")
            sheets[CHART[f"{kind}:{what}"]] += cents
        assert not any(sheets.values())
    for entry in entries:
        assert entry.amount_cents > 0
        assert entry.from_account != entry.to_account
        assert entry.cause
        assert entry.value_on <= entry.booked_on
    taken_back = [reversal(entry, "undone", entry.booked_on) for entry in entries]
    assert not any(balances([*entries, *taken_back]).values())
