"""How a ceiling is distributed (verdeling): by arrival, ranking, proportion, financier or lottery (O26)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import Any

from services.funding.programmes.distribution.lottery import Lot, draw
from shared.kernel.money import split, written
from shared.kernel.rules import Rule

FITS_METHOD = Rule(
    "distribution.fits-method",
    "Every application says what the method puts it in order by.",
    source="AWB-5; EZ-4",
    mend="Send the fields that the answer names for each application.",
    refusal="An application does not say what the method orders by",
)
SEED_KNOWN = Rule(
    "distribution.seed-known",
    "A lot that decides is drawn from a seed that was published.",
    source="EZ-7; domain.md 4 (O26)",
    mend="Send the seed of the lottery.",
    refusal="A lot must decide, and no seed is known",
)
NAMED_ONCE = Rule(
    "distribution.named-once",
    "Each application and each criterion is named once.",
    source="AWB-5",
    mend="Give every application and criterion a code of its own.",
    refusal="An application or criterion is named twice",
)
DISTRIBUTE = (FITS_METHOD, SEED_KNOWN, NAMED_ONCE)
ROUNDING = (
    "Scores are exact; proportions by largest remainder, equal remainders favour the code that comes first."
)


class Method(StrEnum):
    """How a ceiling is distributed (verdeelregel; EZ-4)."""

    ARRIVAL = "ARRIVAL"
    RANKING = "RANKING"
    PROPORTIONAL = "PROPORTIONAL"
    MAXIMUM_PER_FINANCIER = "MAXIMUM_PER_FINANCIER"
    LOTTERY = "LOTTERY"


class Last(StrEnum):
    """What becomes of an application that the room is too small for."""

    PARTIAL = "PARTIAL"
    REFUSE_LAST = "REFUSE_LAST"
    SKIP_AND_CONTINUE = "SKIP_AND_CONTINUE"


class Tie(StrEnum):
    """What puts equal scores in order."""

    LOTTERY = "LOTTERY"
    ARRIVAL = "ARRIVAL"
    LOWEST_REQUEST = "LOWEST_REQUEST"


class RankingOutcome(StrEnum):
    """What an application gets."""

    AWARDED = "AWARDED"
    PARTIAL = "PARTIAL"
    REFUSED_CEILING = "REFUSED_CEILING"
    REFUSED_SCORE = "REFUSED_SCORE"
    REFUSED_MINIMUM = "REFUSED_MINIMUM"


@dataclass(frozen=True)
class Entry:
    """An application: what it asks, when it was complete, how it scores, and who pays the rest of it."""

    code: str
    requested_cents: int
    complete_on: date | None = None
    score: Decimal | None = None
    scores: Sequence[tuple[str, Decimal | Fraction]] = ()
    financier: str | None = None
    accepts_partial: bool = True


@dataclass(frozen=True)
class Criterion:
    """A criterion with its weight and the least that every application scores on it."""

    code: str
    weight: Decimal
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Terms:
    """How a ceiling is distributed."""

    ceiling_cents: int
    method: Method
    last: Last = Last.PARTIAL
    tie: Tie = Tie.LOTTERY
    seed: str | None = None
    criteria: Sequence[Criterion] = ()
    score_minimum: Decimal | None = None
    minimum_award_cents: int = 0
    financier_maximum_cents: int | None = None


@dataclass(frozen=True)
class Ranked:
    """What an application gets, in the order of distribution, and what room was left for it, in cents."""

    place: int
    code: str
    score: str | None
    tied: bool
    room_cents: int
    requested_cents: int
    awarded_cents: int
    outcome: RankingOutcome


@dataclass(frozen=True)
class Distribution:
    """All applications in their order, and the lots that decided."""

    ranked: list[Ranked]
    lots: list[Lot]


def distribute(entries: Sequence[Entry], terms: Terms) -> Distribution:
    """Give a ceiling out in the order of the method, until it is gone."""
    if terms.method is Method.MAXIMUM_PER_FINANCIER:
        needs, named = ["financierMaximumCents", "financier"], all(entry.financier for entry in entries)
        known = named and terms.financier_maximum_cents is not None
        FITS_METHOD.require(known, location="/financierMaximumCents", needs=needs)
    for location, codes in (
        ("/applications", [entry.code for entry in entries]),
        ("/criteria", [criterion.code for criterion in terms.criteria]),
    ):
        NAMED_ONCE.require(len(set(codes)) == len(codes), location=location)
    scores = {entry.code: _score(entry, terms, f"/applications/{n}") for n, entry in enumerate(entries)}
    passed = [entry for entry in entries if _passes(entry, scores[entry.code], terms)]
    keys = {entry.code: _key(entry, scores[entry.code], terms) for entry in passed}
    given, lots = _in_order(passed, keys, terms)
    tied = {lot.code for lot in lots}
    if terms.method is Method.PROPORTIONAL:
        given = _proportional([entry for entry, *_ in given], terms)
    refused = sorted((each for each in entries if each.code not in keys), key=lambda each: each.code)
    given += [(entry, 0, 0, RankingOutcome.REFUSED_SCORE) for entry in refused]
    return Distribution(
        [
            Ranked(
                place + 1,
                entry.code,
                None if scores[entry.code] is None else written(scores[entry.code] or Fraction(0)),
                entry.code in tied,
                room,
                entry.requested_cents,
                cents,
                outcome,
            )
            for place, (entry, room, cents, outcome) in enumerate(given)
        ],
        lots,
    )


def _in_order(
    entries: Sequence[Entry], keys: dict[str, tuple[Any, ...]], terms: Terms
) -> tuple[list["Given"], list[Lot]]:
    """Each in its turn; a lot decides between equals, given a seed or too little room."""
    given: list[Given] = []
    lots: list[Lot] = []
    turns = _Turns(terms, terms.ceiling_cents)
    by_code = sorted(entries, key=lambda entry: entry.code)
    for _, equals in groupby(sorted(by_code, key=lambda entry: keys[entry.code]), lambda e: keys[e.code]):
        group = list(equals)
        if len(group) > 1 and (terms.seed is not None or not turns.would_fit(group)):
            drawn = draw(SEED_KNOWN.present(terms.seed, location="/seed"), [entry.code for entry in group])
            place = {lot.code: n for n, lot in enumerate(drawn)}
            group.sort(key=lambda entry: place[entry.code])
            lots += drawn
        given += [turns.take(entry) for entry in group]
    return given, lots


Given = tuple[Entry, int, int, RankingOutcome]  # what was left for an application, and what it gets


@dataclass
class _Turns:
    """One after another: what fits is given whole, the first that does not by the setting for the last."""

    terms: Terms
    room_cents: int
    ended: bool = False
    by_financier: Counter[str | None] = field(default_factory=Counter)

    def take(self, entry: Entry) -> Given:
        """The turn of an application."""
        left, most = 0 if self.ended else self.room_cents, self.terms.financier_maximum_cents
        if most is not None:
            left = min(left, most - self.by_financier[entry.financier])
        cents, outcome = _given(entry, left, self.terms)
        refused = outcome is RankingOutcome.REFUSED_CEILING and left == self.room_cents
        self.ended = self.ended or (refused and self.terms.last is Last.REFUSE_LAST)
        self.room_cents -= cents
        self.by_financier[entry.financier] += cents
        return entry, left, cents, outcome

    def would_fit(self, group: Sequence[Entry]) -> bool:
        """Whether equals all get what they ask, so that their order says nothing."""
        trial = replace(self, by_financier=Counter(self.by_financier))
        return all(trial.take(entry)[3] is RankingOutcome.AWARDED for entry in group)


def _given(entry: Entry, left: int, terms: Terms) -> tuple[int, RankingOutcome]:
    """What an application gets of what is left for it; none below the least award of the scheme."""
    if entry.requested_cents < terms.minimum_award_cents:
        return 0, RankingOutcome.REFUSED_MINIMUM
    if entry.requested_cents <= left:
        return entry.requested_cents, RankingOutcome.AWARDED
    if terms.last is not Last.PARTIAL or not entry.accepts_partial or left <= 0:
        return 0, RankingOutcome.REFUSED_CEILING
    return (
        (left, RankingOutcome.PARTIAL)
        if left >= terms.minimum_award_cents
        else (0, RankingOutcome.REFUSED_MINIMUM)
    )


def _proportional(ordered: Sequence[Entry], terms: Terms) -> list[Given]:
    """Each the same part of what it asks, when all together ask more than there is (O26c)."""
    asked = [entry.requested_cents for entry in ordered]
    room = terms.ceiling_cents
    cents = asked if sum(asked) <= room else list(split(room, asked))
    return [
        (
            entry,
            room,
            part,
            RankingOutcome.AWARDED if part == entry.requested_cents else RankingOutcome.PARTIAL,
        )
        for entry, part in zip(ordered, cents, strict=True)
    ]


def _score(entry: Entry, terms: Terms, location: str) -> Fraction | None:
    """The score that was sent, or the weighed mean of those on each criterion; exact."""
    if not terms.criteria:
        needed = terms.method is Method.RANKING
        FITS_METHOD.require(entry.score is not None or not needed, location=location, needs=["score"])
        return None if entry.score is None else Fraction(entry.score)
    said = dict(entry.scores)
    codes = {criterion.code for criterion in terms.criteria}
    complete = said.keys() == codes and len(entry.scores) == len(codes) and entry.score is None
    FITS_METHOD.require(complete, location=f"{location}/scores", needs=sorted(codes))
    whole = sum((Fraction(criterion.weight) for criterion in terms.criteria), Fraction(0))
    FITS_METHOD.require(whole > 0, location="/criteria", needs=["weight"])
    weighed = sum((Fraction(c.weight) * Fraction(said[c.code]) for c in terms.criteria), Fraction(0))
    return weighed / whole


def _passes(entry: Entry, score: Fraction | None, terms: Terms) -> bool:
    """Whether an application scores enough, in all and on each criterion."""
    said = dict(entry.scores)
    least = terms.score_minimum is None or score is None or score >= Fraction(terms.score_minimum)
    return least and all(
        c.minimum is None or Fraction(said[c.code]) >= Fraction(c.minimum) for c in terms.criteria
    )


def _key(entry: Entry, score: Fraction | None, terms: Terms) -> tuple[Any, ...]:
    """What an application stands in order by; those with the same are put in order by lot."""
    if terms.method is Method.PROPORTIONAL:
        return (entry.code,)
    if terms.method is Method.LOTTERY:
        return ()
    if terms.method is Method.RANKING:
        first: tuple[Any, ...] = (-(score or Fraction(0)),)
        if terms.tie is Tie.LOWEST_REQUEST:
            return (*first, entry.requested_cents)
        if terms.tie is Tie.LOTTERY:
            return first
    else:
        first = ()
    needs = ["completeOn"]
    FITS_METHOD.require(entry.complete_on is not None, location="/applications", needs=needs)
    return (*first, entry.complete_on)
