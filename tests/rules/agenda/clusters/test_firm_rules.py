"""When a firm is a start-up by GBER 22, a scale-up or mature (B17)."""

from dataclasses import replace
from datetime import date

import pytest

from services.agenda.clusters.firm_profiles.rules import Facts, stage_on, start_up_until
from services.agenda.instruments.instruments.models import FirmSize, Stage
from shared.kernel.regimes import Regime

GBER = Regime(
    "firm-stages",
    "test",
    date(2014, 7, 1),
    date(2026, 12, 31),
    "GBER 22(2)",
    {"start_up_years": 5, "start_up_sizes": ["MICRO", "SMALL"]},
)
FIRM = Facts(date(2012, 3, 1), FirmSize.SMALL, False, False, False, False, ())


@pytest.mark.parametrize(
    ("changed", "until"),
    [
        ({}, date(2017, 3, 1)),
        ({"size": FirmSize.MICRO}, date(2017, 3, 1)),
        ({"size": FirmSize.MEDIUM}, None),
        ({"listed": True}, None),
        ({"after_merger": True}, None),
        ({"profits_distributed": True}, None),
        ({"registered_on": date(2012, 2, 29)}, date(2017, 2, 28)),
    ],
)
def test_a_start_up_is_unlisted_small_and_at_most_five_years_old(
    changed: dict[str, object], until: date | None
) -> None:
    assert start_up_until(replace(FIRM, **changed), GBER) == until  # type: ignore[arg-type]  # one field each


@pytest.mark.parametrize(
    ("until", "high_growth", "stage"),
    [
        (date(2017, 3, 1), True, Stage.START_UP),
        (date(2017, 2, 28), True, Stage.SCALE_UP),
        (date(2017, 2, 28), False, Stage.MATURE),
        (None, True, Stage.SCALE_UP),
        (None, False, Stage.MATURE),
    ],
)
def test_the_stage_of_a_firm_is_that_of_a_day(until: date | None, high_growth: bool, stage: Stage) -> None:
    assert stage_on(until, high_growth, date(2017, 3, 1)) == stage
