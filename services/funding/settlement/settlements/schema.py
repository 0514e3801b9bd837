"""What is said of costs and deductions in a settlement, calculated or stored."""

from typing import Annotated, Literal

from pydantic import Field

from services.funding.settlement.settlements.costs import Kind, LowerGround
from shared.kernel.money import Cents, Percent
from shared.web.schema import AS_TEXT, Code, Write


class FindingIn(Write):
    kind: Annotated[Kind, AS_TEXT]
    amount_cents: Cents
    ground: Annotated[LowerGround, AS_TEXT] = LowerGround.NOT_NECESSARY


class DeclaredIn(Write):
    code: Code
    declared_cents: Cents
    findings: list[FindingIn] = Field(default_factory=list, max_length=20)


class CutIn(Write):
    ground: Literal["NOT_DONE", "OBLIGATION_BREACHED", "FALSE_DATA", "WRONG_AWARD"]
    percent: Annotated[Percent | None, Field(description="Of the grant before deductions.")] = None
    amount_cents: Cents | None = None
