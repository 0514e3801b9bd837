"""Scores of clusters, when one counts as leading, what it lacks (A3, A6, A12; domain.md 3.2)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as given_examples
from hypothesis import strategies as st

from services.agenda.clusters.assets.models import ClusterAsset
from services.agenda.clusters.assets.rules import coverage
from services.agenda.clusters.clusters.models import Cluster, Status
from services.agenda.clusters.clusters.rules import is_leading
from services.agenda.clusters.scores.models import ClusterScore, Dimension
from services.agenda.clusters.scores.rules import Evidence, Scoring, score
from services.agenda.indicators.observations.models import Observation, PriceBasis
from services.agenda.indicators.observations.models import Status as ObservationStatus
from services.funding.worker import SUBSCRIPTIONS as FUNDING
from services.loans.worker import SUBSCRIPTIONS as LOANS
from shared.contracts.known import CLUSTER
from shared.kernel.regimes import Regime
from shared.testing.rules import person


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


def observation(area: str = "C-BRAINPORT", year: int = 2014) -> Observation:
    return Observation(
        owner="region:CR36",
        code="KENNIS",
        edition=1,
        area_code=area,
        year=year,
        value=Decimal("7.5"),
        price_basis=PriceBasis.NOT_APPLICABLE,
        source="CBS",
        measured_on=date(2014, 12, 1),
        status=ObservationStatus.FINAL,
        reason=None,
    )


WEIGHTS = Regime(
    "cluster-score",
    "test",
    date(2014, 1, 1),
    None,
    "test",
    {"talent": "50", "innovation": "25", "quality_of_life": "25"},
)


def given(*points: tuple[Dimension, int, int]) -> tuple[list[Evidence], list[Observation]]:
    """Evidence of these points and weights, each on an observation of its own."""
    rows = [observation() for _ in points]
    return [
        Evidence(dimension, row.id, each, weight)
        for (dimension, each, weight), row in zip(points, rows, strict=True)
    ], rows


def scored(cluster: Cluster, year: int, *points: tuple[Dimension, int, int]) -> ClusterScore:
    evidence, rows = given(*points)
    on = date(2016, 6, 1)
    return score(cluster, Scoring(year, evidence, WEIGHTS, person("author", "region:CR36"), on), rows, None)


TALENT, INNOVATION, LIFE_QUALITY = Dimension


@pytest.mark.parametrize(
    ("points", "weighted"),
    [
        # 50 % of (2×80 + 1×81)/3 = 80.333…, 25 % of 90 and of 70: 40.1666… + 22.5 + 17.5
        ([(TALENT, 80, 2), (TALENT, 81, 1), (INNOVATION, 90, 1), (LIFE_QUALITY, 70, 1)], "80.17"),
        # exactly 80.125: 50 % of 80.25 and 25 % of 80: a half goes up
        ([(TALENT, 80, 3), (TALENT, 81, 1), (INNOVATION, 80, 1), (LIFE_QUALITY, 80, 1)], "80.13"),
        ([(TALENT, 0, 1), (INNOVATION, 0, 1), (LIFE_QUALITY, 0, 1)], "0.00"),
        ([(TALENT, 100, 7), (INNOVATION, 100, 1), (LIFE_QUALITY, 100, 9)], "100.00"),
    ],
)
def test_points_are_weighed_within_and_over_the_dimensions(
    points: list[tuple[Dimension, int, int]], weighted: str
) -> None:
    """A3: each weight is exact, and a figure is rounded once."""
    assert scored(designated(Status.SCORED), 2014, *points).weighted_score == Decimal(weighted)


@given_examples(
    st.lists(st.tuples(st.sampled_from(Dimension), st.integers(0, 100), st.integers(1, 100)), max_size=12)
)
def test_a_score_lies_between_its_lowest_and_its_highest_points(
    more: list[tuple[Dimension, int, int]],
) -> None:
    points = [(TALENT, 40, 1), (INNOVATION, 50, 1), (LIFE_QUALITY, 60, 1), *more]
    made = scored(designated(Status.SCORED), 2014, *points)
    lowest, highest = min(each for _, each, _ in points), max(each for _, each, _ in points)
    assert lowest <= made.weighted_score <= highest
    assert all(lowest <= each <= highest for each in (made.talent, made.innovation, made.quality_of_life))


@pytest.mark.parametrize("status", [Status.LEADING, Status.UNDER_REVIEW])
def test_scoring_a_leading_cluster_leaves_its_designation_alone(status: Status) -> None:
    cluster = designated(status)
    made = scored(cluster, 2016, (TALENT, 1, 1), (INNOVATION, 1, 1), (LIFE_QUALITY, 1, 1))
    assert (cluster.status, made.status, is_leading(cluster, date(2016, 6, 1))) == (status, "PUBLISHED", True)


def test_no_decision_reaches_the_funding_of_what_was_approved() -> None:
    """domain.md 3.2: running awards keep their right; funding and loans hear nothing of clusters."""
    heard = {event.type() for each in (*FUNDING, *LOANS) for event in each.reactions}
    assert not [name for name in heard if "cluster" in name]
    assert heard


KINDS = Regime(
    "cluster-asset-kinds", "test", date(2014, 1, 1), None, "test", {"kinds": ["CAMPUS", "INCUBATOR", "OTHER"]}
)


def asset(kind: str, opened_on: date | None, closed_on: date | None = None) -> ClusterAsset:
    return ClusterAsset(
        owner="region:CR36",
        cluster_id=CLUSTER,
        kind=kind,
        other_kind="Lab" if kind == "OTHER" else None,
        name="Asset",
        description="Asset",
        municipality_code="GM0772",
        address=None,
        expected_on=None,
        regime="cluster-asset-kinds@test",
        opened_on=opened_on,
        closed_on=closed_on,
    )


@pytest.mark.parametrize(
    ("day", "present", "missing"),
    [
        (date(2015, 5, 31), {}, ["CAMPUS", "INCUBATOR"]),
        (date(2015, 6, 1), {"CAMPUS": 1}, ["INCUBATOR"]),
        (date(2016, 6, 1), {"CAMPUS": 2, "OTHER": 1}, ["INCUBATOR"]),
        (date(2017, 1, 31), {"CAMPUS": 2, "OTHER": 1}, ["INCUBATOR"]),
        (date(2017, 2, 1), {"CAMPUS": 1, "OTHER": 1}, ["INCUBATOR"]),
    ],
)
def test_a_kind_is_there_from_the_first_to_the_last_day_of_an_asset(
    day: date, present: dict[str, int], missing: list[str]
) -> None:
    """A6: what is planned does not count, and what is of another kind is never missing."""
    assets = [
        asset("CAMPUS", date(2015, 6, 1), date(2017, 1, 31)),
        asset("CAMPUS", date(2016, 6, 1)),
        asset("OTHER", date(2016, 6, 1)),
        asset("INCUBATOR", None),
        asset("INCUBATOR", None, date(2015, 1, 1)),
    ]
    found = coverage(assets, KINDS, day)
    assert (found.present, found.missing) == (present, missing)
