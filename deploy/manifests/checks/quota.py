"""A namespace with a quota holds all that may run in it at once, or a rollout never ends."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from deploy.manifests.checks.pods import SCALED, named
from deploy.manifests.checks.scaling import counts
from deploy.manifests.render import TEMPLATED, Object, containers

UNITS = {"m": Decimal("0.001"), "Mi": Decimal(2**20), "Gi": Decimal(2**30)}
UNSAID = 3  # containers beside Kafka whose needs no manifest says: two of its operators, and its exporter
JOINING = 1  # an instance of a database that is being made beside the others


def fits(objects: list[Object]) -> Iterator[str]:
    """What everything asks for at its most is within the quota, and what asks for nothing gets a bound."""
    for quota in (each for each in objects if each["kind"] == "ResourceQuota"):
        defaults = [each for each in objects if each["kind"] == "LimitRange"]
        if not defaults:
            yield f"{named(quota)}: pods that say nothing of memory are refused"
            continue
        asked = at_most(objects, defaults[0]["spec"]["limits"][0])
        for name, most in quota["spec"]["hard"].items():
            if asked[name] > number(most):
                yield f"{named(quota)}: {name} of {most} is less than is asked for"
        if "cpu" in defaults[0]["spec"]["limits"][0].get("default", {}):
            yield f"{named(defaults[0])}: a limit of cpu"


def at_most(objects: list[Object], default: Object) -> dict[str, Decimal]:
    """What runs at once when each process is at its most, and all are rolled out together."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for pod in _pods(objects, {"requests": default["defaultRequest"], "limits": default["default"]}):
        total["pods"] += pod.copies
        total["requests.storage"] += pod.copies * sum(map(number, pod.sizes))
        for each in pod.resources:
            total["requests.cpu"] += pod.copies * number(each["requests"]["cpu"])
            total["requests.memory"] += pod.copies * number(each["requests"]["memory"])
            total["limits.memory"] += pod.copies * number(each["limits"]["memory"])
    return total


@dataclass(frozen=True)
class Pods:
    """So many pods that each take the same; of what runs before a process the whole is counted too."""

    copies: int
    resources: Sequence[Object]
    sizes: Sequence[str] = ()


def _pods(objects: list[Object], unsaid: Object) -> Iterator[Pods]:
    yield Pods(UNSAID, [unsaid])
    for found in objects:
        spec = found.get("spec", {})
        if found["kind"] in TEMPLATED:
            yield Pods(_copies(found, objects), [each["resources"] for each in containers(found)])
        if found["kind"] == "Cluster":
            yield Pods(spec["instances"] + JOINING, [spec["resources"]], [spec["storage"]["size"]])
        if found["kind"] == "KafkaNodePool":
            sizes = [each["size"] for each in spec["storage"]["volumes"]]
            yield Pods(spec["replicas"], [spec["resources"]], sizes)


def _copies(found: Object, objects: list[Object]) -> int:
    if found["kind"] != SCALED:
        return 1
    _, most = counts(found, objects)
    return most + int(found["spec"]["strategy"]["rollingUpdate"]["maxSurge"])


def number(quantity: str | int) -> Decimal:
    """A quantity of Kubernetes as a number: cores, bytes or pieces."""
    told = str(quantity)
    unit = next((each for each in UNITS if told.endswith(each)), "")
    return Decimal(told.removesuffix(unit)) * UNITS.get(unit, 1)
