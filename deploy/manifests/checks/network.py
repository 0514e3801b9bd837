"""Who may reach whom: worked out from the policies, and compared with who asks whom in the code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from deploy.manifests.checks.pods import templated
from deploy.manifests.checks.processes import NEEDS
from deploy.manifests.render import Object
from services.__main__ import STORES
from services.gateway.settings import GatewaySettings

Labels = dict[str, str]
Edge = tuple[str, str, int]  # from, to, port of the pod
HTTP, METRICS, POSTGRES, KAFKA, STATUS, DNS = 8000, 9000, 5432, 9093, 8000, 53
OUTSIDE = "outside"
ASKED_AT = (HTTP, METRICS, POSTGRES, KAFKA, DNS, 443)


@dataclass(frozen=True)
class Place:
    """Where something runs: a pod of ours, a namespace of others, or anywhere outside."""

    name: str
    labels: Labels = field(default_factory=dict)
    namespace: str = ""  # empty is that of the suite


OTHERS = (
    Place("dns", {"k8s-app": "kube-dns"}, "kube-system"),
    Place("ingress", {}, "ingress"),
    Place("monitoring", {}, "monitoring"),
    Place("operator", {}, "cnpg-system"),
    Place("somebody", {}, "elsewhere"),
    Place(OUTSIDE, {}, OUTSIDE),
)


def places(objects: list[Object]) -> list[Place]:
    """Everything that may ask or be asked."""
    found = [
        Place(each["metadata"]["name"], each["spec"]["template"]["metadata"]["labels"])
        for each in templated(objects)
    ]
    for each in objects:
        name = each["metadata"]["name"]
        if each["kind"] == "Cluster":
            found.append(Place(name, {"cnpg.io/cluster": name}))
        if each["kind"] == "Kafka":
            found.append(Place("kafka", {"strimzi.io/cluster": name}))
    return [*found, *OTHERS]


def policies(objects: list[Object]) -> list[Object]:
    """The policies of the overlay, and the one that Strimzi makes of what a listener says."""
    found = [each["spec"] for each in objects if each["kind"] == "NetworkPolicy"]
    for kafka in (each for each in objects if each["kind"] == "Kafka"):
        for listener in kafka["spec"]["kafka"]["listeners"]:
            rule = {"from": listener.get("networkPolicyPeers", []), "ports": [{"port": listener["port"]}]}
            if listener["type"] == "internal":
                pods = {"matchLabels": {"strimzi.io/cluster": kafka["metadata"]["name"]}}
                found.append({"podSelector": pods, "policyTypes": ["Ingress"], "ingress": [rule]})
    return found


def reachable(objects: list[Object]) -> set[Edge]:
    """Every edge that the policies let through, of the pods of the suite's namespace."""
    every, told = places(objects), policies(objects)
    return {
        (source.name, target.name, port)
        for source in every
        for target in every
        for port in ASKED_AT
        if source != target and "" in (source.namespace, target.namespace)
        if _lets(told, "egress", source, target, port) and _lets(told, "ingress", target, source, port)
    }


def _lets(told: list[Object], way: str, own: Place, other: Place, port: int) -> bool:
    """Whether the policies of one side let the other one through; without any policy everybody is."""
    if own.namespace:
        return True
    holding = [
        each
        for each in told
        if way.capitalize() in each["policyTypes"] and _selects(each["podSelector"], own.labels)
    ]
    return not holding or any(
        (not rule.get("ports") or port in [each["port"] for each in rule["ports"]])
        and (not rule.get(_peers(way)) or any(_is(peer, other) for peer in rule[_peers(way)]))
        for each in holding
        for rule in each.get(way, ())
    )


def _peers(way: str) -> str:
    return "from" if way == "ingress" else "to"


def _is(peer: Object, other: Place) -> bool:
    if "ipBlock" in peer:
        return other.name == OUTSIDE
    if other.name == OUTSIDE:
        return False
    space = {"kubernetes.io/metadata.name": other.namespace}
    at_home = "namespaceSelector" not in peer and not other.namespace
    there = (
        "namespaceSelector" in peer and bool(other.namespace) and _selects(peer["namespaceSelector"], space)
    )
    return (at_home or there) and _selects(peer.get("podSelector", {}), other.labels)


def _selects(selector: Object, labels: Labels) -> bool:
    exist = [each["key"] for each in selector.get("matchExpressions", ()) if each["operator"] == "Exists"]
    wanted: dict[str, Any] = selector.get("matchLabels", {})
    return wanted.items() <= labels.items() and all(key in labels for key in exist)


def called(objects: list[Object]) -> set[Edge]:
    """Who asks whom, as the code has it: the addresses that each process needs, and who looks at it."""
    asked = {f"{name}_url" for name in STORES} & set(GatewaySettings.model_fields)
    found = {("gateway", name.removesuffix("_url"), HTTP) for name in asked}
    found |= {(source, "gateway", HTTP) for source in ("ingress", "smoke")}
    found |= {("monitoring", "gateway", METRICS)}
    found |= {("operator", f"{service}-db", port) for service in STORES for port in (POSTGRES, STATUS)}
    for service in STORES:
        kinds = {service: "serve", f"{service}-work": "work", f"{service}-migrate": "migrate"}
        for process, command in kinds.items():
            found |= {(process, f"{service}-db", POSTGRES)} if "database_url" in NEEDS[command] else set()
            found |= {(process, "kafka", KAFKA)} if "kafka_bootstrap" in NEEDS[command] else set()
            found |= {(process, OUTSIDE, 443)} if "issuer" in NEEDS[command] else set()
            found |= {("monitoring", process, HTTP)} if command != "migrate" else set()
    found |= {("gateway", OUTSIDE, 443)}
    return found | {(each.name, "dns", DNS) for each in places(objects) if _is_ours(each)}


def _is_ours(place: Place) -> bool:
    return "app.kubernetes.io/name" in place.labels


def edges(objects: list[Object]) -> Iterator[str]:
    """The policies let through what the code asks and nothing else; what an operator's pods ask is theirs."""
    kept = {each.name for each in places(objects) if not each.namespace and not _is_ours(each)}
    found = {edge for edge in reachable(objects) if edge[0] not in kept or edge[1] not in kept}
    found = {edge for edge in found if not (edge[0] in kept and edge[1] in {each.name for each in OTHERS})}
    wanted = called(objects)
    yield from (f"{source} reaches {target}:{port}" for source, target, port in sorted(found - wanted))
    yield from (f"{source} cannot reach {target}:{port}" for source, target, port in sorted(wanted - found))
