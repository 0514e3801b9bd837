"""What is scraped is served; what rings or is shown is a figure that some process has."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from deploy.manifests.checks.pods import SCALED, named
from deploy.manifests.render import Object, pod

ROOT = Path(__file__).resolve().parents[3]
MADE = re.compile(r'\b(Measured|Gauge|Counter|Histogram)\(\s*"(groeikracht_\w+)"')
NAMED = re.compile(r"\bgroeikracht_\w+")
OF_HISTOGRAM = ("_bucket", "_count", "_sum")


@cache
def figures() -> frozenset[str]:
    """The name of every figure that the code makes, as Prometheus sees it."""
    sources = [path for folder in ("shared", "services") for path in (ROOT / folder).rglob("*.py")]
    made = [found for path in sources for found in MADE.findall(path.read_text("utf-8"))]
    endings = {"Histogram": OF_HISTOGRAM}
    return frozenset(name + ending for kind, name in made for ending in endings.get(kind, ("",)))


def shown(objects: list[Object]) -> Iterator[str]:
    """No alert and no dashboard asks for a figure that nobody has: it would never ring."""
    told = {
        named(each): str(each.get("spec", each.get("data")))
        for each in objects
        if each["kind"] == "PrometheusRule" or "grafana_dashboard" in each["metadata"].get("labels", {})
    }
    for name, text in told.items():
        yield from (f"{name}: nobody has {figure}" for figure in sorted({*NAMED.findall(text)} - figures()))


def scraped(objects: list[Object]) -> Iterator[str]:
    """Where figures are scraped at all, each process is, once, at a port that it opens."""
    monitors = [each["spec"] for each in objects if each["kind"] == "PodMonitor"]
    for found in (each for each in objects if monitors and each["kind"] == SCALED):
        labels = found["spec"]["template"]["metadata"]["labels"]
        ports = [
            endpoint["port"]
            for each in monitors
            if _chosen(each["selector"], labels)
            for endpoint in each["podMetricsEndpoints"]
        ]
        opened = {port["name"] for port in pod(found)["containers"][0]["ports"]}
        wanted = ["metrics"] if "metrics" in opened else ["http"]
        if ports != wanted:
            yield f"{named(found)}: scraped at {ports}, not at {wanted}"


def _chosen(selector: Object, labels: dict[str, str]) -> bool:
    wanted: dict[str, str] = selector.get("matchLabels", {})
    among = selector.get("matchExpressions", ())
    return wanted.items() <= labels.items() and all(
        labels.get(each["key"]) in each["values"] for each in among
    )
