"""What of a withdrawn award is room again, by the regime and the year (domain.md 3.22, D12)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.funding.applications.applications.models import Status as ApplicationStatus
from services.funding.awards.alterations import rules
from services.funding.awards.awards import rules as awards
from services.funding.programmes.tranches.models import Status
from services.funding.programmes.tranches.rules import room
from shared.kernel.ids import uuid7
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from tests.rules.funding.awards.test_award_rules import AT, NOW, OFFICER, funds, ready, regime, year

TERMS = {
    "sanction_grounds": ["FALSE_DATA"],
    "policy_grounds": ["WRONG_AWARD"],
    "hearing_days": 14,
    "notice_days": 28,
}
IN_THE_YEAR, AFTER_IT = datetime(2015, 12, 31, 22, tzinfo=UTC), datetime(2015, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schemes", "at", "refilled_cents"),
    [
        ([], IN_THE_YEAR, 0),
        (["rea"], IN_THE_YEAR, 0),
        (["sectorplan"], IN_THE_YEAR, 1_000),
        (["sectorplan"], AFTER_IT, 0),  # midnight in Amsterdam: the year is over
    ],
)
def test_room_comes_back_where_the_scheme_refills_and_the_year_goes_on(
    schemes: list[str], at: datetime, refilled_cents: int
) -> None:
    drawn = funds(year(1_000))
    drawn.tranche.ceiling_cents = 1_000
    application, when = ready(), Moment(at, at)
    application.id, drawn.tranche.id = uuid7(), application.tranche_id
    awards.award(application, drawn, 1_000, regime(), OFFICER, NOW)
    assert drawn.tranche.status is Status.EXHAUSTED
    terms = Regime("award-alterations", "t", AT.date(), None, "test", {**TERMS, "refilled_schemes": schemes})
    intention = rules.Intention("FALSE_DATA", "It is not so.", 0, None)
    announcer = replace(OFFICER.officer, subject="announcer")
    alteration = rules.announce(application, None, intention, announcer, terms, NOW)
    alteration.id = uuid7()
    told, (entry,) = rules.decide(
        alteration,
        rules.Award(application, drawn, 0, None),
        rules.Outcome(0, None, "It is not so."),
        replace(OFFICER, officer=replace(OFFICER.officer, subject="decider")),
        (terms, regime()),
        when,
    )
    assert (alteration.freed_cents, alteration.refilled_cents) == (1_000, refilled_cents)
    assert (told.freed_cents, told.refilled_cents) == (1_000, refilled_cents)
    assert (drawn.tranche.awarded_cents, drawn.tranche.lapsed_cents) == (0, 1_000 - refilled_cents)
    assert (drawn.year.committed_state_cents, drawn.year.lapsed_state_cents) == (0, 1_000 - refilled_cents)
    assert room(drawn.tranche) == refilled_cents
    assert drawn.tranche.status is (Status.OPEN if refilled_cents else Status.EXHAUSTED)
    assert application.status is ApplicationStatus.AWARD_WITHDRAWN
    kind = "room" if refilled_cents else "lapsed"
    assert entry.to_account == f"tranche:{application.tranche_id}:{kind}"
    assert (entry.amount_cents, entry.value_on, entry.booked_on) == (1_000, AT.date(), when.today)
