"""A loan as its days pass: interest runs, instalments fall due; every figure is exact until it is posted."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from services.loans.lending.schedules import arrears, fees, instalments
from services.loans.lending.schedules.allocation import pay, still_open
from services.loans.lending.schedules.day_counts import Period, Ticks, ticks
from services.loans.lending.schedules.due_dates import MONTHS, DueDates
from services.loans.lending.schedules.facts import Fact
from services.loans.lending.schedules.rates import MILLIONTHS, Rates
from services.loans.lending.schedules.rounding import Units, cents, to_unit
from services.loans.lending.schedules.rows import Demand, Posting, Row, RowKind, RowStatus
from services.loans.lending.schedules.terms import (
    Amortisation,
    BearsOn,
    InGrace,
    LevelBy,
    Mode,
    Part,
    Terms,
)
from shared.kernel.rules import Rule

REPAYS = Rule(
    "schedule.instalment-repays",
    "A fixed instalment is more than the interest of its period, so that the loan ends.",
    source="domain.md 2.17",
    mend="Raise repayment.instalmentCents, or choose another way of repaying.",
    refusal="The fixed instalment never repays the loan",
)
CENTS_MOST = 10**18  # beyond every loan, and within the numbers of 64 bits
REACH = Rule(
    "schedule.amounts-in-reach",
    "The amounts of a schedule stay within what a number of 64 bits holds.",
    source="/core/numbers",
    mend="Lower the principal, the rate or the number of periods in which interest is added to principal.",
    refusal="The amounts of the schedule grow beyond all measure",
)


class Loan:
    """Where a loan stands. `undue` is the principal that has not fallen due; `ran` the interest since the
    last due day, exact; `agreed` the instalment, or its principal, until something makes it `stale`."""

    def __init__(self, terms: Terms, facts: Iterable[Fact], told_until: date | None, paid_until: date | None):
        self.terms, self.told_until, self.paid_until = terms, told_until, paid_until
        self.dates, self.rates = DueDates(terms), Rates(terms.interest, terms.starts_on, facts)
        self.pik_rate = int(terms.interest.pik_percent * MILLIONTHS)
        self.kind, self.stated = terms.repayment.kind, terms.repayment.instalment_cents
        self.day, self.index = terms.starts_on, 0
        self.last = (terms.repayment.instalments or instalments.TERM_PERIODS_MAX) - 1
        if terms.repayment.own:
            self.last = len(terms.repayment.own) - 1
        self.grace, self.rests = terms.repayment.grace_of_principal, terms.repayment.grace_of_interest
        self.in_grace = terms.repayment.interest_in_grace
        self.undue = self.drawn = self.original = self.held = self.carried = 0
        self.lost: dict[Part, int] = {}  # what was written off and did not come in yet
        self.more_for = self.ahead = self.agreed = self.to_come = self.shift = self.levelled_at = 0
        self.scale = Fraction(1)
        self.ran: Units = 0
        self.pik: Units = 0
        self.committed: Units = 0
        self.stale, self.bearing = True, True
        self.demands: list[Demand] = []
        self.rows: list[Row] = []
        self.postings: list[Posting] = []
        self.flows: list[tuple[date, int]] = []

    @property
    def open_principal(self) -> int:
        """Principal that fell due and was not paid."""
        return sum(demand.open[Part.PRINCIPAL] for demand in self.demands)

    def base(self) -> int:
        """The principal on which interest runs."""
        if not self.bearing or (self.in_grace is InGrace.FREE and self.index < self.rests):
            return 0
        if self.kind is Amortisation.FLAT:
            return self.original if self.undue else 0
        if self.terms.interest.bears_on is BearsOn.SCHEDULED or not self.demands:
            return self.undue
        told = self.told_until is not None and self.day <= self.told_until
        return self.undue + (self.open_principal if told else 0)

    def accrue(self, to: date, period: Period | None = None) -> None:
        """Let interest run up to a day within the period."""
        if to <= self.day:
            return
        period, base = period or self.dates[self.index], self.base()
        if base:
            if to == period.ends_on and self.day == period.starts_on and self.rates.single is not None:
                self.ran += base * self.rates.single * self.dates.whole[self.index]
            else:
                for first, last, rate in self.rates.between(self.day, to):
                    self.ran += base * rate * self._passed(first, last, period)
            if self.pik_rate:
                self.pik += base * self.pik_rate * self._passed(self.day, to, period)
        if self.demands:
            arrears.run_late(self.demands, self.terms.late, self.day, to, period)
        if self.to_come:
            count = self.terms.interest.day_count
            self.committed += fees.commitment(self.terms.fees, self.to_come, count, self.day, to, period)
        self.day = to

    def _passed(self, first: date, last: date, period: Period) -> Ticks:
        count = self.terms.interest.day_count
        whole = ticks(count, period.starts_on, last, period)
        return whole - ticks(count, period.starts_on, first, period) if first > period.starts_on else whole

    def more(self) -> bool:
        """Whether another instalment falls due."""
        if self.index <= self.last:
            return bool(self.undue or self.ran or self.carried or self.to_come)
        ends = self.dates[self.index].ends_on
        return bool(self.base() and self.told_until is not None and ends <= self.told_until)

    def reopen(self) -> None:
        """What is paid out after the last instalment comes back with one more."""
        REACH.require(self.undue < CENTS_MOST)
        if self.undue and self.index > self.last:
            self.last = self.index

    def advance(self, day: date) -> None:
        """Let everything fall due up to a day, that day included, and interest run to it."""
        while self.more() and self.dates[self.index].ends_on <= day:
            self.fall_due()
        self.accrue(day)

    def fall_due(self) -> None:
        """The next instalment falls due."""
        period = self.dates[self.index]
        self.accrue(period.ends_on, period)
        row = Row(RowKind.INSTALMENT, period.due_on, self.undue, period.number, period.starts_on)
        if self.pik_rate and self._adds_pik():
            self._capitalise(row, cents(self.pik))
            self.pik = 0
        own = cents(self.ran, self.terms.rounding.interest)
        principal = self._principal(own)
        self.ran = 0
        row.interest_cents = own if not (self.rests or self.carried) else self._interest(row, own)
        if self.index >= self.last:
            principal = self.undue
        self.undue -= principal
        row.principal_cents = principal
        self.index += 1
        if self.terms.fees:
            row.costs_cents = self._fees(row)
        self.ask(row)

    def _adds_pik(self) -> bool:
        every = max(MONTHS.get(self.terms.interest.pik_every, 1) // (self.dates.months or 1), 1)
        return (self.index + 1) % every == 0 or self.index >= self.last

    def _capitalise(self, row: Row, amount_cents: int) -> None:
        if amount_cents:
            self.undue += amount_cents
            REACH.require(self.undue < CENTS_MOST)
            row.capitalised_cents += amount_cents
            self.stale = True

    def _interest(self, row: Row, own: int) -> int:
        """What of the interest is due: in grace it is carried on or becomes principal."""
        if self.index < self.rests and self.index < self.last:
            if self.in_grace is InGrace.CAPITALISED:
                self._capitalise(row, own)
            else:
                self.carried += own
            return 0
        carried, self.carried = self.carried, 0
        return own + carried

    def _principal(self, interest: int) -> int:
        if self.index >= self.last:
            return self.undue
        if self.index < self.grace or self.index < self.rests or self.kind is Amortisation.BULLET:
            return 0
        if self.stale or self.rates.single is None:
            self.agree()
        most = max(self.undue - self.terms.repayment.balloon_cents, 0)
        principal = max(min(self._wanted(interest), most), 0)
        if self.kind is Amortisation.FIXED:
            REPAYS.require(principal > 0 or not most)
        if not self.ahead:
            return principal
        used = min(self.ahead, principal)
        self.ahead -= used
        return principal - used

    def _wanted(self, interest: int) -> int:
        if instalments.repays_by_total(self.kind):
            return self.agreed - interest
        if self.kind is Amortisation.OWN:
            place = self.index - self.shift
            if not 0 <= place < len(self.terms.repayment.own):
                return 0
            own = self.terms.repayment.own[place]
            if own.principal_cents is None:
                return (own.instalment_cents or 0) - interest
            return to_unit(own.principal_cents * self.scale, self.terms.rounding.unit_cents, Mode.HALF_UP)
        self.more_for -= 1
        return self.agreed + self.terms.rounding.unit_cents * (self.more_for >= 0)

    def agree(self) -> None:
        """Set the instalment anew after something changed; the interest of this period counts whole."""
        rate, repayment = self._rate(), self.terms.repayment
        if not self.stale and rate == self.levelled_at:
            return
        self.stale, self.levelled_at = False, rate
        first = max(self.index, self.grace, self.rests)
        count, left = max(self.last - first + 1, 1), repayment.balloon_cents
        if self.kind in (Amortisation.LINEAR, Amortisation.FLAT):
            rest = max(self.undue - left, 0)
            self.agreed = repayment.principal_cents or instalments.share(rest, count, self.terms.rounding)
            self.more_for = instalments.sharing(rest, count, self.agreed, self.terms)
        elif instalments.repays_by_total(self.kind):
            self.agreed = self.stated or self._level(rate, first, count, left)
        elif self.kind is Amortisation.OWN:
            rest = sum(own.principal_cents or 0 for own in repayment.own[max(first - self.shift, 0) :])
            self.scale = Fraction(self.undue, rest) if rest else Fraction(1)

    def _rate(self) -> int:
        """The rate that an instalment is set by: one that starts on its due day is for those after it."""
        if self.rates.single is not None:
            return self.rates.single
        ends = self.dates[self.index].ends_on
        return self.rates.agreed(self.day - timedelta(days=1) if self.day == ends else self.day)

    def _level(self, rate: int, first: int, count: int, left: int) -> int:
        rounding = self.terms.rounding
        if self.terms.repayment.level_by is LevelBy.PERIODS:
            return instalments.nominal(self.undue, rate * self.dates.full, count, left, rounding)
        period = self.dates[self.index]
        ran = self.ran + self.base() * rate * self._passed(self.day, period.ends_on, period)
        growth = [rate * whole for whole in self.dates.lengths(first + 1, self.last)]
        return instalments.level(self.undue, ran, growth, left, rounding)

    def _fees(self, row: Row) -> int:
        """The fees that fall due with an instalment, after its principal was taken off."""
        found, self.committed = cents(self.committed), 0
        found += fees.with_instalment(self.terms.fees, row, self.terms.principal_cents)
        ended = not self.undue and not self.to_come
        return found + (fees.at_end(self.terms.fees, self.drawn) if ended else 0)

    def ask(self, row: Row) -> None:
        """Ask for what a row holds; after the last fact it is taken to be paid when it is due."""
        row.closing_cents = self.undue
        self.rows.append(row)
        due_on = row.due_on
        on_time = self.told_until is None or due_on > self.told_until
        on_time = on_time or (self.paid_until is not None and due_on <= self.paid_until)
        if on_time and not self.held:
            self.flows.append((due_on, row.due_cents))
            return
        row.status = RowStatus.DUE
        demand = arrears.demand(row)
        self.demands.append(demand)
        if self.held:
            self.held -= sum(self.pay_open(self.held, row.due_on).values())
        if on_time:
            self.flows.append((row.due_on, demand.total_cents))
            row.status = RowStatus.PLANNED
            self.demands = [each for each in self.demands if each is not demand]

    def pay_open(self, amount_cents: int, on: date) -> dict[Part, int]:
        """Pay what is open; how much of the amount went to which part."""
        found = pay(self.demands, amount_cents, self.terms.allocation, on)
        self.demands = still_open(self.demands)
        return found

    def post(
        self, kind: str, reference: str | None, amount_cents: int, went: dict[Part, int], held: int = 0
    ) -> None:
        """Put on the list what a fact did."""
        self.postings.append(
            Posting(
                self.day,
                kind,
                reference,
                amount_cents,
                principal_cents=went.get(Part.PRINCIPAL, 0),
                interest_cents=went.get(Part.INTEREST, 0),
                costs_cents=went.get(Part.COSTS, 0),
                penalty_cents=went.get(Part.PENALTY, 0),
                held_cents=held,
                balance_cents=self.undue + self.open_principal,
            )
        )
