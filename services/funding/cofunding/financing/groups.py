"""What each group pays of a cost, beside what a programme asks: the quarter of the State (SP-2 to SP-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.funding.cofunding.financing.rules import Plan
from services.funding.cofunding.financing.sources import Group, Source
from services.funding.programmes.years.rules import AT_MOST, split_by_source
from shared.kernel.money import share_of
from shared.kernel.regimes import Regime

TERMS = "financing"
ASKED = (Group.REGION, Group.STATE, Group.PRIVATE_KNOWLEDGE)


@dataclass(frozen=True)
class Standing:
    """What a group pays of the base, beside what the programme asks of it, in cents."""

    group: Group
    amount_cents: int
    share_percent: Decimal | None
    required_cents: int | None = None
    shortage_cents: int = 0
    excess_cents: int = 0

    @property
    def met(self) -> bool:
        """Whether the programme has what it asks."""
        return not (self.shortage_cents or self.excess_cents)


@dataclass(frozen=True)
class Asked:
    """What a programme asks of groups, in its reading of a year or a project; nothing without a programme."""

    terms: Regime
    programme: Regime | None = None
    level: str = "project"

    def sources(self) -> list[Source]:
        """The programme's groups as sources that pay by its shares; the State at most where it says so."""
        if self.programme is None:
            return []
        at_most = self.programme.text(f"{self.level}_reading") == AT_MOST
        return [
            Source(
                group.value,
                group,
                weight=Decimal(self.programme.whole(f"{group.value.lower()}_share")),
                at_most=at_most and group is Group.STATE,
            )
            for group in ASKED
        ]


def standings(plan: Plan, asked: Asked) -> Sequence[Standing]:
    """What each group pays, and by the programme what it should: the State at most, the others at least.

    Money of the European Union stands outside the base where the terms say so (SP-7), and what a partner
    pays itself counts in the group that they name.
    """
    paid = dict.fromkeys(Group, 0)
    for part in plan.parts:
        paid[part.source.group] += part.amount_cents
    if asked.programme is None:
        return [Standing(group, cents, share_of(cents, plan.total_cents)) for group, cents in paid.items()]
    base = plan.total_cents - (paid[Group.EU] if asked.terms.text("eu_money") == "OUTSIDE" else 0)
    paid[Group(asked.terms.text("own_money"))] += paid.pop(Group.OWN)
    required = split_by_source(base, asked.programme, asked.level)
    wanted = (required.region_cents, required.state_cents, required.private_knowledge_cents)
    found = [_weighed(group, paid[group], cents, base) for group, cents in zip(ASKED, wanted, strict=True)]
    return [*found, Standing(Group.EU, paid[Group.EU], share_of(paid[Group.EU], plan.total_cents))]


def _weighed(group: Group, cents: int, required: int, base: int) -> Standing:
    if group is Group.STATE:
        return Standing(group, cents, share_of(cents, base), required, excess_cents=max(cents - required, 0))
    return Standing(group, cents, share_of(cents, base), required, shortage_cents=max(required - cents, 0))
