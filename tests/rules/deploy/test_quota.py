"""The option that bounds a namespace: it fits around production, and says when it does not."""

import copy
from collections.abc import Callable
from decimal import Decimal

import pytest

from deploy.manifests.__main__ import TREE
from deploy.manifests.checks import faults
from deploy.manifests.checks.quota import at_most, number
from deploy.manifests.render import Object, render

PROD = render(TREE / "overlays" / "prod")
BOUND = render(TREE / "components" / "quota", PROD)
Mistake = Callable[[dict[str, Object]], None]


def test_production_fits_in_its_quota() -> None:
    assert {each["kind"] for each in BOUND} - {each["kind"] for each in PROD} == {
        "ResourceQuota",
        "LimitRange",
    }
    assert faults(BOUND) == []


def test_what_runs_at_once_is_added_up() -> None:
    """By hand: 9 gateways, 3 x 7 APIs, 3 x 3 workers, 4 jobs, 12 + 6 + 2 others."""
    asked = at_most(
        PROD, {"defaultRequest": {"cpu": "100m", "memory": "256Mi"}, "default": {"memory": "512Mi"}}
    )
    assert asked["pods"] == 9 + 21 + 9 + 4 + 12 + 6 + 3
    # agenda, funding and loans: 4 x 50Gi each; controllers 3 x 10Gi, brokers 3 x 50Gi
    assert asked["requests.storage"] == (600 + 30 + 150) * 2**30


@pytest.mark.parametrize(
    ("told", "wanted"), [("200m", "0.2"), ("2", "2"), ("1Gi", 2**30), ("16Mi", 2**24), (3, 3)]
)
def test_a_quantity_is_a_number(told: str, wanted: str) -> None:
    assert number(told) == Decimal(wanted)


def too_little_memory(objects: dict[str, Object]) -> None:
    objects["ResourceQuota"]["spec"]["hard"]["limits.memory"] = "64Gi"


def no_bound_by_itself(objects: dict[str, Object]) -> None:
    objects["LimitRange"]["kind"] = "ConfigMap"
    objects["LimitRange"]["data"] = {}


def stalls(objects: dict[str, Object]) -> None:
    objects["LimitRange"]["spec"]["limits"][0]["default"]["cpu"] = "1"


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (too_little_memory, "ResourceQuota suite: limits.memory of 64Gi is less than is asked for"),
        (no_bound_by_itself, "ResourceQuota suite: pods that say nothing of memory are refused"),
        (stalls, "LimitRange suite: a limit of cpu"),
    ],
)
def test_a_mistake_is_told(mistake: Mistake, told: str) -> None:
    objects = copy.deepcopy(BOUND)
    mistake({each["kind"]: each for each in objects})
    assert told in faults(objects)
