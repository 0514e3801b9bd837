"""How the sums of a portfolio follow the steps of its applications."""

from uuid import UUID, uuid5

from services.funding.programmes.portfolios.models import Portfolio
from services.funding.programmes.tranches.models import Tranche
from shared.reference.catalogue import landsdelen


def portfolio_id(tranche_id: UUID, landsdeel_code: str) -> UUID:
    """The id of the one portfolio of a landsdeel in a tranche, so that it can be locked without a search."""
    return uuid5(tranche_id, landsdeel_code)


def portfolios_of(tranche: Tranche) -> list[Portfolio]:
    """The empty portfolios of a tranche at its publication: every landsdeel has one from the start."""
    return [
        Portfolio(
            id=portfolio_id(tranche.id, code), owner="state", tranche_id=tranche.id, landsdeel_code=code
        )
        for code in landsdelen()
    ]


def receive(portfolio: Portfolio, requested_cents: int) -> None:
    """A plan came in."""
    portfolio.requested_cents += requested_cents
    portfolio.requested_plans += 1


def take_back(portfolio: Portfolio, requested_cents: int) -> None:
    """A plan was withdrawn: it no longer counts as requested."""
    portfolio.requested_cents -= requested_cents
    portfolio.requested_plans -= 1


def take_up(portfolio: Portfolio, requested_cents: int) -> None:
    """The assessment of a plan was opened."""
    portfolio.under_assessment_cents += requested_cents
    portfolio.under_assessment_plans += 1


def lay_down(portfolio: Portfolio, requested_cents: int) -> None:
    """A plan under assessment was decided on or withdrawn."""
    portfolio.under_assessment_cents -= requested_cents
    portfolio.under_assessment_plans -= 1


def award(portfolio: Portfolio, awarded_cents: int) -> None:
    """A plan was awarded."""
    portfolio.awarded_cents += awarded_cents
    portfolio.awarded_plans += 1
