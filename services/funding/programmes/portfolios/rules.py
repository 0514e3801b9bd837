"""Which portfolios there are, and how their sums follow their applications."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from services.funding.programmes.portfolios.models import Portfolio
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.rules import COUNTABLE
from shared.reference.catalogue import landsdelen

MOST = 2**63 - 1
SUMS = tuple(
    f"{what}_{of}" for what in ("requested", "under_assessment", "awarded") for of in ("cents", "plans")
)


def portfolio_id(tranche_id: UUID, landsdeel_code: str) -> UUID:
    """The id of the one portfolio of a landsdeel in a tranche, so that it is found without a search."""
    return uuid5(tranche_id, landsdeel_code)


def portfolios_of(tranche: Tranche) -> list[Portfolio]:
    """The empty portfolios of a tranche at its publication: every landsdeel has one from the start."""
    return [
        Portfolio(
            id=portfolio_id(tranche.id, code), owner="state", tranche_id=tranche.id, landsdeel_code=code
        )
        for code in landsdelen()
    ]


def require_countable(portfolio: Portfolio, requested_cents: int) -> None:
    """Refuse what the sum, as it was counted last, cannot hold; no tranche that was ever published does."""
    COUNTABLE.require(portfolio.requested_cents + requested_cents <= MOST)


def take_over(portfolio: Portfolio, counted: Mapping[str, int], counted_to: int) -> None:
    """Take over the sums as they were counted; where they are what they were, nothing changed."""
    if any(getattr(portfolio, name) != counted[name] for name in SUMS):
        for name in SUMS:
            setattr(portfolio, name, counted[name])
        portfolio.counted_to = counted_to
