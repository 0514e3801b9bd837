"""Who decides on public money, and under which mandate: the body itself, or whoever it gave one (B10)."""

from dataclasses import dataclass

from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

DECIDING_BODY = Rule(
    "decision.deciding-body",
    "A decision is taken in the name of a body that may take it on that day (bevoegd bestuursorgaan).",
    source="B10; Awb 10:1",
    mend="Name one of the bodies in the answer.",
    refusal="The body that is named may not take this decision on that day",
)
WITHIN_MANDATE = Rule(
    "decision.within-mandate",
    "Whoever decides in the name of a body has its mandate (mandaat), of that day and up to the amount.",
    source="B10; Awb 10:1, 10:3, 10:5",
    mend="Name a mandate of that body that covers the amount, or have the body decide itself.",
    refusal="You have no mandate of the body for this decision or this amount",
    audited=True,
)
DECIDE = (DECIDING_BODY, WITHIN_MANDATE)


@dataclass(frozen=True)
class Decision:
    """Who decided in whose name, under which mandate (None: by the body itself), by which regime."""

    officer: Principal
    deciding_body: str
    mandate: str | None
    mandate_regime: str

    @property
    def named(self) -> tuple[str, str | None, str]:
        """The body, the mandate and its regime, as the record keeps them."""
        return self.deciding_body, self.mandate, self.mandate_regime


def decided(
    officer: Principal, deciding_body: str | None, mandate: str | None, cents: int, regime: Regime
) -> Decision:
    """Check who decides on an amount; without a name it is the first of the regime's bodies, in person.

    The regime names its `bodies`, for each of them the mandates it gave, and for each mandate the highest
    amount in cents.
    """
    bodies = regime.codes("bodies")
    body = bodies[0] if deciding_body is None else deciding_body
    DECIDING_BODY.require(body in bodies, bodies=bodies, regime=regime.reference)
    given = {code: regime.whole(code) for code in regime.codes(body)}
    covered = mandate is None or cents <= given.get(mandate, -1)
    WITHIN_MANDATE.require(covered, mandates_cents=given, regime=regime.reference)
    return Decision(officer, body, mandate, regime.reference)
