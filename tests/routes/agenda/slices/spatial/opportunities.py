"""Opportunities, sites and balances of land in the matrix."""

from services.agenda.spatial.opportunities import rules
from services.agenda.spatial.opportunities.models import LandBalance, Opportunity, Site, SiteStatus, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

NOWHERE = "018f0000-0000-7000-8000-000000000000"
OPPORTUNITY = {
    "regionCode": "CR36",
    "title": "A supplier grows",
    "demandedBy": "A firm",
    "demandedM2": 10_000,
    "requirements": [],
    "registeredOn": "2015-01-05",
}
SITE = {
    "regionCode": "CR36",
    "municipalityCode": "GM0772",
    "name": "Acht",
    "offeredM2": 50_000,
    "plots": 4,
    "multimodal": True,
}


SLICE = Slice(
    kept=(
        Kept("agenda", "opportunities", Opportunity, REGIONS),
        Kept("agenda", "opportunities", Opportunity, REGIONS, values={"status": Status.DROPPED}),
        *(
            Kept("agenda", "opportunities", Opportunity, REGIONS, EVERYONE, values={"status": status})
            for status in (Status.EXPLORED, Status.FACILITATED)
        ),
        *(
            Kept("agenda", "sites", Site, REGIONS, EVERYONE, values={"status": status})
            for status in SiteStatus
        ),
        Kept("agenda", "land-balances", LandBalance, REGIONS, EVERYONE),
    ),
    changes={
        "agenda:write": "register_opportunity explore_opportunity match_opportunity facilitate_opportunity "
        "drop_opportunity offer_site withdraw_site"
    },
    bodies={
        "match_opportunity": {"siteId": NOWHERE, "areaM2": 1},
        "drop_opportunity": {"reason": "The firm went elsewhere."},
    },
    made=(("region:CR36", "/opportunities", OPPORTUNITY), ("region:CR36", "/sites", SITE)),
    steps=(
        Steps(
            rules.LIFE,
            Opportunity,
            "opportunities",
            {
                "explore": "explore_opportunity",
                "match": "match_opportunity",
                "facilitate": "facilitate_opportunity",
                "drop": "drop_opportunity",
            },
            values={"region_code": "CR36"},
        ),
        Steps(rules.SITE_LIFE, Site, "sites", {"withdraw": "withdraw_site"}, values={"region_code": "CR36"}),
    ),
    public="list_opportunities get_opportunity list_matches list_sites get_site list_land_balances "
    "get_land_balance",
)
