"""Physical conditions: MIRT phases (A19), land for opportunities (A20), Ladder (A21), spatial law (A22)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.entity import kinds
from services.agenda.spatial.instruments import rules as spatial
from services.agenda.spatial.instruments.models import SpatialInstrument
from services.agenda.spatial.ladder_assessments import rules as ladder
from services.agenda.spatial.ladder_assessments.models import (
    ConditionStatus,
    LadderAssessment,
    LadderCondition,
    Outcome,
)
from services.agenda.spatial.ladder_assessments.models import Status as LadderStatus
from services.agenda.spatial.mirt_items import rules as mirt
from services.agenda.spatial.mirt_items.models import ClusterRelevance, MirtItem, Phase, Relevance
from services.agenda.spatial.opportunities import rules as land
from services.agenda.spatial.opportunities.models import LandBalance, Match, Opportunity, Site, SiteStatus
from services.agenda.spatial.opportunities.models import Status as OpportunityStatus
from shared.kernel.ids import uuid7
from shared.kernel.principal import Principal, Tenant
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule
from shared.testing.rules import refused

TODAY = date(2016, 6, 1)


def person(subject: str, tenant: str = "region:CR36") -> Principal:
    return Principal(subject, "tests", frozenset(), Tenant.parse(tenant))


# --- MIRT (A19) ---


def item() -> MirtItem:
    return MirtItem(
        owner="state",
        code="A67",
        title="A67",
        description="Road",
        region_codes=["CR36"],
        fund="REGIONAL",
        next_decision_on=None,
    )


PATH = [
    ("decide_start", Phase.EXPLORATION),
    ("decide_preference", Phase.PLAN_ELABORATION),
    ("decide_project", Phase.REALISATION),
    ("decide_delivery", Phase.MAINTENANCE),
]


def test_each_decision_of_the_mirt_leads_to_its_phase() -> None:
    found = item()
    for year, (event, phase) in enumerate(PATH, start=2010):
        told = mirt.decide(found, event, {"document": "BO MIRT"}, date(year, 10, 1), None, TODAY)
        assert (found.status, told.phase) == (phase, phase)
    assert [decision["event"] for decision in found.decisions] == [event for event, _ in PATH]


def test_a_decision_is_taken_in_the_order_of_time_and_by_now() -> None:
    found = item()
    refused(mirt.IN_ORDER, lambda: mirt.decide(found, "decide_start", {}, date(2016, 6, 2), None, TODAY))
    mirt.decide(found, "decide_start", {}, date(2012, 1, 1), date(2014, 1, 1), TODAY)
    refused(mirt.IN_ORDER, lambda: mirt.decide(found, "decide_preference", {}, date(2011, 1, 1), None, TODAY))
    refused(
        mirt.IN_ORDER,
        lambda: mirt.decide(found, "decide_preference", {}, date(2013, 1, 1), date(2013, 1, 1), TODAY),
    )
    assert (found.status, found.next_decision_on) == (Phase.EXPLORATION, date(2014, 1, 1))


def test_the_state_finds_what_a_region_argued() -> None:
    cluster = Cluster(owner="region:CR36", region_code="CR36", cluster_code="B", name="Brainport")
    argued = ClusterRelevance(
        owner="region:CR36",
        mirt_item_id=uuid7(),
        cluster_id=cluster.id,
        project_id=None,
        argument="It opens the campus.",
        argued_by="author",
    )
    elsewhere = item()
    elsewhere.region_codes = ["CR01"]
    refused(mirt.OVERLAP, lambda: mirt.argue(argued, elsewhere, cluster, None))
    mirt.argue(argued, item(), cluster, None)
    refused(mirt.FOUR_EYES, lambda: mirt.find(argued, "find_met", "Yes", person("author", "state"), TODAY))
    mirt.find(argued, "find_not_met", "No", person("officer", "state"), TODAY)
    assert argued.status is Relevance.NOT_MET
    refused(
        mirt.RELEVANCE_LIFE.rule, lambda: mirt.find(argued, "find_met", "Yes", person("x", "state"), TODAY)
    )


# --- opportunities (A20) ---


def opportunity(demanded_m2: int) -> Opportunity:
    return Opportunity(
        owner="region:CR36",
        region_code="CR36",
        title="Growth",
        demanded_by="A firm",
        kvk_number=None,
        cluster_id=None,
        demanded_m2=demanded_m2,
        requirements=[],
        registered_on=TODAY,
        needed_on=None,
    )


def site(offered_m2: int, region: str = "CR36") -> Site:
    return Site(
        owner=f"region:{region}",
        region_code=region,
        municipality_code="GM0772",
        name="Acht",
        offered_m2=offered_m2,
        plots=1,
        multimodal=False,
    )


def test_no_more_land_is_set_apart_than_asked_or_offered() -> None:
    balance, wanted, small = LandBalance(owner="region:CR36", region_code="CR36"), opportunity(60), site(50)
    land.register(wanted, balance)
    land.offer(small, balance)
    land.explore(wanted)
    facts = refused(land.WITHIN_DEMAND, lambda: land.match(wanted, small, 61, balance, TODAY))
    assert facts == {"left_m2": 60}
    facts = refused(land.WITHIN_OFFER, lambda: land.match(wanted, small, 51, balance, TODAY))
    assert facts == {"left_m2": 50}
    for elsewhere in (None, site(90, "LD01")):
        refused(
            land.SAME_REGION, lambda elsewhere=elsewhere: land.match(wanted, elsewhere, 1, balance, TODAY)
        )
    match, told = land.match(wanted, small, 50, balance, TODAY)
    assert (match.area_m2, told.left_m2, small.used_m2, balance.matched_m2) == (50, 10, 50, 50)
    assert refused(land.MATCHED, lambda: land.facilitate(wanted, [match], TODAY)) == {"missing_m2": 10}
    refused(land.UNUSED, lambda: land.withdraw(small, balance))


class Region:
    """A region's opportunities and sites, for random acts."""

    def __init__(self) -> None:
        self.balance = LandBalance(owner="region:CR36", region_code="CR36")
        self.wanted: list[Opportunity] = []
        self.sites: list[Site] = []
        self.matches: list[Match] = []

    def act(self, name: str, which: int, area: int) -> None:
        if name == "register":
            self.wanted.append(opportunity(area))
            land.register(self.wanted[-1], self.balance)
        elif name == "offer":
            self.sites.append(site(area))
            land.offer(self.sites[-1], self.balance)
        elif name == "withdraw":
            land.withdraw(self.sites[which % len(self.sites)], self.balance)
        else:
            self._on(self.wanted[which % len(self.wanted)], name, which, area)

    def _on(self, found: Opportunity, name: str, which: int, area: int) -> None:
        mine = [m for m in self.matches if m.opportunity_id == found.id and m.status == "RESERVED"]
        if name == "explore":
            land.explore(found)
        elif name == "match":
            there = self.sites[which % len(self.sites)]
            self.matches.append(land.match(found, there, area, self.balance, TODAY)[0])
        elif name == "facilitate":
            land.facilitate(found, mine, TODAY)
        else:
            land.drop(found, mine, self.sites, self.balance, "Gone", TODAY)


ACTS = st.tuples(
    st.sampled_from(["register", "offer", "withdraw", "explore", "match", "facilitate", "drop"]),
    st.integers(min_value=0, max_value=5),
    st.integers(min_value=1, max_value=100),
)


@given(st.lists(ACTS, max_size=40))
def test_the_balance_is_always_the_sum_of_what_is_there(acts: list[tuple[str, int, int]]) -> None:
    region = Region()
    for act in acts:
        try:
            region.act(*act)
        except (Refused, ZeroDivisionError):
            continue
    there = [o for o in region.wanted if o.status is not OpportunityStatus.DROPPED]
    offered = [s for s in region.sites if s.status is SiteStatus.OFFERED]
    held = [m for m in region.matches if m.status != "RELEASED"]
    assert region.balance.demanded_m2 == sum(o.demanded_m2 for o in there)
    assert region.balance.offered_m2 == sum(s.offered_m2 for s in offered)
    assert region.balance.matched_m2 == sum(m.area_m2 for m in held)
    assert all(s.used_m2 == sum(m.area_m2 for m in held if m.site_id == s.id) for s in region.sites)
    assert all(s.used_m2 <= s.offered_m2 for s in region.sites)


# --- the Ladder (A21) ---


def regime(code: str, **terms: object) -> Regime:
    return Regime(code, "test", date(2012, 1, 1), None, "a test", terms)


THREE_STEPS = regime("ladder", steps=["NEED", "INSIDE_URBAN_AREA", "MULTIMODAL_ACCESS"])
TWO_STEPS = regime("ladder", steps=["NEED", "INSIDE_URBAN_AREA"])


def assessment(*, inside: bool = True, **values: Any) -> LadderAssessment:
    known = {"alternatives": None, "multimodal_access": None, **values}
    return LadderAssessment(
        owner="region:CR36",
        region_code="CR36",
        municipality_code="GM0772",
        title="Room to grow",
        opportunity_id=None,
        need="Six hectares are asked for.",
        inside_urban_area=inside,
        assessed_by="author",
        assessed_on=TODAY,
        regime="ladder@test",
        **known,
    )


def condition(of: LadderAssessment) -> LadderCondition:
    return LadderCondition(
        owner=of.owner,
        assessment_id=of.id,
        condition="Green roofs",
        responsible="The firm",
        due_on=date(2017, 1, 1),
        stated_on=TODAY,
    )


def conclude(
    of: LadderAssessment, outcome: Outcome, reasons: str | None = None, under: Regime = TWO_STEPS
) -> None:
    ladder.conclude(of, ladder.Conclusion(outcome, reasons, "College"), person("officer"), under, TODAY)


def test_the_answer_begins_as_yes_provided() -> None:
    assert assessment().outcome is Outcome.YES_PROVIDED


def test_each_outcome_needs_what_belongs_to_it() -> None:
    plain, conditional = assessment(), assessment()
    ladder.state(conditional, condition(conditional), person("author"))
    refused(ladder.CONDITIONS, lambda: conclude(plain, Outcome.YES_PROVIDED))
    refused(ladder.CONDITIONS, lambda: conclude(conditional, Outcome.YES))
    refused(ladder.REASONS, lambda: conclude(plain, Outcome.NO))
    conclude(plain, Outcome.YES)
    conclude(conditional, Outcome.YES_PROVIDED)
    no = assessment()
    conclude(no, Outcome.NO, "There is land inside the town.")
    assert [a.status for a in (plain, conditional, no)] == [LadderStatus.CONCLUDED] * 3


def test_outside_the_town_the_steps_of_the_law_of_that_day_are_taken() -> None:
    facts = refused(ladder.STEPS, lambda: conclude(assessment(inside=False), Outcome.YES, under=THREE_STEPS))
    assert facts == {"missing": ["alternatives", "multimodalAccess"]}
    facts = refused(ladder.STEPS, lambda: conclude(assessment(inside=False), Outcome.YES))
    assert facts == {"missing": ["alternatives"]}
    conclude(assessment(inside=False, alternatives="None inside"), Outcome.YES)


def test_whoever_assessed_does_not_conclude() -> None:
    of = assessment()
    author = person("author")
    refused(
        ladder.FOUR_EYES,
        lambda: ladder.conclude(of, ladder.Conclusion(Outcome.YES, None, "C"), author, TWO_STEPS, TODAY),
    )


def test_the_last_condition_fulfils_the_assessment() -> None:
    of = assessment()
    conditions = [ladder.state(of, condition(of), person("author")) for _ in range(2)]
    refused(ladder.CONCLUDED, lambda: ladder.fulfil(conditions[0], of, "Seen", TODAY))
    conclude(of, Outcome.YES_PROVIDED)
    ladder.come_due(conditions[0])
    ladder.fulfil(conditions[0], of, "Seen", TODAY)
    assert (of.status, of.open_conditions) == (LadderStatus.CONCLUDED, 1)
    ladder.fulfil(conditions[1], of, "Seen", TODAY)
    assert (of.status, of.open_conditions) == (LadderStatus.FULFILLED, 0)
    assert [found.status for found in conditions] == [ConditionStatus.FULFILLED] * 2


# --- spatial law (A22) ---

OMGEVINGSWET = regime(
    "spatial-instruments",
    kinds=["ENVIRONMENTAL_PLAN"],
    identifier="/akn/nl/act/[a-z]{2,4}[0-9]{2,6}/[0-9]{4}/[0-9A-Za-z_.-]{1,80}",
)


def instrument(**values: Any) -> SpatialInstrument:
    known = {
        "kind": "ENVIRONMENTAL_PLAN",
        "identifier": "/akn/nl/act/gm0363/2024/omgevingsplan",
        "subject_kind": "SITE",
        "decided_on": TODAY,
        **values,
    }
    return SpatialInstrument(
        owner="region:CR36",
        region_code="CR36",
        title="Plan",
        authority="Council",
        flexibility="Open norms",
        subject_id=uuid7(),
        regime="x@1",
        **known,
    )


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"kind": "ZONING_PLAN"}, spatial.KIND),
        ({"identifier": "NL.IMRO.0772.80265-0301"}, spatial.IDENTIFIER),
        ({"identifier": "x/akn/nl/act/gm0363/2024/omgevingsplan"}, spatial.IDENTIFIER),
        ({"decided_on": date(2016, 6, 2)}, spatial.DECIDED),
        ({"subject_kind": "BOARD"}, spatial.SUBJECT),
    ],
)
def test_an_instrument_is_one_that_the_law_of_its_day_knows(values: dict[str, Any], rule: Rule) -> None:
    refused(rule, lambda: spatial.link(instrument(**values), site(1), OMGEVINGSWET, TODAY))


def test_whatever_an_instrument_may_carry_is_kept_here() -> None:
    """Each kind that the rule names is the code of one that exists."""
    assert set(spatial.CARRIED) <= kinds().keys()


def test_an_instrument_carries_a_record_that_is_there() -> None:
    refused(spatial.SUBJECT, lambda: spatial.link(instrument(), None, OMGEVINGSWET, TODAY))
    told = spatial.link(instrument(), site(1), OMGEVINGSWET, TODAY)
    assert told.identifier == "/akn/nl/act/gm0363/2024/omgevingsplan"
