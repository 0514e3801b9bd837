"""Projects from idea to end, whatever order funding tells in (A5, A7, A11, A12, A15, A19, B9, B36, B52)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.agendas.agendas.rules import NO_RUNNING_AWARDS
from services.agenda.agendas.ends.rules import withdraw
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.models import Status as ClusterStatus
from services.agenda.projects.projects import rules
from services.agenda.projects.projects.models import Project, Reach, Status
from services.agenda.projects.runs import rules as runs
from services.agenda.spatial.mirt_items import rules as mirt
from services.agenda.spatial.mirt_items.models import ClusterRelevance, MirtItem
from shared.contracts.agenda.projects import ProjectCancelled
from shared.contracts.funding.applications import ApplicationAwarded, ApplicationReceived
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from shared.kernel.rules import NOT_FOUND
from shared.testing.rules import person, refused

TODAY = date(2016, 6, 1)
AT = datetime(2016, 6, 1, 9, tzinfo=UTC)
NOW = Moment(AT, AT)
THEMES = Regime("themes", "t", date(2010, 1, 1), None, "test", {"themes": ["SME_INNOVATION"]})
CATEGORIES = Regime("project-categories", "t", date(2010, 1, 1), None, "test", {"categories": ["INNOVATION"]})
AUTHOR, OFFICER = person("author", "region:CR36"), person("officer")
CONTENT: dict[str, Any] = {
    "title": "Photonics",
    "purpose": None,
    "participants": [],
    "partner_regions": [],
    "topsectors": [],
    "themes": [],
    "policy_domains": [],
    "policy_line": None,
    "total_cost_cents": None,
    "dedicated_infrastructure": None,
    "dedicated_to": None,
}
WHOLE = {"participants": ["68750110"], "total_cost_cents": 12_000_000_00}


def idea(**values: Any) -> Project:
    known = {"region_code": "CR36", **CONTENT, **values}
    return Project(owner="region:CR36", described_by=["author"], **known)


def adopted(**values: Any) -> Agenda:
    known = {"region_code": "CR36", "status": AgendaStatus.ADOPTED, **values}
    return Agenda(
        owner="region:CR36",
        title="Brainport",
        starts_on=date(2015, 1, 1),
        ends_on=date(2018, 12, 31),
        urgency=[],
        goals=[],
        actions=[{"name": "Shared facilities"}],
        economic_chapter=None,
        spatial_chapter=None,
        **known,
    )


def leading() -> Cluster:
    return Cluster(
        owner="region:CR36",
        region_code="CR36",
        cluster_code="BRAINPORT",
        name="Brainport",
        status=ClusterStatus.LEADING,
        valid_from=date(2015, 1, 1),
        valid_until=date(2019, 12, 31),
    )


def defined(agenda: Agenda | None = None, **values: Any) -> Project:
    found, agenda, cluster = idea(**{**WHOLE, **values}), agenda or adopted(), leading()
    link = {"agenda_id": agenda.id, "cluster_id": cluster.id, "category": "INNOVATION"}
    rules.define(found, link, rules.Basis(agenda, cluster), AUTHOR, CATEGORIES, TODAY)
    return found


def approved(status: Status = Status.APPROVED) -> Project:
    found = defined()
    rules.approve(found, rules.Basis(adopted(), leading()), OFFICER, NOW)
    found.status = status
    return found


@pytest.mark.parametrize(
    ("topsectors", "cross_over"),
    [([], False), (["HTSM"], False), (["HTSM", "HTSM"], False), (["HTSM", "LSH"], True)],
)
def test_a_cross_over_is_of_two_topsectors_or_more(topsectors: list[str], cross_over: bool) -> None:
    """B52; none is allowed (A11)."""
    assert rules.describe(idea(topsectors=topsectors), THEMES).cross_over is cross_over


@pytest.mark.parametrize(
    ("own", "partners", "several"),
    [
        ("CR36", [], False),
        ("CR36", ["CR36"], False),
        ("CR36", ["CR35"], True),
        ("CR36", ["PV30", "LD04"], False),  # the province and the landsdeel that Zuidoost-Brabant lies in
        ("CR36", ["PV31"], True),
        ("LD04", ["CR36"], False),
        ("LD04", ["CR36", "CR35"], True),
        ("CR36", ["AM06"], False),  # whose borders cross those of provinces
        ("AM06", ["AM36"], True),
    ],
)
def test_supra_regional_is_of_two_regions_that_lie_apart(
    own: str, partners: list[str], several: bool
) -> None:
    """B52: partners in two regions or more; domain.md section 5 on which regions hold each other."""
    found = rules.describe(idea(region_code=own, partner_regions=partners), THEMES)
    assert found.supra_regional is several


@pytest.mark.parametrize(
    ("dedicated", "firm", "allowed"),
    [
        (None, None, True),
        (False, None, True),
        (True, "68750110", True),
        (True, None, False),
        (False, "68750110", False),
        (None, "68750110", False),
    ],
)
def test_dedicated_infrastructure_names_the_one_firm(
    dedicated: bool | None, firm: str | None, allowed: bool
) -> None:
    """A7."""
    found = idea(dedicated_infrastructure=dedicated, dedicated_to=firm)
    if allowed:
        rules.describe(found, THEMES)
    else:
        refused(rules.DEDICATED, lambda: rules.describe(found, THEMES))


def test_a_theme_is_a_known_one() -> None:
    """B9."""
    facts = refused(rules.THEMES, lambda: rules.describe(idea(themes=["FISHING"]), THEMES))
    assert facts == {"themes": ["SME_INNOVATION"]}


def test_an_idea_needs_little_and_a_definition_is_whole() -> None:
    """Domain.md 3.6: IDEA, link_agenda."""
    found = rules.record(idea(), rules.Basis(None, None), AUTHOR, CATEGORIES, TODAY)
    assert (found.status, found.defined_by) == (Status.IDEA, None)
    half = idea(agenda_id=adopted().id)
    facts = refused(
        rules.WHOLE, lambda: rules.record(half, rules.Basis(adopted(), None), AUTHOR, CATEGORIES, TODAY)
    )
    assert facts == {"missing": ["clusterId", "category", "totalCostCents", "participants"]}
    found = defined(action="Shared facilities")
    assert (found.status, found.defined_by, found.regime) == (Status.DEFINED, "author", CATEGORIES.reference)


@pytest.mark.parametrize(
    ("changes", "agenda", "cluster", "rule"),
    [
        ({}, None, leading(), rules.AGENDA_ADOPTED),
        ({}, adopted(status=AgendaStatus.WITHDRAWN), leading(), rules.AGENDA_ADOPTED),
        ({}, adopted(region_code="CR35"), leading(), rules.SAME_REGION),
        ({}, adopted(), None, rules.CLUSTER_LEADING),
        ({"category": "FISHING"}, adopted(), leading(), rules.CATEGORY),
        ({"action": "Another"}, adopted(), leading(), rules.ACTION),
    ],
)
def test_a_definition_fits_its_agenda_and_cluster(
    changes: dict[str, str], agenda: Agenda | None, cluster: Cluster | None, rule: Any
) -> None:
    link = {"agenda_id": UUID(int=1), "cluster_id": UUID(int=2), "category": "INNOVATION", **changes}
    found = idea(**WHOLE)
    refused(rule, lambda: rules.define(found, link, rules.Basis(agenda, cluster), AUTHOR, CATEGORIES, TODAY))
    assert found.status is Status.IDEA


def test_a_defined_project_stays_whole() -> None:
    found = defined()
    facts = refused(rules.WHOLE, lambda: rules.revise(found, CONTENT, AUTHOR, THEMES))
    assert facts == {"missing": ["totalCostCents", "participants"]}
    found = defined()
    rules.revise(found, {**CONTENT, **WHOLE, "topsectors": ["HTSM", "LSH"]}, AUTHOR, THEMES)
    assert (found.status, found.cross_over) == (Status.DEFINED, True)
    refused(rules.LIFE.rule, lambda: rules.revise(approved(), CONTENT, AUTHOR, THEMES))


def test_neither_who_described_nor_who_defined_a_project_approves_it() -> None:
    """B10: nor who did so before another did."""
    found = defined()
    found.described_by = ["officer", *found.described_by]
    refused(rules.FOUR_EYES, lambda: rules.approve(found, rules.Basis(adopted(), leading()), OFFICER, NOW))


def test_an_approval_tells_what_the_project_is_about() -> None:
    told = rules.approve(defined(topsectors=["HTSM"]), rules.Basis(adopted(), leading()), OFFICER, NOW)
    assert (told.topsectors, told.total_cost_cents) == (["HTSM"], 12_000_000_00)


def test_no_project_is_approved_under_an_agenda_that_was_withdrawn() -> None:
    gone = adopted(status=AgendaStatus.WITHDRAWN)
    refused(
        rules.AGENDA_ADOPTED, lambda: rules.approve(defined(), rules.Basis(gone, leading()), OFFICER, NOW)
    )


def cost(name: str, cents: int, *paid: tuple[str, int]) -> dict[str, Any]:
    parts = [{"instrument": who, "source_group": "REGION", "amount_cents": part} for who, part in paid]
    return {"name": name, "amount_cents": cents, "paid_by": parts}


def test_a_mix_adds_up_by_instrument_and_names_where_several_pay() -> None:
    """B36: a plan paid for by several instruments at once."""
    found = defined(total_cost_cents=1_000)
    costs = [cost("Building", 600, ("EFRO", 240), ("RIF", 360)), cost("Staff", 400, ("EFRO", 100))]
    rules.finance(found, costs, AUTHOR)
    sums = [(part["instrument"], part["amount_cents"]) for part in found.mix]
    assert sums == [("EFRO", 340), ("RIF", 360)]
    assert (found.overlaps, found.financed_cents) == (["Building"], 700)
    less = {**CONTENT, **WHOLE, "total_cost_cents": 999}
    refused(rules.PAID_ONCE, lambda: rules.revise(found, less, AUTHOR, THEMES))


@pytest.mark.parametrize(
    ("costs", "rule", "facts"),
    [
        ([cost("A", 600, ("EFRO", 601))], rules.PAID_ONCE, {"cost": 1}),
        ([cost("A", 600), cost("B", 100, ("EFRO", 60), ("RIF", 41))], rules.PAID_ONCE, {"cost": 2}),
        ([cost("A", 600), cost("B", 401)], rules.PAID_ONCE, {"cost": None}),
        ([cost("A", 1), cost("A", 1)], rules.NAMED_ONCE, {}),
        ([cost("A", 9, ("EFRO", 1), ("EFRO", 1))], rules.NAMED_ONCE, {}),
    ],
)
def test_no_cost_is_paid_twice(costs: list[dict[str, Any]], rule: Any, facts: dict[str, object]) -> None:
    """B36: no double funding of the same cost."""
    found = defined(total_cost_cents=1_000)
    assert refused(rule, lambda: rules.finance(found, costs, AUTHOR)) == facts
    assert found.financing == []


def received(number: int, day: int = 1) -> ApplicationReceived:
    return ApplicationReceived(
        application_id=UUID(int=number),
        tranche_id=UUID(int=9),
        project_id=UUID(int=8),
        region_code="CR36",
        requested_cents=1,
        received_at=datetime(2016, 2, day, 10, tzinfo=UTC),
    )


def awarded(number: int, cents: int) -> ApplicationAwarded:
    return ApplicationAwarded(
        application_id=UUID(int=number),
        tranche_id=UUID(int=9),
        project_id=UUID(int=8),
        region_code="CR36",
        amount_cents=cents,
        regime="rea@1",
        awarded_on=date(2016, 3, 1),
        awarded_at=AT,
    )


FACT = UUID(int=1)
TOLD: dict[str, Callable[[Project], object]] = {
    "complete": lambda project: runs.note_cofunding(project, "fund", FACT),
    "received 1": lambda project: runs.note_application(project, received(1), FACT),
    "awarded 1": lambda project: runs.note_award(project, awarded(1, 2_000_000_00), FACT),
    "received 2": lambda project: runs.note_application(project, received(2, 15), FACT),
    "awarded 2": lambda project: runs.note_award(project, awarded(2, 1_000_000_00), FACT),
}


@pytest.mark.parametrize("order", list(permutations(TOLD)), ids=" ".join)
def test_whatever_the_order_the_award_wins_and_the_sum_is_right(order: tuple[str, ...]) -> None:
    """A12: several applications may be awarded; nothing that funding tells is lost."""
    found = approved()
    sums = []
    for name in order:
        TOLD[name](found)
        sums.append(found.awarded_cents)
    assert (found.status, found.awarded_cents, found.cofunding_complete) == (
        Status.AWARDED,
        3_000_000_00,
        True,
    )
    assert sums == sorted(sums)
    assert [each["received_on"] for each in found.applications] == ["2016-02-01", "2016-02-15"]


@given(st.lists(st.sampled_from(["cancel", *TOLD]), max_size=20))
def test_told_again_in_any_order_and_after_the_end_counts_once(steps: list[str]) -> None:
    """The furthest state stays, a sum never falls, and an award on a cancelled project is in question."""
    found = approved()
    for step in steps:
        before = found.awarded_cents
        if step != "cancel":
            TOLD[step](found)
        elif found.status is not Status.CANCELLED:
            runs.cancel(found, "No demand", TODAY)
        assert found.awarded_cents >= before
    cents = {"awarded 1": 2_000_000_00, "awarded 2": 1_000_000_00}
    assert found.awarded_cents == sum(cents[step] for step in cents.keys() & set(steps))
    assert found.award_in_question == ("cancel" in steps and found.awarded_cents > 0)
    furthest = (
        (Status.CANCELLED, {"cancel"}),
        (Status.AWARDED, set(cents)),
        (Status.APPLIED, {"received 1", "received 2"}),
        (Status.FUNDED_IN_PRINCIPLE, {"complete"}),
    )
    expected = next((status for status, by in furthest if by & set(steps)), Status.APPROVED)
    assert found.status is expected


def test_a_project_whose_cofunding_is_lost_waits_for_it_again() -> None:
    """A13."""
    found = approved()
    runs.note_cofunding(found, "fund", FACT)
    runs.note_cofunding(found, "lose_cofunding", FACT)
    assert (found.status, found.cofunding_complete) == (Status.APPROVED, False)


def test_what_is_told_of_a_plan_is_not_ours_and_of_an_unknown_project_not_lost() -> None:
    plan = awarded(1, 5).model_copy(update={"project_id": None})
    assert runs.note_award(None, plan, FACT) == []
    refused(NOT_FOUND, lambda: runs.note_award(None, awarded(1, 5), FACT))
    refused(rules.LIFE.rule, lambda: runs.note_award(defined(), awarded(1, 5), FACT))


def test_a_project_starts_no_earlier_than_the_last_application_awarded_for_it() -> None:
    """Domain.md 3.6: start[date; not before application]."""
    found = approved()
    for told in ("received 1", "awarded 1", "received 2"):
        TOLD[told](found)
    early = date(2016, 1, 31)
    facts = refused(runs.AFTER_APPLICATION, lambda: runs.start(found, early, TODAY))
    assert facts == {"first_day": date(2016, 2, 1)}
    refused(runs.IN_ORDER, lambda: runs.start(found, date(2016, 6, 2), TODAY))
    TOLD["awarded 2"](found)
    refused(runs.AFTER_APPLICATION, lambda: runs.start(found, date(2016, 2, 14), TODAY))
    runs.start(found, date(2016, 2, 15), TODAY)
    assert (found.status, found.started_on) == (Status.RUNNING, date(2016, 2, 15))


def test_an_award_whose_application_was_not_told_yet_lets_a_project_start_from_its_own_day() -> None:
    found = approved()
    TOLD["awarded 1"](found)
    refused(runs.AFTER_APPLICATION, lambda: runs.start(found, date(2016, 2, 29), TODAY))
    runs.start(found, date(2016, 3, 1), TODAY)


@pytest.mark.parametrize(
    "end",
    [
        lambda found, on: runs.finish(found, on, TODAY),
        lambda found, on: runs.stop(found, on, "The firm left", TODAY),
    ],
    ids=["finish", "stop"],
)
def test_a_running_project_ends_after_its_start_and_is_then_closed(
    end: Callable[[Project, date], Any],
) -> None:
    found = approved(Status.RUNNING)
    found.started_on = date(2016, 4, 1)
    refused(runs.IN_ORDER, lambda: end(found, date(2016, 3, 31)))
    refused(runs.IN_ORDER, lambda: end(found, date(2016, 6, 2)))
    told = end(found, date(2016, 4, 1))
    assert told.ended_on == found.ended_on == date(2016, 4, 1)
    runs.evaluate(found, "Report")
    assert (found.status, found.evaluation) == (Status.CLOSED, "Report")


def test_a_mirt_item_serves_a_project_of_the_same_cluster() -> None:
    """A19: link project and MIRT item."""
    item = MirtItem(
        owner="state",
        code="A67",
        title="A67",
        description="d",
        region_codes=["CR36"],
        fund="INFRASTRUCTURE_FUND",
        next_decision_on=None,
    )
    cluster, served = leading(), approved()
    argued = ClusterRelevance(
        owner="region:CR36",
        mirt_item_id=item.id,
        cluster_id=cluster.id,
        project_id=served.id,
        argument="It opens the campus.",
        argued_by="author",
    )
    refused(mirt.SERVED, lambda: mirt.argue(argued, item, cluster, None))
    refused(mirt.SERVED, lambda: mirt.argue(argued, item, cluster, served))
    served.cluster_id = cluster.id
    assert mirt.argue(argued, item, cluster, served) is argued


def test_an_idea_is_cancelled_in_silence_and_an_approved_project_is_told_of() -> None:
    dropped, known = idea(), approved()
    assert runs.cancel(dropped, "No demand", TODAY) == []
    (told,) = runs.cancel(known, "No demand", TODAY)
    assert (told.project_id, told.ended_on, told.awarded_cents) == (known.id, TODAY, 0)
    assert (dropped.reach, known.reach) == (Reach.OWN, Reach.PUBLIC)


@pytest.mark.parametrize("status", [Status.AWARDED, Status.RUNNING, Status.FINISHED, Status.STOPPED])
def test_an_agenda_stays_while_an_award_under_it_is_not_closed(status: Status) -> None:
    """A8; domain.md 3.1: no running awards depending."""
    projects = [approved(status), approved(Status.CLOSED)]
    facts = refused(NO_RUNNING_AWARDS, lambda: withdraw(adopted(), "A new plan", projects, TODAY))
    assert facts == {"projects": 1}


def test_what_waits_for_money_is_cancelled_with_its_agenda_and_the_rest_is_left() -> None:
    """A8: a project that is only defined may be linked to another agenda."""
    waiting = [approved(status) for status in (Status.APPROVED, Status.FUNDED_IN_PRINCIPLE, Status.APPLIED)]
    others = [defined(), approved(Status.CLOSED), approved(Status.CANCELLED)]
    _, *told = withdraw(adopted(), "A new plan", [*waiting, *others], TODAY)
    cancelled = [each.project_id for each in told if isinstance(each, ProjectCancelled)]
    assert cancelled == [project.id for project in waiting]
    assert {project.status for project in waiting} == {Status.CANCELLED}
    assert [project.status for project in others] == [Status.DEFINED, Status.CLOSED, Status.CANCELLED]
