"""Which firms are one undertaking on a day, and whose aid was whose after mergers and splits (DM-4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.funding.state_aid.state_aid.models import Basis
from shared.kernel.money import split
from shared.kernel.periods import holds
from shared.kernel.rules import Rule

FIRM_THERE = Rule(
    "de-minimis.firm-there",
    "A firm that merged into another, or was split up, is there no more: nobody gives it aid from that day.",
    source="DM-4; Regulation (EU) 2023/2831 art. 3(8) and (9)",
    mend="Name the firm that it went into, or correct the days.",
    refusal="A firm is named after the day on which it merged or was split up",
)
PARTS_TOLD = Rule(
    "de-minimis.parts-told",
    "A split says which firm goes on with which aid, each aid once; the rest is divided by equity.",
    source="DM-4; Regulation (EU) 2023/2831 art. 3(9)",
    mend="Name each part and each aid once, only aid of the firm, and give equity above zero.",
    refusal="The split does not say whose the earlier aid is now",
)
LINK_TOLD = Rule(
    "de-minimis.link-told",
    "A link is between two firms; one by votes says what part of them, and no other does.",
    source="DM-4; Regulation (EU) 2023/2831 art. 2(2)",
    mend="Name two firms; send votesPercent with VOTES, and with nothing else.",
    refusal="The link does not say what makes one undertaking of both firms",
)
UNDERTAKINGS = (FIRM_THERE, PARTS_TOLD, LINK_TOLD)
MAJORITY = 50  # percent of the votes: a link has more


class LinkKind(StrEnum):
    """What makes two firms one undertaking (art. 2(2))."""

    VOTES = "VOTES"
    APPOINTMENT = "APPOINTMENT"
    INFLUENCE = "INFLUENCE"
    AGREEMENT = "AGREEMENT"


@dataclass(frozen=True)
class Given:
    """Aid that a firm was given: when, how much in cents; a split names it by its code."""

    firm: str
    granted_on: date
    amount_cents: int
    basis: Basis = Basis.DE_MINIMIS
    code: str | None = None


@dataclass(frozen=True)
class Link:
    """A firm that decides about another, from a day until another; both are days of it."""

    parent: str
    firm: str
    kind: LinkKind
    votes_percent: Decimal | None = None
    from_on: date | None = None
    until_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it makes one undertaking of both on a day: of votes it takes a majority."""
        decides = self.kind is not LinkKind.VOTES or (self.votes_percent or 0) > MAJORITY
        return decides and holds(self.from_on or date.min, self.until_on, on)


@dataclass(frozen=True)
class Part:
    """A firm that goes on after a split, its equity in cents, and codes of the aid that it goes on with."""

    firm: str
    equity_cents: int
    aid: Sequence[str] = ()


@dataclass(frozen=True)
class Change:
    """Firms that went into others on a day: several into one (a merger), or one into several (a split)."""

    on: date
    firms: Sequence[str]
    parts: Sequence[Part]

    @property
    def gone(self) -> set[str]:
        """The firms that are there no more."""
        return set(self.firms) - {part.firm for part in self.parts}


def merger(on: date, firms: Sequence[str], into: str) -> Change:
    """Firms that went into one, which has all their aid from that day."""
    return Change(on, [*firms, into], [Part(into, equity_cents=1)])


@dataclass(frozen=True)
class Member:
    """A firm of a single undertaking, and by what: through which other firm it belongs to it."""

    firm: str
    through: str | None = None
    kind: LinkKind | None = None


@dataclass(frozen=True)
class Epoch:
    """Whose the aid is, and who decides about whom, from a day until the next change."""

    from_on: date
    given: Sequence[Given]
    links: Sequence[Link]
    gone: frozenset[str]

    def members(self, firm: str, on: date) -> list[Member]:
        """All firms that are one undertaking with a firm on a day, also through one or more others."""
        found = {firm: Member(firm)}
        ways: dict[str, list[tuple[str, Link]]] = {}
        for link in self.links:
            if link.holds(on):
                ways.setdefault(link.parent, []).append((link.firm, link))
                ways.setdefault(link.firm, []).append((link.parent, link))
        waiting = [firm]
        for known in waiting:  # grows while it is gone over
            for other, link in ways.get(known, ()):
                if other not in found and other not in self.gone:
                    found[other] = Member(other, known, link.kind)
                    waiting.append(other)
        return list(found.values())


def epochs(
    given: Sequence[Given], links: Sequence[Link], changes: Sequence[tuple[str, Change]]
) -> list[Epoch]:
    """How the aid passes from firm to firm; each change has its place in the request."""
    for number, link in enumerate(links):
        told = (link.votes_percent is not None) == (link.kind is LinkKind.VOTES)
        LINK_TOLD.require(told and link.parent != link.firm, location=f"/links/{number}")
    found = [Epoch(date.min, list(given), links, frozenset())]
    for location, change in sorted(changes, key=lambda each: each[1].on):
        last = found[-1]
        FIRM_THERE.require(not last.gone & {*change.firms, *_names(change)}, location=location)
        found.append(
            Epoch(
                change.on,
                list(_passed(last.given, change, location)),
                [_succeeded(link, change) for link in last.links],
                last.gone | change.gone,
            )
        )
    return found


def _names(change: Change) -> list[str]:
    return [part.firm for part in change.parts]


def _passed(given: Sequence[Given], change: Change, location: str) -> Iterator[Given]:
    """Aid of before the day, with the firm that has it from then on; a whole stays whole to the cent."""
    named = [code for part in change.parts for code in part.aid]
    clear = len(set(_names(change))) == len(change.parts) and len(set(named)) == len(named)
    PARTS_TOLD.require(clear and any(part.equity_cents for part in change.parts), location=location)
    goes = {code: part.firm for part in change.parts for code in part.aid}
    theirs = {each.code for each in given if each.firm in change.firms}
    PARTS_TOLD.require(set(named) <= theirs, location=location)
    for each in given:
        if each.firm not in change.firms:
            yield each
        elif each.granted_on >= change.on:
            FIRM_THERE.require(each.firm not in change.gone, location=location)
            yield each
        elif each.code in goes:
            yield replace(each, firm=goes[each.code])
        else:
            shares = split(each.amount_cents, [part.equity_cents for part in change.parts])
            for part, cents in zip(change.parts, shares, strict=True):
                if cents:
                    yield replace(each, firm=part.firm, amount_cents=cents)


def _succeeded(link: Link, change: Change) -> Link:
    """What a firm decided that merged, the firm decides that it went into; after a split it is told anew."""
    if link.parent in change.gone and len(change.parts) == 1:
        return replace(link, parent=change.parts[0].firm)
    return link


def successor(firm: str, changes: Sequence[Change], after: date, until: date) -> str | None:
    """What a firm is on a later day: itself, what it merged into, or nothing told when it was split up."""
    found: str | None = firm
    for change in sorted(changes, key=lambda each: each.on):
        if after < change.on <= until and found in change.gone:
            found = change.parts[0].firm if len(change.parts) == 1 else None
    return found
