"""Costs that were declared for settlement: what is accepted of them, what is not and on which ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.kernel.rules import Rule

FOUND = Rule(
    "settlement.found-within-declared",
    "What is rejected or doubted of a cost is at most what was declared of it.",
    source="AWB-17 (Awb 4:46); domain.md 3.13",
    mend="Lower the findings to what was declared.",
    refusal="More is rejected or doubted than was declared",
)


class LowerGround(StrEnum):
    """Why a settlement is lower than the award (Awb 4:46)."""

    NOT_DONE = "NOT_DONE"
    OBLIGATION_BREACHED = "OBLIGATION_BREACHED"
    FALSE_DATA = "FALSE_DATA"
    WRONG_AWARD = "WRONG_AWARD"
    NOT_NECESSARY = "NOT_NECESSARY"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    REALISED_TOO_LITTLE = "REALISED_TOO_LITTLE"
    COFUNDING_SHORT = "COFUNDING_SHORT"
    PAID_BY_OTHERS = "PAID_BY_OTHERS"
    COST_LOWER = "COST_LOWER"


ARTICLES = {
    LowerGround.NOT_DONE: "Awb 4:46(2)(a)",
    LowerGround.OBLIGATION_BREACHED: "Awb 4:46(2)(b)",
    LowerGround.FALSE_DATA: "Awb 4:46(2)(c)",
    LowerGround.WRONG_AWARD: "Awb 4:46(2)(d)",
    LowerGround.NOT_NECESSARY: "Awb 4:46(3)",
    LowerGround.NOT_ELIGIBLE: "Awb 4:46(3)",
    LowerGround.REALISED_TOO_LITTLE: "Awb 4:46(2)(a)",
}


class Kind(StrEnum):
    """What an officer finds of a cost: it does not count, or it is parked until more is known."""

    REJECTED = "REJECTED"
    DOUBTFUL = "DOUBTFUL"


@dataclass(frozen=True)
class Finding:
    """What is not accepted of a declared cost, in cents, and why."""

    kind: Kind
    amount_cents: int
    ground: LowerGround


@dataclass(frozen=True)
class Declared:
    """A cost line of the final account (eindafrekening), with what was found of it."""

    code: str
    declared_cents: int
    findings: Sequence[Finding] = ()

    def found(self, kind: Kind) -> int:
        """What was found of one kind, in cents."""
        return sum(each.amount_cents for each in self.findings if each.kind is kind)

    @property
    def accepted_cents(self) -> int:
        """What counts now."""
        return self.declared_cents - self.found(Kind.REJECTED) - self.found(Kind.DOUBTFUL)


def require_found(lines: Sequence[Declared]) -> None:
    """Refuse findings that take off more than was declared."""
    for place, line in enumerate(lines):
        location = f"/costs/{place}/findings"
        FOUND.require(line.accepted_cents >= 0, location=location, declared_cents=line.declared_cents)
