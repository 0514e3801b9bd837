"""What a changed payment plan makes to pay, hold or claim back, when some was paid (O20a)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from shared.kernel.money import split
from shared.kernel.rules import Rule

CLAIMED = Rule(
    "delta.claimed-of-paid",
    "What was claimed back before is at most what was paid.",
    source="AWB-23; domain.md 3.14",
    mend="Correct what was paid or claimed where the cents in the answer were paid.",
    refusal="More was claimed back than was paid",
)
DELTA = (CLAIMED,)
ROUNDING = (
    "None: whole cents are added and taken off; what is set off between categories goes by largest remainder."
)
Key = tuple[str, str]


class Netting(StrEnum):
    """Between which lines what is to pay is set off against what is claimed back (AWB-23)."""

    NONE = "NONE"
    FINANCIER = "FINANCIER"
    ALL = "ALL"


@dataclass(frozen=True)
class Booked:
    """What was paid or claimed back before, in cents, by financier and category."""

    financier: str
    category: str
    amount_cents: int


@dataclass(frozen=True)
class Planned(Booked):
    """What a plan pays on a day."""

    due_on: date


B = TypeVar("B", bound=Booked)


@dataclass(frozen=True)
class Hold:
    """Payments that wait, and why: of a financier, a category, both, or all."""

    reason: str
    financier: str | None = None
    category: str | None = None

    def holds(self, key: Key) -> bool:
        """Whether payments of a financier and category wait."""
        return self.financier in (None, key[0]) and self.category in (None, key[1])


@dataclass(frozen=True)
class Situation:
    """Two plans, and what happened under the first."""

    on: date
    before: Sequence[Planned]
    after: Sequence[Planned]
    paid: Sequence[Booked] = ()
    claims: Sequence[Booked] = ()
    holds: Sequence[Hold] = ()
    netting: Netting = Netting.NONE
    set_off: bool = True


@dataclass(frozen=True)
class Later:
    """A payment still to come, with what is taken off it for what was paid too soon, in cents."""

    due_on: date
    planned_cents: int
    withheld_cents: int
    amount_cents: int


@dataclass(frozen=True)
class Line:
    """What changes for a financier and category, in cents.

    Always: paid - claimed + set off + netted + pay now + held + later - reclaim = after.
    """

    financier: str
    category: str
    before_cents: int
    after_cents: int
    paid_cents: int
    claimed_cents: int
    due_cents: int
    set_off_cents: int
    netted_cents: int
    pay_now_cents: int
    held_cents: int
    hold_reason: str | None
    reclaim_cents: int
    withheld_cents: int
    later: list[Later] = field(default_factory=list)

    @property
    def change_cents(self) -> int:
        """What the new plan pays more, or less."""
        return self.after_cents - self.before_cents

    @property
    def later_cents(self) -> int:
        """What is still to come."""
        return sum(each.amount_cents for each in self.later)


def delta(found: Situation) -> list[Line]:
    """A line for each financier and category of either plan, in their order.

    What fell due under the new plan and was not paid is paid now, first against claims that are open. What
    was paid too soon is taken off what comes next; only what is above the whole new plan is claimed back.
    """
    booked = (*found.paid, *found.claims)
    keys = {_key(each) for each in (*found.before, *found.after, *booked)}
    plans = [_by_key(plan) for plan in (found.before, found.after)]
    past = [_by_key(items) for items in (found.paid, found.claims)]
    lines = [
        _line(key, [plan[key] for plan in plans], [items[key] for items in past], found)
        for key in sorted(keys)
    ]
    lines = _netted(lines, found.netting)
    return [_held(line, found.holds) for line in lines]


def by_date(found: Situation) -> list[dict[str, Any]]:
    """What each day pays under both plans, by financier and category."""
    sums: dict[tuple[date, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for place, plan in enumerate((found.before, found.after)):
        for each in plan:
            sums[each.due_on, each.financier, each.category][place] += each.amount_cents
    return [
        {
            "due_on": due_on,
            "financier": financier,
            "category": category,
            "before_cents": before,
            "after_cents": after,
            "change_cents": after - before,
        }
        for (due_on, financier, category), (before, after) in sorted(sums.items())
    ]


SUMMED = (
    *("before_cents", "after_cents", "change_cents", "paid_cents", "claimed_cents", "set_off_cents"),
    *("netted_cents", "pay_now_cents", "held_cents", "later_cents", "reclaim_cents"),
)


def totals(lines: Iterable[Line]) -> dict[str, int]:
    """The lines together."""
    listed = list(lines)
    return {name: sum(getattr(line, name) for line in listed) for name in SUMMED}


def by_financier(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines of each financier together."""
    found = _by_financier(lines)
    return [{"financier": name, **totals(found[name])} for name in sorted(found)]


def _line(
    key: Key, plans: Sequence[Sequence[Planned]], past: Sequence[Sequence[Booked]], found: Situation
) -> Line:
    before, after = plans
    paid, claimed = (sum(each.amount_cents for each in booked) for booked in past)
    CLAIMED.require(claimed <= paid, location="/claims", paid_cents=paid)
    whole, kept = sum(each.amount_cents for each in after), paid - claimed
    due = sum(each.amount_cents for each in after if each.due_on <= found.on)
    now = max(due - kept, 0)
    set_off = min(now, claimed) if found.set_off else 0
    later = _later([each for each in after if each.due_on > found.on], max(min(kept, whole) - due, 0))
    return Line(
        financier=key[0],
        category=key[1],
        before_cents=sum(each.amount_cents for each in before),
        after_cents=whole,
        paid_cents=paid,
        claimed_cents=claimed,
        due_cents=due,
        set_off_cents=set_off,
        netted_cents=0,
        pay_now_cents=now - set_off,
        held_cents=0,
        hold_reason=None,
        reclaim_cents=max(kept - whole, 0),
        withheld_cents=sum(each.withheld_cents for each in later),
        later=later,
    )


def _later(plan: Sequence[Planned], ahead: int) -> list[Later]:
    """What comes next, less what was paid ahead of it, the first first."""
    sums: dict[date, int] = defaultdict(int)
    for each in plan:
        sums[each.due_on] += each.amount_cents
    found = []
    for due_on, cents in sorted(sums.items()):
        withheld = min(ahead, cents)
        ahead -= withheld
        found.append(Later(due_on, cents, withheld, cents - withheld))
    return found


def _netted(lines: list[Line], netting: Netting) -> list[Line]:
    """The lines with what is to pay set off against what is claimed back, where that is allowed."""
    if netting is Netting.NONE:
        return lines
    found = {(line.financier, line.category): line for line in lines}
    for inside in _by_financier(lines).values() if netting is Netting.FINANCIER else [lines]:
        pays, claims = (
            [getattr(line, name) for line in inside] for name in ("pay_now_cents", "reclaim_cents")
        )
        cents = min(sum(pays), sum(claims))
        if cents:
            parts = zip(inside, split(cents, pays), split(cents, claims), strict=True)
            found |= {(line.financier, line.category): _less(line, pay, claim) for line, pay, claim in parts}
    return list(found.values())


def _by_financier(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.financier].append(line)
    return found


def _less(line: Line, pay: int, claim: int) -> Line:
    return replace(
        line,
        netted_cents=pay - claim,
        pay_now_cents=line.pay_now_cents - pay,
        reclaim_cents=line.reclaim_cents - claim,
    )


def _held(line: Line, holds: Sequence[Hold]) -> Line:
    reason = next((hold.reason for hold in holds if hold.holds((line.financier, line.category))), None)
    if reason is None:
        return line
    return replace(line, hold_reason=reason, held_cents=line.pay_now_cents, pay_now_cents=0)


def _by_key(items: Iterable[B]) -> dict[Key, list[B]]:
    found: dict[Key, list[B]] = defaultdict(list)
    for each in items:
        found[_key(each)].append(each)
    return found


def _key(item: Booked) -> Key:
    return item.financier, item.category
