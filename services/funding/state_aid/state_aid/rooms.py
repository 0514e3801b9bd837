"""How much room the ceilings on de minimis aid leave an undertaking, in every window (DM-1, DM-5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.funding.state_aid.state_aid.models import AidEntry, Basis, Status
from shared.kernel.calendar import years_before
from shared.kernel.regimes import Regime

DE_MINIMIS, SGEI = "de-minimis", "de-minimis-sgei"
# what counts in the room of aid: services of general economic interest have more, in which all de minimis
# aid counts, so whoever has much of theirs has less of the general room too (Regulation 2023/2832, art. 5)
ROOMS = {Basis.DE_MINIMIS: (Basis.DE_MINIMIS,), Basis.SGEI: (Basis.DE_MINIMIS, Basis.SGEI)}


@dataclass(frozen=True)
class Told:
    """Aid that is told in a calculation, and is not in the register."""

    basis: Basis
    amount_cents: int
    counts_from: date
    status: Status = Status.GRANTED


Aid = AidEntry | Told


@dataclass(frozen=True)
class Regimes:
    """For each of `dates_to_check`, the asked date first: the versions in force, else the last ones known."""

    general: Mapping[date, Regime]
    sgei: Mapping[date, Regime]

    def of(self, basis: Basis) -> Mapping[date, Regime]:
        """The versions that aid on this basis falls under."""
        return self.sgei if basis is Basis.SGEI else self.general

    def on(self, dates: Sequence[date]) -> "Regimes":
        """The same for some of the dates."""
        return Regimes({day: self.general[day] for day in dates}, {day: self.sgei[day] for day in dates})


def dates_to_check(entries: Sequence[Aid], on: date) -> list[date]:
    """The dates whose windows aid granted `on` may fall in: that date, and those of every later grant."""
    return [
        on,
        *sorted({e.counts_from for e in entries if e.status is Status.GRANTED and e.counts_from > on}),
    ]


def used(entries: Sequence[Aid], on: date, regime: Regime, bases: Sequence[Basis]) -> int:
    """Aid on these bases in the window that ends `on`, both ends included (D7), and all that is reserved."""
    first = years_before(on, regime.whole("window_years"))
    counting = (
        entry.amount_cents
        for entry in entries
        if entry.basis in bases and (entry.status is Status.RESERVED or _granted_within(entry, first, on))
    )
    return sum(counting)


def _granted_within(entry: Aid, first: date, last: date) -> bool:
    return entry.status is Status.GRANTED and first <= entry.counts_from <= last


def room(basis: Basis, entries: Sequence[Aid], regimes: Regimes) -> int:
    """What may still be granted on the first of the dates, so that no window that it falls in is passed."""
    in_sgei = _left(entries, regimes.sgei, ROOMS[Basis.SGEI])
    on, sgei = next(iter(regimes.sgei.items()))
    if basis is Basis.SGEI:
        return in_sgei
    general = _left(entries, regimes.general, ROOMS[Basis.DE_MINIMIS])
    return min(general, in_sgei) if sgei.covers(on) else general


def _left(entries: Sequence[Aid], regimes: Mapping[date, Regime], bases: Sequence[Basis]) -> int:
    """The least that any window has left.

    Nothing on a date that no regulation covers. A window that ends on such a date has the last ceiling known:
    aid was booked there as a fact.
    """
    on, in_force = next(iter(regimes.items()))
    if not in_force.covers(on):
        return 0
    return min(
        max(regime.whole("ceiling_cents") - used(entries, day, regime, bases), 0)
        for day, regime in regimes.items()
        if years_before(day, regime.whole("window_years")) <= on
    )
