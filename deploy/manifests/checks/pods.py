"""What every pod is: hardened as the profile "restricted" asks and further, bounded, pinned, selected."""

import re
from collections.abc import Iterator
from typing import Any

from deploy.manifests.render import TEMPLATED, Object, containers, pod

SCALED = "Deployment"
SELECTING = (SCALED, "Service", "PodDisruptionBudget")
IMAGE = re.compile(r"groeikracht/suite(:\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})")
OF_POD = {
    "automountServiceAccountToken": False,
    "enableServiceLinks": False,  # else a service called loans gives every pod a LOANS_PORT
}
OF_POD_CONTEXT = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
OF_CONTAINER_CONTEXT = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
OF_HOST = ("hostNetwork", "hostPID", "hostIPC")
VOLUMES = ("name", "emptyDir", "secret", "configMap", "projected", "persistentVolumeClaim")


def named(found: Object) -> str:
    """How a fault calls an object."""
    return f"{found['kind']} {found['metadata']['name']}"


def templated(objects: list[Object]) -> Iterator[Object]:
    """The objects that make pods."""
    return (each for each in objects if each["kind"] in TEMPLATED)


def hardened(objects: list[Object]) -> Iterator[str]:
    """No pod runs as root, writes to its image, gains a right or shows a token."""
    for found in templated(objects):
        spec = pod(found)
        context = spec.get("securityContext", {})
        yield from _differs(found, spec, OF_POD)
        yield from _differs(found, context, OF_POD_CONTEXT)
        if not context.get("runAsUser"):
            yield f"{named(found)}: runAsUser is root or the image's choice"
        yield from (f"{named(found)}: {name}" for name in OF_HOST if spec.get(name))
        for volume in spec.get("volumes", ()):
            yield from (f"{named(found)}: volume {kind}" for kind in volume if kind not in VOLUMES)
        for container in containers(found):
            yield from _differs(found, container.get("securityContext", {}), OF_CONTAINER_CONTEXT)
        accounts = {each["metadata"]["name"] for each in objects if each["kind"] == "ServiceAccount"}
        if spec.get("serviceAccountName") not in accounts:
            yield f"{named(found)}: no account of its own"


def _differs(found: Object, told: Object, wanted: dict[str, Any]) -> Iterator[str]:
    for name, value in wanted.items():
        if told.get(name) != value:
            yield f"{named(found)}: {name} is {told.get(name)}, not {value}"


def bounded(objects: list[Object]) -> Iterator[str]:
    """Every container says what it needs and has a bound of memory; none of cpu: it would stall."""
    for found in templated(objects):
        for container in containers(found):
            asked = container.get("resources", {})
            limits = asked.get("limits", {})
            lacks = {"cpu", "memory", "ephemeral-storage"} - asked.get("requests", {}).keys()
            yield from (f"{named(found)}: no request of {name}" for name in sorted(lacks))
            if "memory" not in limits:
                yield f"{named(found)}: no limit of memory"
            if "cpu" in limits:
                yield f"{named(found)}: a limit of cpu"
        for volume in pod(found).get("volumes", ()):
            if "emptyDir" in volume and "sizeLimit" not in volume["emptyDir"]:
                yield f"{named(found)}: volume {volume['name']} without a limit"


def pinned(objects: list[Object]) -> Iterator[str]:
    """All pods run the same image, by a version or a digest; in production by digest."""
    images = {container["image"] for found in templated(objects) for container in containers(found)}
    yield from (f"image {image} is not pinned" for image in sorted(images) if not IMAGE.fullmatch(image))
    if len(images) > 1:
        yield f"several images: {', '.join(sorted(images))}"
    spaces = [each["metadata"]["name"] for each in objects if each["kind"] == "Namespace"]
    if any(space.endswith("-prod") for space in spaces) and any("@" not in image for image in images):
        yield "an image without a digest in production"


def selected(objects: list[Object]) -> Iterator[str]:
    """A selector finds the pods of its own process and no others, and never says a version."""
    labels = {
        named(found): found["spec"]["template"]["metadata"]["labels"].items() for found in templated(objects)
    }
    for found in objects:
        if found["kind"] not in SELECTING:
            continue
        wanted = found["spec"]["selector"].get("matchLabels", found["spec"]["selector"])
        chosen = [name for name, has in labels.items() if wanted.items() <= has]
        if chosen != [f"{SCALED} {found['metadata']['name']}"]:
            yield f"{named(found)}: selects {', '.join(chosen) or 'nothing'}"
        if "app.kubernetes.io/version" in wanted:
            yield f"{named(found)}: a selector that changes with every release"
