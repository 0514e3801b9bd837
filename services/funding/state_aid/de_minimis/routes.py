"""Whether new de minimis aid to a single undertaking fits, over HTTP; nothing is stored."""

import asyncio
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from services.funding.state_aid.de_minimis import equivalents, rules, undertakings
from services.funding.state_aid.state_aid import register
from services.funding.state_aid.state_aid.models import Basis
from services.funding.state_aid.state_aid.rooms import DE_MINIMIS, SGEI
from shared.kernel.money import Cents, Percent, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, Wire, Write

router = Router("de-minimis-calculations")


class Regulation(StrEnum):
    """De minimis aid, or that for services of general economic interest, which has more room (DM-5)."""

    DE_MINIMIS = "DE_MINIMIS"
    SGEI = "SGEI"


Held = Annotated[PeriodDate | None, Field(description="Always unless given.")]


class GivenIn(Write):
    """De minimis aid that a firm had."""

    firm: Code
    granted_on: Annotated[PeriodDate, Field(description="The day on which the legal right arose.")]
    amount_cents: Annotated[PositiveCents, Field(description="The gross grant equivalent.")]
    basis: Annotated[Regulation, AS_TEXT] = Regulation.DE_MINIMIS
    code: Annotated[Code | None, Field(description="By which a split names it.")] = None


class LinkIn(Write):
    """A firm that decides about another, so that both are one undertaking (art. 2(2))."""

    parent: Code
    firm: Code
    kind: Annotated[undertakings.LinkKind, AS_TEXT]
    votes_percent: Annotated[
        Percent | None, Field(description="With VOTES: more than 50 makes one undertaking of both.")
    ] = None
    from_on: Held = None
    until_on: Held = None


class MergerIn(Write):
    """Firms that went into another on a day, which may be one of them."""

    on: PeriodDate
    firms: list[Code] = Field(min_length=1, max_length=10)
    into: Code


class PartIn(Write):
    firm: Code
    equity_cents: Annotated[Cents, Field(description="The book value of its equity on the day of the split.")]
    aid: Annotated[
        list[Code], Field(default_factory=list, max_length=100, description="That it goes on with.")
    ]


class SplitIn(Write):
    """A firm that was split up on a day; it may be one of the parts."""

    on: PeriodDate
    firm: Code
    parts: list[PartIn] = Field(min_length=2, max_length=5)


class InstalmentIn(Write):
    on: PeriodDate
    amount_cents: PositiveCents


class LoanIn(Write):
    principal_cents: PositiveCents
    term_months: Annotated[int, Field(ge=1, le=600)]
    collateral_percent: Annotated[Percent, Field(description="What of the loan collateral covers.")]


class GuaranteeIn(Write):
    guaranteed_cents: PositiveCents
    term_months: Annotated[int, Field(ge=1, le=600)]
    share_percent: Annotated[Percent, Field(description="What of the loan is guaranteed.")]


class NewIn(Write):
    """The aid that is asked: one of an amount, instalments, a loan and a guarantee."""

    firm: Code
    basis: Annotated[Regulation, AS_TEXT] = Regulation.DE_MINIMIS
    amount_cents: Annotated[PositiveCents | None, Field(description="The gross grant equivalent.")] = None
    instalments: list[InstalmentIn] = Field(default_factory=list, max_length=100)
    discount_percent: Annotated[
        Percent | None, Field(description="With instalments: the base rate and one percent.")
    ] = None
    loan: LoanIn | None = None
    guarantee: GuaranteeIn | None = None


class DeMinimisIn(Write):
    granted_on: Annotated[PeriodDate | None, Field(description="The day of the new aid.")] = None
    new: NewIn
    given: list[GivenIn] = Field(default_factory=list, max_length=100)
    links: list[LinkIn] = Field(default_factory=list, max_length=100)
    mergers: list[MergerIn] = Field(default_factory=list, max_length=10)
    splits: list[SplitIn] = Field(default_factory=list, max_length=10)


class MemberOut(Wire):
    firm: str
    through: Annotated[str | None, Field(description="The firm by which it belongs; null for the first.")]
    kind: undertakings.LinkKind | None


class CountedOut(Wire):
    firm: Annotated[str, Field(description="Whose aid it is now.")]
    granted_on: date
    amount_cents: int
    basis: Basis
    code: str | None


class RoomOut(Wire):
    from_on: Annotated[date, Field(description="It holds from this day until the next.")]
    used_cents: int
    ceiling_cents: int
    room_cents: Annotated[int, Field(description="So that no later window is passed either.")]
    regime: str


class DeMinimisOut(Wire):
    granted_on: date
    aid_cents: Annotated[int, Field(description="The gross grant equivalent of the new aid.")]
    outcome: Annotated[Literal["FITS", "REFUSED"], Field(description="Of the whole: a part is never given.")]
    fits_from: Annotated[
        date | None, Field(description="When it would fit whole, as far as is known; null for never.")
    ]
    used_cents: int
    ceiling_cents: int
    room_cents: int
    members: Annotated[list[MemberOut], Field(description="The single undertaking on that day.")]
    counted: Annotated[list[CountedOut], Field(description="Earlier aid in the window of that day.")]
    days: list[RoomOut]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=DeMinimisOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.DE_MINIMIS),
)
async def calculate_de_minimis(
    body: DeMinimisIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Whether aid fits in the rolling window of its single undertaking, whole or not at all (O6)."""
    on, new = body.granted_on or tx.today, body.new
    regime = await tx.regime(CODES[new.basis], on)
    measures = await tx.regime(equivalents.EQUIVALENTS, on)
    history = _history(body)
    cents = equivalents.worth(_new(new), on, regime, measures)
    asked = rules.Asked(new.firm, on, cents, Basis(new.basis))
    regimes = await register.regimes_on(rules.days_of(asked, history, regime), tx)
    found = await asyncio.to_thread(rules.weigh, asked, history, regimes)
    return {
        **vars(found),
        **vars(found.days[0]),
        "granted_on": on,
        "aid_cents": cents,
        "outcome": found.outcome,
        "fits_from": found.fits_from,
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference, measures.reference],
    }


CODES = {Regulation.DE_MINIMIS: DE_MINIMIS, Regulation.SGEI: SGEI}


def _new(new: NewIn) -> equivalents.New:
    loan = [
        equivalents.Backed("loan", each.principal_cents, each.term_months, each.collateral_percent)
        for each in [new.loan]
        if each
    ]
    guarantee = [
        equivalents.Backed("guarantee", each.guaranteed_cents, each.term_months, each.share_percent)
        for each in [new.guarantee]
        if each
    ]
    instalments = [equivalents.Instalment(each.on, each.amount_cents) for each in new.instalments]
    return equivalents.New(new.amount_cents, instalments, new.discount_percent, [*loan, *guarantee])


def _history(body: DeMinimisIn) -> rules.History:
    mergers = [
        (f"/mergers/{n}", undertakings.merger(each.on, each.firms, each.into))
        for n, each in enumerate(body.mergers)
    ]
    splits = [
        (
            f"/splits/{n}",
            undertakings.Change(
                each.on, [each.firm], [undertakings.Part(**dict(part)) for part in each.parts]
            ),
        )
        for n, each in enumerate(body.splits)
    ]
    return rules.History(
        [undertakings.Given(**{**dict(each), "basis": Basis(each.basis)}) for each in body.given],
        [undertakings.Link(**dict(each)) for each in body.links],
        [*mergers, *splits],
    )
