"""How many of each process there are: a number of the overlay, or one between two bounds by an autoscaler."""

from collections.abc import Iterator

from deploy.manifests.checks.pods import SCALED, named
from deploy.manifests.render import Object, containers

AUTOSCALER = "HorizontalPodAutoscaler"


def counts(found: Object, objects: list[Object]) -> tuple[int, int]:
    """The least and the most replicas of a Deployment; without a number Kubernetes makes one."""
    for each in objects:
        if each["kind"] == AUTOSCALER and _target(each) == found["metadata"]["name"]:
            return int(each["spec"]["minReplicas"]), int(each["spec"]["maxReplicas"])
    number = int(found["spec"].get("replicas", 1))
    return number, number


def owned(objects: list[Object]) -> Iterator[str]:
    """One of the two says the number: where both do, each release throws back what the load had asked for."""
    scaled = {each["metadata"]["name"]: each for each in objects if each["kind"] == SCALED}
    scalers = [each for each in objects if each["kind"] == AUTOSCALER]
    by_load = [_target(each) for each in scalers]
    for each in scalers:
        if _target(each) not in scaled:
            yield f"{named(each)}: there is no {SCALED} {_target(each)}"
        if each["spec"]["minReplicas"] > each["spec"]["maxReplicas"]:
            yield f"{named(each)}: its least is above its most"
    for name, found in scaled.items():
        told = by_load.count(name) + ("replicas" in found["spec"])
        if told != 1:
            yield f"{named(found)}: its number is told {told} times"
        unasked = [each for each in containers(found) if "cpu" not in each["resources"]["requests"]]
        if name in by_load and unasked:
            yield f"{named(found)}: scaled by a share of the CPU that it does not ask for"


def _target(scaler: Object) -> str:
    return str(scaler["spec"]["scaleTargetRef"]["name"])
