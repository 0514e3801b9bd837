"""How a cost is financed (financieringsplan): who pays what of it, to the cent, all of it and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from services.funding.cofunding.financing.sources import (
    COVERS,
    ROUNDED_UP,
    Part,
    Source,
    Way,
    divide,
    in_order,
)
from shared.kernel.money import share_of, split, written
from shared.kernel.rules import Rule

ONE_WAY = Rule(
    "financing.one-way",
    "A source pays a percentage, a sum or a share by weight; one that says none takes the remainder.",
    source="SP-3, SP-4",
    mend="Give each source one of percent, amountCents and weight, and leave all three out of at most one.",
    refusal="A source pays in two ways, or two sources take the remainder",
)
NAMED_ONCE = Rule(
    "financing.named-once",
    "Each source and each partner is named once.",
    source="SP-3",
    mend="Give every source and partner of a plan a code of its own.",
    refusal="A source or a partner is named twice",
)
TOTAL_KNOWN = Rule(
    "financing.total-known",
    "The total is what the partners cost together, and is named where they do not say it.",
    source="SP-3; domain.md 3.26",
    mend="Send the total in the answer, or leave totalCents out where partners or sums say it.",
    refusal="The total is missing, or is not that of the partners",
)
FINANCE = (ONE_WAY, NAMED_ONCE, TOTAL_KNOWN, COVERS, ROUNDED_UP)
ROUNDING = (
    "Largest remainder; equal remainders favour REGION, STATE, PRIVATE_KNOWLEDGE, EU, OWN, then the code."
)


@dataclass(frozen=True)
class Partner:
    """A partner and what its part costs; without sources of its own, those of the whole pay for it."""

    code: str
    cost_cents: int
    sources: Sequence[Source] = ()


@dataclass(frozen=True)
class PartnerPart:
    """What each source pays of one partner's cost, in cents by the code of the source."""

    partner: Partner
    amounts: dict[str, int]


@dataclass(frozen=True)
class Plan:
    """A whole plan: its sources, and what each pays for each partner; both sum to the total."""

    total_cents: int
    parts: list[Part]
    partners: list[PartnerPart]


def finance(total_cents: int | None, sources: Sequence[Source], partners: Sequence[Partner]) -> Plan:
    """Divide a total over its sources, and where there are partners over those too; no cent is lost.

    Sources of the whole are divided over the whole first, then over the partners, so that both what a partner
    costs and what a source pays stay exact. A partner with sources of its own is divided apart.
    """
    _require_clear(sources, partners)
    total = _total(total_cents, sources, partners)
    own = [partner for partner in partners if partner.sources]
    shared = total - sum(partner.cost_cents for partner in own)
    parts = divide(shared, sources, "/sources") if sources or shared or not own else []
    rows = _over_partners(parts, [partner for partner in partners if not partner.sources])
    for place, partner in enumerate(partners):
        if partner.sources:
            found = divide(partner.cost_cents, partner.sources, f"/partners/{place}/sources")
            rows[partner.code] = {part.source.code: part.amount_cents for part in found}
            parts = _joined(parts, found)
    return Plan(total, parts, [PartnerPart(partner, rows[partner.code]) for partner in partners])


def shown(part: Part, plan: Plan) -> dict[str, Any]:
    """A part with what it is of the whole, as the answer tells it."""
    return {
        "code": part.source.code,
        "group": part.source.group,
        "way": part.source.way,
        "exact_cents": written(part.exact),
        "amount_cents": part.amount_cents,
        "share_percent": share_of(part.amount_cents, plan.total_cents),
    }


def shown_partner(row: PartnerPart) -> dict[str, Any]:
    """What a partner costs and who pays it, as the answer tells it."""
    return {
        "code": row.partner.code,
        "cost_cents": row.partner.cost_cents,
        "amounts": [{"source": code, "amount_cents": cents} for code, cents in row.amounts.items()],
    }


def _require_clear(sources: Sequence[Source], partners: Sequence[Partner]) -> None:
    named = [("/partners", [partner.code for partner in partners])]
    plans = [("/sources", sources), *((f"/partners/{n}/sources", p.sources) for n, p in enumerate(partners))]
    for location, plan in plans:
        named.append((location, [source.code for source in plan]))
        ways = [source.way for source in plan]
        clear = all(_ways(source) <= 1 for source in plan) and ways.count(Way.REMAINDER) <= 1
        ONE_WAY.require(clear and not {Way.REMAINDER, Way.WEIGHT} <= {*ways}, location=location)
    for location, codes in named:
        NAMED_ONCE.require(len(set(codes)) == len(codes), location=location)


def _ways(source: Source) -> int:
    return sum(said is not None for said in (source.percent, source.amount_cents, source.weight))


def _total(total_cents: int | None, sources: Sequence[Source], partners: Sequence[Partner]) -> int:
    """The total, from whoever says it."""
    of_partners = sum(partner.cost_cents for partner in partners)
    if partners:
        agrees = total_cents in (None, of_partners)
        TOTAL_KNOWN.require(agrees, location="/totalCents", partners_cents=of_partners)
        return of_partners
    if total_cents is not None:
        return total_cents
    sums = [source.amount_cents for source in sources if source.amount_cents is not None]
    TOTAL_KNOWN.require(bool(sums) and len(sums) == len(sources), location="/totalCents")
    return sum(sums)


def _over_partners(parts: Sequence[Part], partners: Sequence[Partner]) -> dict[str, dict[str, int]]:
    """What each source pays for each partner: rows sum to what partners cost, columns to what sources pay.

    The dearest partner first, each a part of what the sources still have: so the last takes what is left.
    """
    ordered = sorted(parts, key=lambda part: in_order(part.source))
    left = {part.source.code: part.amount_cents for part in ordered}
    rows = {}
    for partner in sorted(partners, key=lambda each: (-each.cost_cents, each.code)):
        weights = list(left.values())
        cents = split(partner.cost_cents, weights) if any(weights) else [0] * len(weights)
        rows[partner.code] = dict(zip(left, cents, strict=True))
        left = {code: left[code] - rows[partner.code][code] for code in left}
    return rows


def _joined(parts: Sequence[Part], more: Sequence[Part]) -> list[Part]:
    """The parts of two plans, those of a source with one code together."""
    found = {part.source.code: part for part in parts}
    for part in more:
        had = found.get(part.source.code, Part(part.source, Fraction(0), 0))
        NAMED_ONCE.require(had.source.group is part.source.group, location="/partners")
        found[part.source.code] = Part(
            had.source, had.exact + part.exact, had.amount_cents + part.amount_cents
        )
    return list(found.values())
