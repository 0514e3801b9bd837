"""Guards of an award that no ordinary case reaches over HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.funding.applications.applications.models import Application, Status
from services.funding.awards.awards import rules
from services.funding.programmes.tranches.models import DistributionMethod, Tranche
from services.funding.programmes.tranches.models import Status as TrancheStatus
from services.funding.programmes.years.models import ProgrammeYear
from services.funding.programmes.years.rules import opening_of_year, split_by_source
from shared.kernel.mandates import Decision
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal, Tenant
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused

AT, ID = datetime(2015, 3, 2, 9, tzinfo=UTC), UUID(int=1)
NOW = Moment(AT, AT)
OFFICER = Decision(
    Principal("officer", "tests", frozenset(), Tenant.parse("state")), "MINISTER_EZ", None, "x@1"
)
TERMS = {
    "minimum_award_cents": 0,
    "advance_at_approval_percent": "10",
    "advance_ceiling_percent": "80",
}


def regime(**terms: object) -> Regime:
    return Regime("sectorplan", "2015", AT.date(), None, "test", {**TERMS, **terms})


def year(state_cents: int, committed_cents: int = 0) -> ProgrammeYear:
    return ProgrammeYear(
        owner="state",
        programme="T",
        year=2015,
        total_cents=state_cents,
        region_cents=0,
        state_cents=state_cents,
        private_knowledge_cents=0,
        regime="x@1",
        opened_by="programme",
        opened_at=AT,
        committed_state_cents=committed_cents,
    )


def ready() -> Application:
    return Application(
        owner="region:CR36",
        tranche_id=ID,
        project_id=None,
        region_code="CR36",
        landsdeel_code="LD04",
        title="Plan",
        measures=[],
        total_cost_cents=2_000,
        requested_cents=1_000,
        maximum_cents=1_000,
        output_targets=[],
        lead_applicant={},
        regime="x@1",
        received_at=AT,
        status=Status.READY_TO_DECIDE,
        assessed_by="assessor",
        concluded_by="second assessor",
    )


def funds(of_year: ProgrammeYear) -> rules.Funds:
    tranche = Tranche(
        owner="state",
        programme_year_id=of_year.id,
        number=1,
        title="T",
        categories=[],
        allowed_measures=[],
        opens_at=AT,
        closes_at=AT,
        opens_on=AT.date(),
        ceiling_cents=10_000,
        distribution_method=DistributionMethod.ARRIVAL,
        regime_code="sectorplan",
        regime="x@1",
        status=TrancheStatus.OPEN,
    )
    return rules.Funds(None, tranche, of_year, ahead_cents=0)


def test_the_years_own_ceiling_holds_even_when_its_tranches_promise_more() -> None:
    application, drawn = ready(), funds(year(5_000, committed_cents=4_300))
    with pytest.raises(Refused) as refused:
        rules.award(application, drawn, 701, regime(), OFFICER, NOW)
    assert (refused.value.rule.code, refused.value.facts) == ("award.within-year", {"room_cents": 700})
    unchanged = (drawn.tranche.awarded_cents, drawn.year.committed_state_cents, application.status)
    assert unchanged == (0, 4_300, Status.READY_TO_DECIDE)
    rules.award(application, drawn, 700, regime(), OFFICER, NOW)
    assert (drawn.tranche.awarded_cents, drawn.year.committed_state_cents) == (700, 5_000)


@pytest.mark.parametrize("subject", ["assessor", "second assessor"])
def test_neither_who_opened_nor_who_concluded_the_assessment_awards(subject: str) -> None:
    officer = Principal(subject, "tests", frozenset(), Tenant.parse("state"))
    with pytest.raises(Refused) as refused:
        rules.award(ready(), funds(year(5_000)), 1, regime(), replace(OFFICER, officer=officer), NOW)
    assert refused.value.rule is rules.FOUR_EYES


def test_advance_terms_are_rounded_half_up_once() -> None:
    application = ready()
    rules.award(application, funds(year(5_000)), 995, regime(), OFFICER, NOW)
    assert (application.advance_at_approval_cents, application.advance_ceiling_cents) == (100, 796)


def test_a_missing_term_is_never_taken_for_zero() -> None:
    incomplete = Regime("sectorplan", "2015", AT.date(), None, "test", {})
    with pytest.raises(Refused) as refused:
        rules.award(ready(), funds(year(5_000)), 1, incomplete, OFFICER, NOW)
    assert refused.value.rule.code == "regime.term-known"


def test_a_tranche_published_with_another_method_awards_only_when_it_is_over() -> None:
    drawn = funds(year(5_000))
    drawn.tranche.distribution_method = DistributionMethod.RANKING
    drawn.tranche.closes_at = AT + timedelta(seconds=1)
    with pytest.raises(Refused) as refused:
        rules.award(ready(), drawn, 1, regime(), OFFICER, NOW)
    assert refused.value.rule.code == "award.tranche-decides"
    rules.award(ready(), drawn, 1, regime(), OFFICER, Moment(drawn.tranche.closes_at, AT))


def test_an_unknown_reading_of_the_quarter_is_refused() -> None:
    shares = {"region_share": 1, "state_share": 1, "private_knowledge_share": 2, "year_reading": "ABOUT"}
    with pytest.raises(Refused) as refused:
        split_by_source(100, Regime("p", "1", AT.date(), None, "test", shares), "year")
    assert refused.value.facts["term"] == "yearReading"


def test_an_envelope_without_a_state_part_moves_no_money() -> None:
    assert opening_of_year(year(0)) == []
