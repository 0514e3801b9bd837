"""What a region may be made of, and how two regions overlap."""

from collections.abc import Sequence
from datetime import date

from services.agenda.places.regions.models import Kind, Membership, Region, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.periods import holds
from shared.kernel.rules import OWN_OBJECTS, Rule
from shared.reference import catalogue

URBAN_CODE = "SR"  # what regions put together themselves, of municipalities that they name
LIFE = Lifecycle(
    "region",
    Status.CURRENT,
    {(Status.CURRENT, "join"): Status.CURRENT, (Status.CURRENT, "end"): Status.ENDED},
    source="A4",
)
MEMBERSHIP_LIFE = Lifecycle(
    "membership", Status.CURRENT, {(Status.CURRENT, "end"): Status.ENDED}, source="A4"
)
URBAN = Rule(
    "region.urban-only",
    "Regions themselves put urban regions together and end them; all others come with the reference data.",
    source="A4, B7",
    mend="Choose an urban region, or load newer reference data.",
    refusal="Only urban regions are put together and ended here",
)
MUNICIPALITIES = Rule(
    "region.known-municipalities",
    "An urban region is made of municipalities that exist, each once on a day.",
    source="A4",
    mend="Leave out what the answer names.",
    refusal="A municipality is not there, or is named twice on a day",
)
ONCE = Rule(
    "region.known-once",
    "A code belongs to one region.",
    source="A4",
    mend="Choose another code.",
    refusal="Another region has this code",
)
DATES = Rule(
    "region.dates",
    "A region and a membership end after they begin, and a member joins a region that is there.",
    source="A4; domain.md section 5",
    mend="Correct the date.",
    refusal="The region or membership would end before it begins, or the region is not there",
)
MEMBERS_KNOWN = Rule(
    "region.members-known",
    "A region is asked for its municipalities where they are known: none of a labour market region or before "
    "2004, and of a COROP area not while a municipality that is gone may have lain in it.",
    source="A4, B29; domain.md section 5, point 4",
    mend="Ask a later day, or the province: the answer names the municipalities of which it is not known.",
    refusal="The municipalities of this region are not known on that day",
)
KNOWN = Rule(
    "region.known",
    "Both regions are known.",
    source="A4",
    mend="Look the codes up in the list of regions.",
    refusal="One of the regions is not known",
)


def make(region: Region, asked: Sequence[str], known: list[Region]) -> list[Membership]:
    """Put an urban region (stedelijke regio) together of municipalities (A4); `known` are stored regions."""
    ONCE.require(all(other.code != region.code for other in known))
    there = {m.code for m in known if m.kind is Kind.MUNICIPALITY and covers(m, region.valid_from)}
    unknown = sorted({code for code in asked if code not in there or asked.count(code) > 1})
    MUNICIPALITIES.require(not unknown, municipalities=unknown)
    return [_member(region, code, region.valid_from) for code in asked]


def join(
    region: Region, municipality: Region | None, since: date, members: Sequence[Membership]
) -> Membership:
    """Let a municipality join an urban region from a day on."""
    status = LIFE.after(region.status, "join")
    URBAN.require(region.kind is Kind.URBAN_REGION, kind=region.kind)
    joining = MUNICIPALITIES.present(municipality)
    MUNICIPALITIES.require(joining.kind is Kind.MUNICIPALITY, kind=joining.kind)
    DATES.require(region.valid_from <= since, valid_from=region.valid_from)
    there = [m for m in members if m.member_code == joining.code and _is_left_after(m, since)]
    MUNICIPALITIES.require(covers(joining, since) and not there, municipalities=[joining.code])
    region.status = status
    return _member(region, joining.code, since)


def end_membership(membership: Membership, on: date) -> None:
    """End a membership of an urban region on its last day."""
    status = MEMBERSHIP_LIFE.after(membership.status, "end")
    URBAN.require(membership.kind is Kind.URBAN_REGION, kind=membership.kind)
    DATES.require(membership.valid_from <= on, valid_from=membership.valid_from)
    membership.status = status
    membership.valid_until = on


def end(region: Region, members: Sequence[Membership], on: date) -> None:
    """End an urban region with its memberships on its last day."""
    OWN_OBJECTS.require(region.kind is Kind.URBAN_REGION, resource="region")
    status = LIFE.after(region.status, "end")
    DATES.require(region.valid_from <= on, valid_from=region.valid_from)
    for member in members:
        if member.status is Status.CURRENT:
            end_membership(member, on)
    region.status = status
    region.valid_until = on


def covers(there: Region | Membership, on: date) -> bool:
    """Whether a region or a membership is there on a day; its last day is one of its days."""
    return holds(there.valid_from, there.valid_until, on)


def require_members_known(region_code: str | None, on: date) -> None:
    """Refuse to ask a region for its municipalities on a day when not all of them are known."""
    if region_code is None or region_code.startswith(URBAN_CODE):
        return
    MEMBERS_KNOWN.require(on >= catalogue.MUNICIPALITIES_SINCE, since=catalogue.MUNICIPALITIES_SINCE)
    is_corop = region_code in catalogue.corops()
    unplaced = catalogue.unplaced_gemeenten(region_code, on) if is_corop else ()
    MEMBERS_KNOWN.require(not unplaced, region=region_code, municipalities=list(unplaced))


def members_on(region: Region, memberships: Sequence[Membership], on: date) -> set[str]:
    """The municipalities of a region on the day of these memberships; a municipality is its own."""
    MEMBERS_KNOWN.require(region.kind is not Kind.LABOUR_MARKET, region=region.code)
    require_members_known(region.code, on)
    alone = {region.code} if region.kind is Kind.MUNICIPALITY else set()
    return alone | {membership.member_code for membership in memberships}


def overlap(first: set[str], second: set[str]) -> dict[str, object]:
    """The municipalities that two regions share, and whether one holds the other (A4)."""
    shared = sorted(first & second)
    return {
        "municipalities": shared,
        "count": len(shared),
        "first_within_second": bool(first) and first <= second,
        "second_within_first": bool(second) and second <= first,
    }


def _is_left_after(there: Region | Membership, on: date) -> bool:
    return there.valid_until is None or on <= there.valid_until


def _member(region: Region, code: str, since: date) -> Membership:
    return Membership(
        owner=region.owner,
        member_code=code,
        member_kind=Kind.MUNICIPALITY,
        region_code=region.code,
        kind=region.kind,
        valid_from=since,
    )
