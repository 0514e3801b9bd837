"""How an opportunity is explored, matched with land and facilitated, and what that does to the balance."""

from datetime import date

from services.agenda.spatial.opportunities.models import (
    LandBalance,
    Match,
    MatchStatus,
    Opportunity,
    Site,
    SiteStatus,
    Status,
)
from shared.contracts.agenda.opportunities import (
    OpportunityDropped,
    OpportunityMatched,
    OpportunityRegistered,
)
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "opportunity",
    Status.PROPOSED,
    {
        (Status.PROPOSED, "explore"): Status.EXPLORED,
        (Status.EXPLORED, "match"): Status.EXPLORED,
        (Status.EXPLORED, "facilitate"): Status.FACILITATED,
        (Status.PROPOSED, "drop"): Status.DROPPED,
        (Status.EXPLORED, "drop"): Status.DROPPED,
    },
    source="A20",
)
SITE_LIFE = Lifecycle(
    "site",
    SiteStatus.OFFERED,
    {(SiteStatus.OFFERED, "withdraw"): SiteStatus.WITHDRAWN},
    source="A20",
)
WITHIN_DEMAND = Rule(
    "opportunity.within-demand",
    "No more land is set apart for an opportunity than it asks for.",
    source="A20",
    mend="Set apart at most what is left of the demand, as the answer says.",
    refusal="More land would be set apart than is asked for",
)
WITHIN_OFFER = Rule(
    "site.within-offer",
    "No more land of a site is set apart than it offers and has left.",
    source="A20",
    mend="Set apart at most what is left of the site, or find another site.",
    refusal="The site has too little land left",
)
SAME_REGION = Rule(
    "opportunity.same-region",
    "An opportunity finds its land in its own region.",
    source="A20, B7",
    mend="Name a site of the region, that is still offered.",
    refusal="The site is not on offer in the region of the opportunity",
)
MATCHED = Rule(
    "opportunity.demand-met",
    "An opportunity is facilitated when all the land it asks for is set apart.",
    source="A20",
    mend="Set apart the land that is missing, or drop the opportunity with its reason.",
    refusal="Some of the land that is asked for is not set apart yet",
)
UNUSED = Rule(
    "site.unused",
    "A site is withdrawn when no land of it is set apart or taken.",
    source="A20",
    mend="Drop the opportunities on it first; land that is taken stays.",
    refusal="Land of the site is set apart or taken",
)
MATCH = (LIFE.rule, SAME_REGION, WITHIN_DEMAND, WITHIN_OFFER)


def register(opportunity: Opportunity, balance: LandBalance) -> OpportunityRegistered:
    """Register (aanmelden) the demand of a firm or cluster (A20)."""
    balance.demanded_m2 += opportunity.demanded_m2
    return OpportunityRegistered(
        opportunity_id=opportunity.id,
        region_code=opportunity.region_code,
        title=opportunity.title,
        cluster_id=opportunity.cluster_id,
        demanded_m2=opportunity.demanded_m2,
        registered_on=opportunity.registered_on,
    )


def offer(site: Site, balance: LandBalance) -> Site:
    """Offer the land of a site (A20)."""
    balance.offered_m2 += site.offered_m2
    return site


def explore(opportunity: Opportunity) -> None:
    """Begin to look for land (verkennen)."""
    opportunity.status = LIFE.after(opportunity.status, "explore")


def match(
    opportunity: Opportunity, site: Site | None, area_m2: int, balance: LandBalance, today: date
) -> tuple[Match, OpportunityMatched]:
    """Set land of a site apart for an opportunity (A20); `site` and `balance` are locked."""
    LIFE.after(opportunity.status, "match")
    found = SAME_REGION.present(site)
    offered = found.status is SiteStatus.OFFERED
    SAME_REGION.require(offered and found.region_code == opportunity.region_code, status=found.status)
    wanted = opportunity.demanded_m2 - opportunity.reserved_m2
    WITHIN_DEMAND.require(area_m2 <= wanted, left_m2=wanted)
    left = found.offered_m2 - found.used_m2
    WITHIN_OFFER.require(area_m2 <= left, left_m2=left)

    opportunity.reserved_m2 += area_m2
    found.used_m2 += area_m2
    balance.matched_m2 += area_m2
    made = Match(
        owner=opportunity.owner,
        opportunity_id=opportunity.id,
        site_id=found.id,
        area_m2=area_m2,
        matched_on=today,
    )
    told = OpportunityMatched(
        opportunity_id=opportunity.id,
        site_id=found.id,
        region_code=opportunity.region_code,
        area_m2=area_m2,
        left_m2=opportunity.demanded_m2 - opportunity.reserved_m2,
    )
    return made, told


def facilitate(opportunity: Opportunity, matches: list[Match], today: date) -> None:
    """Give the land that was set apart to the firm (faciliteren)."""
    status = LIFE.after(opportunity.status, "facilitate")
    missing = opportunity.demanded_m2 - opportunity.reserved_m2
    MATCHED.require(missing == 0, missing_m2=missing)
    for found in matches:
        found.status = MatchStatus.TAKEN
    opportunity.status = status
    opportunity.ended_on = today


def drop(
    opportunity: Opportunity,
    matches: list[Match],
    sites: list[Site],
    balance: LandBalance,
    reason: str,
    today: date,
) -> OpportunityDropped:
    """Drop (laten vallen) an opportunity; the land that was set apart is offered again."""
    status = LIFE.after(opportunity.status, "drop")
    by_id = {site.id: site for site in sites}
    for found in matches:
        found.status = MatchStatus.RELEASED
        by_id[found.site_id].used_m2 -= found.area_m2
    balance.matched_m2 -= opportunity.reserved_m2
    balance.demanded_m2 -= opportunity.demanded_m2
    freed, opportunity.reserved_m2 = opportunity.reserved_m2, 0
    opportunity.status = status
    opportunity.ended_on = today
    opportunity.reason = reason
    return OpportunityDropped(
        opportunity_id=opportunity.id,
        region_code=opportunity.region_code,
        freed_m2=freed,
        dropped_on=today,
    )


def withdraw(site: Site, balance: LandBalance) -> None:
    """Withdraw a site that nobody uses."""
    status = SITE_LIFE.after(site.status, "withdraw")
    UNUSED.require(site.used_m2 == 0, used_m2=site.used_m2)
    site.status = status
    balance.offered_m2 -= site.offered_m2
