"""Selections of sites, matches and balances."""

from sqlalchemy import Select, select

from services.agenda.spatial.opportunities.models import LandBalance, Match, MatchStatus, Opportunity, Site


def balance_of(region_code: str) -> Select[LandBalance]:
    """The balance of a region."""
    return select(LandBalance).where(LandBalance.region_code == region_code)


def reserved_for(opportunity: Opportunity) -> Select[Match]:
    """The land that is set apart for an opportunity."""
    return select(Match).where(Match.opportunity_id == opportunity.id, Match.status == MatchStatus.RESERVED)


def sites_of(opportunity: Opportunity) -> Select[Site]:
    """The sites with land for an opportunity, always in the same order, so that locks meet no circle."""
    ids = select(Match.site_id).where(
        Match.opportunity_id == opportunity.id, Match.status == MatchStatus.RESERVED
    )
    return select(Site).where(Site.id.in_(ids)).order_by(Site.id)
