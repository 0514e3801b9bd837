"""When the State reserves, issues, refuses and releases a guarantee."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from services.loans.guarantees.calculations import rules as calculations
from services.loans.guarantees.calculations.rules import Regimes, Terms
from services.loans.guarantees.guarantees import exposure
from services.loans.guarantees.guarantees.models import Guarantee, Status
from services.loans.guarantees.years import rules as years
from services.loans.guarantees.years.models import GuaranteeScheme
from services.loans.lending.loans import rules as loans
from services.loans.lending.loans.models import Loan
from services.loans.lending.loans.models import Status as LoanStatus
from shared.contracts.loans import (
    AidReservationReleased,
    AidReservationRequested,
    GuaranteeRefused,
    GuaranteeReleased,
    LoanGuaranteed,
)
from shared.kernel.calendar import legal_date, quarter_from, start_of, years_after
from shared.kernel.events import Event
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author
from shared.kernel.takers import By
from shared.ledger.postings import Days

LIFE = Lifecycle(
    "guarantee",
    Status.REQUESTED,
    {
        (Status.REQUESTED, "ask_aid_room"): Status.AID_PENDING,
        (Status.REQUESTED, "reserve"): Status.RESERVED,
        (Status.REQUESTED, "refuse"): Status.REFUSED,
        (Status.AID_PENDING, "reserve"): Status.RESERVED,
        (Status.AID_PENDING, "refuse"): Status.REFUSED,
        (Status.AID_PENDING, "lapse"): Status.RELEASED,
        (Status.RESERVED, "refuse"): Status.REFUSED,
        (Status.RESERVED, "lapse"): Status.RELEASED,
        (Status.RESERVED, "issue"): Status.ISSUED,
        (Status.ISSUED, "disburse"): Status.ACTIVE,
        (Status.ACTIVE, "disburse"): Status.ACTIVE,
        (Status.ACTIVE, "repay"): Status.ACTIVE,
        (Status.ACTIVE, "release"): Status.RELEASED,
        (Status.ISSUED, "expire"): Status.RELEASED,
        (Status.ACTIVE, "expire"): Status.RELEASED,
        (Status.ACTIVE, "report_default"): Status.CALLABLE,
        (Status.ACTIVE, "suspend"): Status.SUSPENDED,
        (Status.SUSPENDED, "suspend"): Status.SUSPENDED,
        (Status.SUSPENDED, "resume"): Status.ACTIVE,
        (Status.SUSPENDED, "disburse"): Status.SUSPENDED,
        (Status.SUSPENDED, "repay"): Status.SUSPENDED,
        (Status.SUSPENDED, "release"): Status.RELEASED,
        (Status.SUSPENDED, "expire"): Status.RELEASED,
        (Status.SUSPENDED, "report_default"): Status.CALLABLE,
        (Status.SUSPENDED, "lapse"): Status.LAPSED,
        (Status.CALLABLE, "cure"): Status.ACTIVE,
        (Status.CALLABLE, "repay"): Status.CALLABLE,
        (Status.CALLABLE, "release"): Status.RELEASED,
        (Status.CALLABLE, "lapse"): Status.LAPSED,
        (Status.CALLABLE, "pay_out"): Status.PAID_OUT,
        (Status.PAID_OUT, "recover"): Status.RECOVERING,
        (Status.RECOVERING, "recover"): Status.RECOVERING,
        (Status.PAID_OUT, "close"): Status.CLOSED,
        (Status.RECOVERING, "close"): Status.CLOSED,
        (Status.CLOSED, "reopen"): Status.RECOVERING,
    },
    source="domain.md 3.16",
)
STATE_DECIDES = Rule(
    "guarantee.decided-by-the-state",
    "The State alone decides on a guarantee, as the ROM alone decides on its loan.",
    source="A16, B10",
    mend="Ask the State for the decision.",
    refusal="Only the State decides on a guarantee",
    status=403,
    audited=True,
)
FOUR_EYES = FourEyes(
    "guarantee.four-eyes",
    "Whoever asked for a guarantee or reserved it may not issue it.",
    source="domain.md 3.16; B10",
    mend="Have another officer of the State issue it.",
    refusal="You asked for this guarantee or reserved it",
)
CONTRACT_RECEIVED = Rule(
    "guarantee.contract-received",
    "A guarantee is issued on the signed contract of its loan.",
    source="domain.md 2.14, 3.16",
    mend="Have the ROM send in the contract.",
    refusal="The signed contract of the loan is not in yet",
)
AID_STANDS = Rule(
    "guarantee.aid-stands",
    "A guarantee is issued while the State-aid room for it is still reserved.",
    source="domain.md 3.24, 3.25",
    mend="Refuse this guarantee, its room is gone; with lostAt in the answer, wait for funding.",
    refusal="No State-aid room is reserved for this guarantee any more",
)
NEVER = datetime.max.replace(tzinfo=UTC)
BY_STATE = By(state=True, rule=STATE_DECIDES)
MANDATES = "guarantee-mandates"  # the regime of all decisions on a guarantee
RESERVE = (STATE_DECIDES, LIFE.rule, *years.ROOM)
ISSUE = (STATE_DECIDES, LIFE.rule, FOUR_EYES, CONTRACT_RECEIVED, AID_STANDS, *DECIDE, *years.ROOM)


def request(
    loan: Loan, terms: Terms, scheme: str, regimes: Regimes, officer: Principal, today: date
) -> Guarantee:
    """Ask the State to guarantee a part of an approved loan; everything it will cost is computed here."""
    quote = calculations.quote(loans.plan(loan), terms, loan.rating, regimes, today)
    loans.request_guarantee(loan)
    return Guarantee(
        owner=loan.owner,
        rom_code=loan.rom_code,
        loan_id=loan.id,
        kvk_number=loan.kvk_number,
        scheme=scheme,
        regime=regimes.scheme.reference,
        aid_regime=regimes.aid.reference,
        written_by=[officer.subject],
        **asdict(terms),
        **asdict(quote),
    )


@dataclass(frozen=True)
class Cover:
    """A guarantee, the loan it covers, and the scheme whose ceilings it takes."""

    guarantee: Guarantee
    loan: Loan
    scheme: GuaranteeScheme | None


def reserve(
    cover: Cover,
    regime: Regime,
    officer: Principal,
    when: Moment,
) -> list[Event]:
    """Reserve room under both ceilings and ask funding for the aid's; without aid the reservation stands.

    The contract is due on a legal date; the room is taken back on the real clock, after as many whole days.
    """
    guarantee, loan, scheme = cover.guarantee, cover.loan, cover.scheme
    status = LIFE.after(guarantee.status, "ask_aid_room" if guarantee.aid_cents else "reserve")
    year = years.reserve(scheme, guarantee.id, guarantee.guaranteed_cents, when.today)
    term = timedelta(days=regime.whole("contract_days"))
    guarantee.status, guarantee.contract_due_on = status, when.today + term
    guarantee.guarantee_year_id, guarantee.reserved_regime = year.id, regime.reference
    guarantee.reserved_by, guarantee.reserved_on = officer.subject, when.today
    guarantee.written_by = with_author(guarantee.written_by, officer)
    guarantee.lapses_at = start_of(legal_date(when.recorded_at) + term + timedelta(days=1))
    if not guarantee.aid_cents:
        loans.offer(loan, when.today + term)
        return []
    return [
        AidReservationRequested(
            guarantee_id=guarantee.id,
            loan_id=loan.id,
            kvk_number=guarantee.kvk_number,
            amount_cents=guarantee.aid_cents,
            legal_date=when.today,
            requested_at=when.at,
        )
    ]


def lapse(cover: Cover, when: Moment) -> list[Event]:
    """No contract came in time: the reservations end, unless something else happened just now."""
    guarantee, loan = cover.guarantee, cover.loan
    waiting = guarantee.status in (Status.AID_PENDING, Status.RESERVED)
    if not waiting or loan.status is LoanStatus.CONTRACTED:
        return []
    end_unissued(cover, "lapse", "expired", when)
    freed = released(guarantee, guarantee.guaranteed_cents, "expired", when.at)
    return [*aid_released(guarantee, "expired", when.at), freed]


def refuse(
    cover: Cover,
    reason: str,
    when: Moment,
) -> list[Event]:
    """The State refuses, before or after it reserved; reserved room goes back."""
    guarantee = cover.guarantee
    end_unissued(cover, "refuse", reason, when)
    return [*aid_released(guarantee, "guarantee.refused", when.at), refused(guarantee, reason, when.at)]


def issue(cover: Cover, decision: Decision, when: Moment) -> LoanGuaranteed:
    """Issue a reserved guarantee on the contract of its loan; from now on the State stands for it."""
    guarantee, loan, scheme = cover.guarantee, cover.loan, cover.scheme
    status = LIFE.after(guarantee.status, "issue")
    FOUR_EYES.require_another(decision.officer, *guarantee.written_by, guarantee.reserved_by)
    CONTRACT_RECEIVED.require(loan.status is LoanStatus.CONTRACTED, status=loan.status)
    _require_aid(guarantee, when.recorded_at)
    year = years.grant(
        scheme, guarantee.guarantee_year_id, guarantee.id, guarantee.guaranteed_cents, when.today
    )
    guarantee.status, guarantee.issued_by = status, decision.officer.subject
    guarantee.guarantee_year_id, guarantee.ends_on = year.id, years_after(when.today, guarantee.term_years)
    guarantee.deciding_body, guarantee.mandate, guarantee.mandate_regime = decision.named
    guarantee.issued_on, guarantee.issued_on_record = when.today, legal_date(when.recorded_at)
    guarantee.premium_next_on = quarter_from(when.today)
    days = Days(when.today, when.today)
    exposure.become(guarantee, guarantee.guaranteed_cents, "guarantee.issue", days, str(guarantee.id))
    return LoanGuaranteed(
        rom_code=guarantee.rom_code,
        guarantee_id=guarantee.id,
        loan_id=loan.id,
        kvk_number=guarantee.kvk_number,
        project_id=loan.project_id,
        principal_cents=loan.principal_cents,
        guarantee_percent=guarantee.guarantee_percent,
        guaranteed_cents=guarantee.guaranteed_cents,
        premium_percent=guarantee.premium_percent,
        aid_cents=guarantee.aid_cents,
        scheme=guarantee.scheme,
        regime=guarantee.regime,
        issued_on=when.today,
        issued_at=when.at,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )


def _require_aid(guarantee: Guarantee, recorded_at: datetime) -> None:
    """Refuse to issue on room that is gone, or that funding, restored, has not confirmed anew."""
    AID_STANDS.require(recorded_at < (guarantee.aid_expires_at or NEVER), expired_at=guarantee.aid_expires_at)
    AID_STANDS.require(guarantee.aid_lost_at is None, lost_at=guarantee.aid_lost_at)


def end_unissued(cover: Cover, event: str, reason: str, when: Moment) -> None:
    """End a guarantee that was never issued: its room goes back, and the loan goes on without it."""
    guarantee, loan, scheme = cover.guarantee, cover.loan, cover.scheme
    status = LIFE.after(guarantee.status, event)
    loans.lose_guarantee(loan)
    guarantee.status = status
    guarantee.ended_at, guarantee.end_reason = when.at, reason
    years.give_back(scheme, guarantee.guarantee_year_id, guarantee.id, guarantee.guaranteed_cents, when.today)


def let_go(cover: Cover, days: Days) -> int:
    """The State stands for nothing more of a loan from a day on; how much became free, in cents.

    Only the exposure ceiling has room again; the year's production is not refilled (domain.md 3.22).
    """
    guarantee = cover.guarantee
    assert cover.scheme is not None  # noqa: S101 - every guarantee was reserved in a year of a scheme
    freed = exposure.become(guarantee, 0, "guarantee.end", days, str(guarantee.id))
    guarantee.current_guaranteed_cents = 0
    years.let_go(cover.scheme, guarantee.guarantee_year_id, guarantee.id, freed, days)
    return freed


def end_issued(cover: Cover, event: str, reason: str, when: Moment) -> GuaranteeReleased:
    """An issued guarantee ends for a reason, today."""
    guarantee = cover.guarantee
    guarantee.status = LIFE.after(guarantee.status, event)
    guarantee.ended_at, guarantee.end_reason = when.at, reason
    return released(guarantee, let_go(cover, Days(when.today, when.today)), reason, when.at)


def aid_released(guarantee: Guarantee, reason: str, at: datetime) -> list[Event]:
    if guarantee.reserved_by is None or not guarantee.aid_cents:
        return []
    return [
        AidReservationReleased(
            guarantee_id=guarantee.id, kvk_number=guarantee.kvk_number, reason=reason, released_at=at
        )
    ]


def refused(guarantee: Guarantee, reason: str, at: datetime) -> GuaranteeRefused:
    return GuaranteeRefused(
        rom_code=guarantee.rom_code,
        guarantee_id=guarantee.id,
        loan_id=guarantee.loan_id,
        reason=reason,
        refused_at=at,
    )


def released(guarantee: Guarantee, cents: int, reason: str, at: datetime) -> GuaranteeReleased:
    """What the ROM is told when a guarantee ended; `cents` is the exposure that became free."""
    return GuaranteeReleased(
        rom_code=guarantee.rom_code,
        guarantee_id=guarantee.id,
        loan_id=guarantee.loan_id,
        released_cents=cents,
        reason=reason,
        released_at=at,
    )
