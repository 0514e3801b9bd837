"""Whether new de minimis aid to a single undertaking fits, and how its room runs from day to day (O6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.funding.state_aid.de_minimis import equivalents, undertakings
from services.funding.state_aid.de_minimis.undertakings import Change, Epoch, Given, Link, Member, epochs
from services.funding.state_aid.state_aid.models import Basis
from services.funding.state_aid.state_aid.rooms import ROOMS, Regimes, Told, room, used
from shared.kernel.calendar import years_after, years_before
from shared.kernel.regimes import Regime

DE_MINIMIS = (*undertakings.UNDERTAKINGS, *equivalents.EQUIVALENT)
ROUNDING = (
    "A gross grant equivalent is rounded half up once; aid that a split divides goes by largest remainder."
)


@dataclass(frozen=True)
class History:
    """What aid firms had, who decides about whom, what merged and split, with its place in the request."""

    given: Sequence[Given]
    links: Sequence[Link]
    changes: Sequence[tuple[str, Change]]


@dataclass(frozen=True)
class Asked:
    """New aid to a firm on a day, in cents: its gross grant equivalent."""

    firm: str
    granted_on: date
    amount_cents: int
    basis: Basis


@dataclass(frozen=True)
class Window:
    """The window that ends on a day: what its undertaking had in it, what was most, and what it has left."""

    on: date
    used_cents: int
    ceiling_cents: int
    left_cents: int
    regime: str
    is_granted: bool


@dataclass(frozen=True)
class Room:
    """What may be granted from a day until the next, so that no later window is passed either."""

    from_on: date
    used_cents: int
    ceiling_cents: int
    room_cents: int
    regime: str


@dataclass(frozen=True)
class Weighed:
    """The answer: the aid, the room on its day and those after, and who and what was counted."""

    asked: Asked
    members: list[Member]
    counted: list[Given]
    days: list[Room]

    @property
    def outcome(self) -> str:
        """All of it, or none (DM-3)."""
        return "FITS" if self.asked.amount_cents <= self.days[0].room_cents else "REFUSED"

    @property
    def fits_from(self) -> date | None:
        """The first day on which it would fit whole, as far as is known now."""
        fitting = (day.from_on for day in self.days if self.asked.amount_cents <= day.room_cents)
        return next(fitting, None)


def days_of(asked: Asked, history: History, regime: Regime) -> list[date]:
    """The days on which the room may change, from that of the new aid until all that is known has left."""
    first, years = asked.granted_on, regime.whole("window_years")
    found = {first}
    for given in history.given:
        leaves = years_after(given.granted_on, years)
        found |= {given.granted_on, leaves + timedelta(days=1), leaves + timedelta(days=2)}
    for link in history.links:
        found |= {link.from_on or first, (link.until_on or first) + timedelta(days=1)}
    found |= {change.on for _, change in history.changes}
    found.add((regime.valid_until or first) + timedelta(days=1))
    return sorted(day for day in found if day >= first)


def weigh(asked: Asked, history: History, regimes: Regimes) -> Weighed:
    """Whether new aid fits in the window of its day and in every later one that it counts in."""
    known = epochs(history.given, history.links, history.changes)
    now = _epoch(known, asked.granted_on)
    undertakings.FIRM_THERE.require(asked.firm not in now.gone, location="/new/firm")
    windows = list(_windows(asked, history, known, regimes))
    years = regimes.of(asked.basis)[asked.granted_on].whole("window_years")
    members = now.members(asked.firm, asked.granted_on)
    names, first = {each.firm for each in members}, years_before(asked.granted_on, years)
    counted = [
        each
        for each in now.given
        if each.firm in names
        and first <= each.granted_on <= asked.granted_on
        and each.basis in ROOMS[asked.basis]
    ]
    return Weighed(asked, members, counted, _rooms(windows, years))


def _windows(asked: Asked, history: History, known: Sequence[Epoch], regimes: Regimes) -> Iterator[Window]:
    """The window of each day, for the firm that the asking one is by then; until it is split up, or no
    regulation is known."""
    changes = [change for _, change in history.changes]
    for day, regime in regimes.of(asked.basis).items():
        firm = undertakings.successor(asked.firm, changes, asked.granted_on, day)
        if firm is None or not regime.covers(day):
            return
        epoch = _epoch(known, day)
        names = {each.firm for each in epoch.members(firm, day)}
        aid = [Told(each.basis, each.amount_cents, each.granted_on) for each in _together(epoch, names)]
        yield Window(
            day,
            used(aid, day, regime, ROOMS[asked.basis]),
            regime.whole("ceiling_cents"),
            room(asked.basis, aid, regimes.on([day])),
            regime.reference,
            any(each.counts_from == day for each in aid),
        )


def _together(epoch: Epoch, names: set[str]) -> list[Given]:
    """Aid of a single undertaking, what was granted on one day on one basis together."""
    sums: dict[tuple[date, Basis], int] = {}
    for each in epoch.given:
        if each.firm in names:
            key = each.granted_on, each.basis
            sums[key] = sums.get(key, 0) + each.amount_cents
    return [Given("", day, cents, basis) for (day, basis), cents in sums.items()]


def _rooms(windows: Sequence[Window], years: int) -> list[Room]:
    """The room of each day, which is the least that any window leaves in which its aid would count."""
    found: list[Room] = []
    for number, window in enumerate(windows):
        last = years_after(window.on, years)
        later = [each.left_cents for each in windows[number + 1 :] if each.is_granted and each.on <= last]
        left = min([window.left_cents, *later])
        now = Room(window.on, window.used_cents, window.ceiling_cents, left, window.regime)
        if not found or _figures(found[-1]) != _figures(now):
            found.append(now)
    return found


def _figures(room_of: Room) -> tuple[int, int, int]:
    return room_of.used_cents, room_of.ceiling_cents, room_of.room_cents


def _epoch(known: Sequence[Epoch], on: date) -> Epoch:
    return next(each for each in reversed(known) if each.from_on <= on)
