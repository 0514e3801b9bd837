"""Renders an overlay: the part of Kustomize that deploy/kustomize uses, so that a check needs no tool.

What it does not know it refuses. Where `kubectl` is there a test compares the two. One thing is left out: the
ending that Kustomize gives the name of a generated ConfigMap.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonpatch
import yaml

Object = dict[str, Any]
TEMPLATED = ("Deployment", "Job")
CLUSTER_WIDE = ("Namespace",)
HEADER = {"apiVersion", "kind"}


Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # several times as fast, where it is there


class Unknown(Exception):
    """A manifest uses something of Kustomize that is not rendered here."""


def render(folder: Path, objects: Sequence[Object] = ()) -> list[Object]:
    """The objects of a folder with a kustomization.yaml, added to those that a component is given."""
    (told,) = read((folder / "kustomization.yaml").read_text("utf-8"))
    if unknown := told.keys() - HEADER - {"resources", "components"} - STEPS.keys():
        raise Unknown(f"{folder}: {', '.join(sorted(unknown))}")
    objects = [*objects, *(found for name in told.get("resources", ()) for found in _resource(folder / name))]
    for name in told.get("components", ()):
        objects = render(folder / name, objects)
    for name, step in STEPS.items():
        objects = step(objects, told[name], folder) if name in told else objects
    return objects


def _resource(path: Path) -> Iterator[Object]:
    if path.is_dir():
        yield from render(path)
    else:
        yield from read(path.read_text("utf-8"))


def read(text: str) -> list[Any]:
    """The documents of a text of YAML."""
    return [found for found in yaml.load_all(text, Loader) if found is not None]  # a safe one


def _generate(objects: list[Object], generators: list[Object], folder: Path) -> list[Object]:
    """ConfigMaps out of NAME=value lines; `merge` adds to one that is there."""
    for generator in generators:
        if unknown := generator.keys() - {"name", "behavior", "literals"}:
            raise Unknown(f"{folder}: configMapGenerator {', '.join(sorted(unknown))}")
        data = dict(line.split("=", 1) for line in generator["literals"])
        there = [each for each in objects if identity(each) == ("ConfigMap", generator["name"])]
        if (generator.get("behavior") == "merge") != bool(there):
            raise Unknown(f"{folder}: ConfigMap {generator['name']} is there already, or is not")
        for each in there:
            each["data"] |= data
        if not there:
            named = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": generator["name"]}}
            objects = [*objects, {**named, "data": data}]
    return objects


def _patch(objects: list[Object], patches: list[Object], folder: Path) -> list[Object]:
    """RFC 6902 patches, each for what its target names."""
    for patch in patches:
        text = patch["patch"] if "patch" in patch else (folder / patch["path"]).read_text("utf-8")
        (operations,) = read(text)
        meant = [each for each in objects if _is_meant(each, patch["target"])]
        if not isinstance(operations, list) or not meant:
            raise Unknown(f"{folder}: a patch of {patch['target']} that is no list, or of nothing")
        changed = {identity(each): jsonpatch.apply_patch(each, operations) for each in meant}
        objects = [changed.get(identity(each), each) for each in objects]
    return objects


def _is_meant(found: Object, target: Object) -> bool:
    if unknown := target.keys() - {"kind", "name", "labelSelector"}:
        raise Unknown(f"target {', '.join(sorted(unknown))}")
    label, _, value = target.get("labelSelector", "").partition("=")
    labels = found["metadata"].get("labels", {})
    return (
        target.get("kind") in (None, found["kind"])
        and re.fullmatch(target.get("name", ".*"), found["metadata"]["name"]) is not None
        and (not label or labels.get(label) == value)
    )


def _label(objects: list[Object], labels: list[Object], folder: Path) -> list[Object]:
    """Labels on every object and in the templates of pods, never in selectors."""
    for wanted in labels:
        if wanted.get("includeSelectors") or not wanted.get("includeTemplates"):
            raise Unknown(f"{folder}: labels in selectors, or not in templates")
        for found in objects:
            _metadata(found).setdefault("labels", {}).update(wanted["pairs"])
            if found["kind"] in TEMPLATED:
                _metadata(found["spec"]["template"]).setdefault("labels", {}).update(wanted["pairs"])
    return objects


def _metadata(found: Object) -> Object:
    metadata: Object = found.setdefault("metadata", {})
    return metadata


def _place(objects: list[Object], namespace: str, folder: Path) -> list[Object]:
    for found in objects:
        if found["kind"] not in CLUSTER_WIDE:
            _metadata(found)["namespace"] = namespace
    return objects


def _count(objects: list[Object], counts: list[Object], folder: Path) -> list[Object]:
    for wanted in counts:
        (found,) = (each for each in objects if identity(each) == ("Deployment", wanted["name"]))
        found["spec"]["replicas"] = wanted["count"]
    return objects


def _pin(objects: list[Object], images: list[Object], folder: Path) -> list[Object]:
    """The tag or the digest of an image, in every container."""
    for image in images:
        ending = f"@{image['digest']}" if "digest" in image else f":{image['newTag']}"
        for container in (each for found in objects for each in containers(found)):
            if re.split("[:@]", container["image"])[0] == image["name"]:
                container["image"] = f"{image['name']}{ending}"
    return objects


STEPS: dict[str, Callable[[list[Object], Any, Path], list[Object]]] = {
    "configMapGenerator": _generate,
    "patches": _patch,
    "namespace": _place,
    "labels": _label,
    "images": _pin,
    "replicas": _count,
}


def identity(found: Object) -> tuple[str, str]:
    """What an object is called, within its namespace."""
    return found["kind"], found["metadata"]["name"]


def pod(found: Object) -> Object:
    """The pod that a Deployment or a Job makes; of anything else nothing."""
    spec: Object = found["spec"]["template"]["spec"] if found["kind"] in TEMPLATED else {}
    return spec


def containers(found: Object) -> list[Object]:
    """The containers of the pods that an object makes, those that run first included."""
    of_pod = pod(found)
    return [*of_pod.get("initContainers", ()), *of_pod.get("containers", ())]
