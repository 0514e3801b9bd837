"""Physical conditions in Brainport: a MIRT item, land for an opportunity, the Ladder, a plan (A19–A22)."""

from deploy.local.story.player import Json, Player

REGION, BOARD, STATE = "region-brainport", "region-brainport-board", "state-policy"
AT = "2016-12-05T09:00:00Z"


def play(player: Player) -> None:
    """Bring land, access and rules together around the cluster."""
    player.chapter("Physical conditions")
    _mirt(player)
    site, opportunity = _land(player)
    _ladder(player, opportunity)
    plan = {
        "regionCode": "CR36",
        "kind": "ZONING_PLAN",
        "title": "Bestemmingsplan Brainport Industries Campus (example)",
        "authority": "Gemeenteraad Eindhoven",
        "decidedOn": "2016-02-02",
        "identifier": "NL.IMRO.0772.80265-0301",
        "flexibility": "One plan for many kinds of industry.",
        "subjectKind": "SITE",
        "subjectId": site["id"],
    }
    linked = player.do("spatial-plan", REGION, "/agenda/v1/spatial-instruments", plan, at=AT)
    player.tell(f"the plan that carries the site is known by the law of its day ({linked['regime']})")


def _mirt(player: Player) -> None:
    item = {
        "code": "A67-LEENDERHEIDE",
        "title": "A67 Leenderheide–Zaarderheiken",
        "description": "Access by road to the campuses of Zuidoost-Brabant.",
        "regionCodes": ["CR36", "CR37"],
        "fund": "INFRASTRUCTURE_FUND",
    }
    made = player.do("mirt-item", STATE, "/agenda/v1/mirt-items", item, at=AT)
    decision = {
        "decision": "decide_start",
        "decidedOn": "2016-10-13",
        "decidingBody": "Minister van Infrastructuur en Milieu",
        "document": "BO MIRT 2016",
        "nextDecisionOn": "2018-12-31",
    }
    path = f"/agenda/v1/mirt-items/{made['id']}/decisions"
    decided = player.do("mirt-start", STATE, path, decision, on=made, at=AT)
    player.tell(f"{decided['title']}: {decided['status'].lower()} by its start decision → MirtPhaseChanged")


def _land(player: Player) -> tuple[Json, Json]:
    site = {
        "regionCode": "CR36",
        "municipalityCode": "GM0772",
        "name": "Brainport Industries Campus",
        "offeredM2": 650_000,
        "plots": 12,
        "multimodal": True,
    }
    offered = player.do("site", REGION, "/agenda/v1/sites", site, at=AT)
    demand = {
        "regionCode": "CR36",
        "title": "Room for suppliers of high-tech machines",
        "demandedBy": "Suppliers of Brainport Industries",
        "demandedM2": 100_000,
        "requirements": ["Shared facilities", "Access by road and rail"],
        "registeredOn": "2016-01-11",
    }
    wanted = player.do("opportunity", REGION, "/agenda/v1/opportunities", demand, at=AT)
    path = f"/agenda/v1/opportunities/{wanted['id']}"
    wanted = player.do("opportunity-explore", REGION, f"{path}/explorations", on=wanted, at=AT)
    match = {"siteId": offered["id"], "areaM2": 100_000}
    wanted = player.do("opportunity-match", REGION, f"{path}/matches", match, on=wanted, at=AT)
    player.tell(
        f"{wanted['reservedM2'] // 10_000} hectares are set apart on {offered['name']} → OpportunityMatched"
    )
    return offered, wanted


def _ladder(player: Player, opportunity: Json) -> None:
    body = {
        "regionCode": "CR36",
        "municipalityCode": "GM0772",
        "title": "Brainport Industries Campus",
        "opportunityId": opportunity["id"],
        "need": "Suppliers ask for ten hectares near each other.",
        "insideUrbanArea": False,
        "alternatives": "No site of that size inside the built-up area.",
        "multimodalAccess": "Motorway A2 and bus; a rail terminal at Acht.",
    }
    made = player.do("ladder", REGION, "/agenda/v1/ladder-assessments", body, at=AT)
    path = f"/agenda/v1/ladder-assessments/{made['id']}"
    condition = {"condition": "A green edge", "responsible": "Gemeente Eindhoven", "dueOn": "2018-12-31"}
    made = player.do("ladder-condition", REGION, f"{path}/conditions", condition, on=made, at=AT)
    conclusion = {"outcome": "YES_PROVIDED", "decidingBody": "College van B en W van Eindhoven"}
    made = player.do("ladder-conclude", BOARD, f"{path}/conclusions", conclusion, on=made, at=AT)
    player.tell(f"the Ladder says yes, provided ({made['openConditions']} condition) → LadderAssessed")
