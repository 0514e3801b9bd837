"""What is settled of an award (vaststelling), on which grounds it is lower, and the balance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from services.funding.settlement.settlements.costs import (
    ARTICLES,
    FOUND,
    Declared,
    Kind,
    LowerGround,
    require_found,
)
from shared.kernel.calendar import end_of_term
from shared.kernel.money import round_half_up, share_of, split
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

METHOD_FITS = Rule(
    "settlement.method-fits",
    "A settlement says what its method settles on, and nothing that belongs to another method.",
    source="domain.md 2.2 (USK)",
    mend="Send the fields that the answer names for this method, and leave the others out.",
    refusal="The settlement does not say what its method settles on",
)
BUDGET_KNOWN = Rule(
    "settlement.budget-known",
    "A scheme that asks for a part of the budget to be realised needs to know the budget.",
    source="domain.md 2.7 (O20), 2.6",
    mend="Send budgetCents, the eligible costs of the award.",
    refusal="The budget of the award is not known",
)
AGREES = Rule(
    "settlement.financiers-agree",
    "What the financiers awarded and paid together is the award and its advances.",
    source="domain.md 3.26",
    mend="Make the sums in the answer agree.",
    refusal="The financiers did not award or pay what was awarded or advanced",
)
SETTLE = (METHOD_FITS, BUDGET_KNOWN, AGREES, FOUND)
USK = "settlement-usk"
ROUNDING = "Half up once a grant; caps down; financiers by largest remainder of what they awarded."
ACCOUNTS = {1: "ON_REQUEST", 2: "PERFORMANCE_REPORT", 3: "FINANCIAL_REPORT_WITH_AUDITOR"}


class Method(StrEnum):
    """What is settled on: costs made, performance, or a sum for what was done."""

    COSTS = "COSTS"
    PERFORMANCE = "PERFORMANCE"
    LUMP_SUM = "LUMP_SUM"


class Below(StrEnum):
    """What follows where less of the budget was realised than a scheme asks."""

    NOTHING = "NOTHING"
    NIL = "NIL"
    LOWER_RATE = "LOWER_RATE"


@dataclass(frozen=True)
class Cut:
    """A deduction from the grant on a ground of Awb 4:46(2): a percentage of it, or a sum."""

    ground: LowerGround
    percent: Decimal | None = None
    amount_cents: int | None = None


@dataclass(frozen=True)
class Share:
    """What one financier awarded and paid, in cents."""

    code: str
    awarded_cents: int
    paid_cents: int = 0


@dataclass(frozen=True)
class Account:
    """What is settled: the award, what was declared or done, who else paid, and what was advanced."""

    award_cents: int
    method: Method = Method.COSTS
    rate_percent: Decimal | None = None
    budget_cents: int | None = None
    cost_maximum_cents: int | None = None
    costs: Sequence[Declared] = ()
    units_agreed: Decimal | None = None
    units_realised: Decimal | None = None
    done_percent: Decimal | None = None
    others_cents: int | None = None
    cuts: Sequence[Cut] = ()
    good_grounds: bool = False
    advances_cents: int = 0
    financiers: Sequence[Share] = ()


@dataclass(frozen=True)
class Lowered:
    """By how much the grant was lowered on a ground, and to what, in cents."""

    ground: LowerGround
    article: str | None
    amount_cents: int
    grant_cents: int


@dataclass(frozen=True)
class Balance:
    """What a financier settles, and pays or claims back, in cents."""

    code: str
    settled_cents: int
    paid_cents: int
    to_pay_cents: int
    reclaim_cents: int


@dataclass(frozen=True)
class Settlement:
    """The figures of a settlement, in cents, with every step that lowered it."""

    declared_cents: int
    rejected_cents: int
    doubtful_cents: int
    accepted_cents: int
    realised_percent: Decimal | None
    settled_cents: int
    doubtful_grant_cents: int
    lowered: list[Lowered]
    balances: list[Balance]
    to_pay_cents: int
    reclaim_cents: int

    @property
    def hearing_needed(self) -> bool:
        """Whether the recipient is heard before the decision (Awb 4:12, 4:46(2))."""
        return any("4:46(2)" in (each.article or "") for each in self.lowered)


def settle(account: Account, regime: Regime) -> Settlement:
    """Settle an award: what its method comes to, lowered ground by ground, and the balance with advances."""
    _require_fits(account)
    require_found(account.costs)
    lowered = _grant(account, regime)
    settled = lowered[-1].grant_cents if lowered else account.award_cents
    later = _grant(replace(account, costs=[_without_doubt(line) for line in account.costs]), regime)
    accepted = sum(line.accepted_cents for line in account.costs)
    budget = account.budget_cents
    balances = _balances(account, settled)
    return Settlement(
        declared_cents=sum(line.declared_cents for line in account.costs),
        rejected_cents=sum(line.found(Kind.REJECTED) for line in account.costs),
        doubtful_cents=sum(line.found(Kind.DOUBTFUL) for line in account.costs),
        accepted_cents=accepted,
        realised_percent=None if budget is None else share_of(accepted, budget),
        settled_cents=settled,
        doubtful_grant_cents=(later[-1].grant_cents if later else account.award_cents) - settled,
        lowered=lowered,
        balances=balances,
        to_pay_cents=max(settled - account.advances_cents, 0),
        reclaim_cents=max(account.advances_cents - settled, 0),
    )


def arrangement(award_cents: int, usk: Regime) -> int:
    """Which arrangement (arrangement) of the national framework an award falls in (O36)."""
    bounds = (usk.whole("performance_from_cents"), usk.whole("costs_from_cents"))
    return 1 + sum(award_cents >= bound for bound in bounds)


def due_on(published_on: date | None, usk: Regime) -> date | None:
    """The last day of payment after the decision was published (Awb 4:87)."""
    if published_on is None:
        return None
    return end_of_term(published_on, weeks=usk.whole("pay_weeks"))


def _grant(account: Account, regime: Regime) -> list[Lowered]:
    """Every step by which the grant gets below the award, in their order."""
    steps = _Steps(account.award_cents)
    accepted = sum(line.accepted_cents for line in account.costs)
    if account.cost_maximum_cents is not None:
        accepted = min(accepted, account.cost_maximum_cents)
    if account.method is Method.COSTS:
        rate = _rate(account, regime)
        steps.to(round_half_up(accepted * rate), LowerGround.COST_LOWER)
        _realised(steps, account, accepted, regime)
        _others(steps, account, accepted, rate)
    elif account.method is Method.PERFORMANCE:
        done = min(Fraction(account.units_realised or 0) / Fraction(account.units_agreed or 1), Fraction(1))
        steps.to(round_half_up(account.award_cents * done), LowerGround.NOT_DONE)
    else:
        done = min(Fraction(account.done_percent or 0) / 100, Fraction(1))
        steps.to(round_half_up(account.award_cents * done), LowerGround.NOT_DONE)
    whole = steps.grant_cents
    for cut in account.cuts:
        off = round_half_up(whole * Fraction(cut.percent or 0) / 100) + (cut.amount_cents or 0)
        steps.to(max(steps.grant_cents - off, 0), cut.ground)
    return steps.found


class _Steps:
    """What is left of a grant, and what lowered it."""

    def __init__(self, grant_cents: int) -> None:
        self.grant_cents = grant_cents
        self.found: list[Lowered] = []

    def to(self, cents: int, ground: LowerGround) -> None:
        """Lower the grant to an amount on a ground, where it is more."""
        if cents < self.grant_cents:
            off, self.grant_cents = self.grant_cents - cents, cents
            self.found.append(Lowered(ground, ARTICLES.get(ground), off, cents))


def _realised(steps: _Steps, account: Account, accepted: int, regime: Regime) -> None:
    """Below the part of the budget that the scheme asks: nil, a lower rate, or in proportion."""
    below = Below(regime.text("below"))
    if below is Below.NOTHING:
        return
    budget = BUDGET_KNOWN.present(account.budget_cents or None, location="/budgetCents")
    if Fraction(accepted * 100, budget) >= Fraction(regime.percent("realised_percent_min")):
        return
    if below is Below.LOWER_RATE:
        lower = Fraction(regime.percent("below_rate_percent")) / 100
        steps.to(round_half_up(accepted * lower), LowerGround.REALISED_TOO_LITTLE)
    elif not account.good_grounds:
        steps.to(0, LowerGround.REALISED_TOO_LITTLE)


def _others(steps: _Steps, account: Account, accepted: int, rate: Fraction) -> None:
    """What others really paid: with less of it the ratio falls, with more of it less is left to pay."""
    if account.others_cents is None:
        return
    steps.to(max(accepted - account.others_cents, 0), LowerGround.PAID_BY_OTHERS)
    if rate < 1:
        steps.to(floor(account.others_cents * rate / (1 - rate)), LowerGround.COFUNDING_SHORT)


def _rate(account: Account, regime: Regime) -> Fraction:
    if account.rate_percent is not None:
        return Fraction(account.rate_percent) / 100
    return Fraction(regime.whole("rate_numerator"), regime.whole("rate_denominator"))


def _without_doubt(line: Declared) -> Declared:
    return replace(line, findings=[each for each in line.findings if each.kind is not Kind.DOUBTFUL])


def _balances(account: Account, settled: int) -> list[Balance]:
    shares = account.financiers
    if not shares:
        return []
    awarded, paid = (sum(getattr(each, name) for each in shares) for name in ("awarded_cents", "paid_cents"))
    agrees = (awarded, paid) == (account.award_cents, account.advances_cents)
    AGREES.require(agrees, location="/financiers", awarded_cents=awarded, paid_cents=paid)
    ordered = sorted(shares, key=lambda each: each.code)
    parts = split(settled, [each.awarded_cents for each in ordered])
    return [
        Balance(e.code, part, e.paid_cents, max(part - e.paid_cents, 0), max(e.paid_cents - part, 0))
        for e, part in zip(ordered, parts, strict=True)
    ]


NEEDS = {
    Method.COSTS: {"costs"},
    Method.PERFORMANCE: {"units_agreed", "units_realised"},
    Method.LUMP_SUM: {"done_percent"},
}
OF_METHODS = {name for needed in NEEDS.values() for name in needed}
OF_COSTS = {"costs", "others_cents", "cost_maximum_cents", "rate_percent"}


def _require_fits(account: Account) -> None:
    said = {name for name in OF_METHODS | OF_COSTS if getattr(account, name) not in (None, (), [])}
    needed = NEEDS[account.method]
    may = OF_COSTS if account.method is Method.COSTS else set()
    fits = needed <= said <= needed | may and account.units_agreed != 0
    METHOD_FITS.require(fits, location="/method", method=account.method, needs=sorted(needed))
    for place, cut in enumerate(account.cuts):
        one = (cut.percent is None) != (cut.amount_cents is None)
        METHOD_FITS.require(one, location=f"/deductions/{place}", needs=["percent or amountCents"])
