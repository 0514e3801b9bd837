"""When a cluster counts as leading (A3, A12; domain.md 3.2)."""

from datetime import date

import pytest

from services.agenda.clusters.models import Cluster, Status
from services.agenda.clusters.rules import is_leading


def designated(status: Status) -> Cluster:
    return Cluster(
        owner="region:CR36",
        region_code="CR36",
        cluster_code="BRAINPORT",
        name="Brainport Eindhoven",
        status=status,
        valid_from=date(2015, 1, 1),
        valid_until=date(2018, 12, 31),
    )


@pytest.mark.parametrize("status", list(Status))
def test_a_designation_stands_until_it_is_withdrawn(status: Status) -> None:
    assert is_leading(designated(status), date(2016, 1, 1)) == (status in ("LEADING", "UNDER_REVIEW"))


@pytest.mark.parametrize(
    ("day", "leading"),
    [
        (date(2014, 12, 31), False),
        (date(2015, 1, 1), True),
        (date(2018, 12, 31), True),
        (date(2019, 1, 1), False),
    ],
)
def test_a_designation_holds_from_its_first_to_its_last_day(day: date, leading: bool) -> None:
    assert is_leading(designated(Status.UNDER_REVIEW), day) == leading
