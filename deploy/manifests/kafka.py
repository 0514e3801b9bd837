"""Topics and users for Strimzi: the same topics, grants and quotas as the code makes on any other Kafka."""

from collections.abc import Iterable
from typing import Any

from confluent_kafka.admin import AclBinding, AclOperation, NewTopic, ResourcePatternType, ResourceType

from deploy import kafka_access
from deploy.local import quotas, rom_access
from shared.kernel.events import inbound_topic, outbound_topic

CLUSTER = "groeikracht"
COPIES = 3
Manifest = dict[str, Any]


def topic(wanted: NewTopic) -> Manifest:
    """The manifest of one topic."""
    return {
        **_headed("KafkaTopic", wanted.topic),
        "spec": {
            "partitions": wanted.num_partitions,
            "replicas": COPIES,
            "config": {name: int(value) for name, value in (wanted.config or {}).items()},
        },
    }


def user(name: str, grants: Iterable[AclBinding], limits: dict[str, Any] | None = None) -> Manifest:
    """The manifest of one user: what it may do and no more, and how much of the brokers it may take."""
    spec: Manifest = {
        "authentication": {"type": "scram-sha-512"},
        "authorization": {"type": "simple", "acls": [_acl(grant) for grant in grants]},
    }
    return {**_headed("KafkaUser", name), "spec": {**spec, **({"quotas": limits} if limits else {})}}


def of_services() -> list[Manifest]:
    """The topics and users of the services."""
    return [
        *(topic(each) for each in rom_access.wanted_topics([], COPIES)),
        *(
            user(
                kafka_access.service_user(service),
                kafka_access.service_grants(service, rom_access.rom_codes()),
            )
            for service in kafka_access.READS
        ),
    ]


def of_rom(code: str) -> list[Manifest]:
    """The two topics and the user of one ROM."""
    own = {inbound_topic(code), outbound_topic(code)}
    topics = [topic(each) for each in rom_access.wanted_topics([code], COPIES) if each.topic in own]
    limits = {_camel_case(name): int(value) for name, value in quotas.GENEROUS.items()}
    return [*topics, user(rom_access.rom_user(code), rom_access.grants(code), limits)]


def _headed(kind: str, name: str) -> Manifest:
    return {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": kind,
        "metadata": {"name": name, "labels": {"strimzi.io/cluster": CLUSTER}},
    }


def _acl(grant: AclBinding) -> Manifest:
    resource = {
        "type": ResourceType(grant.restype).name.lower(),
        "name": grant.name,
        "patternType": "prefix" if grant.resource_pattern_type == ResourcePatternType.PREFIXED else "literal",
    }
    return {"resource": resource, "operations": [AclOperation(grant.operation).name.capitalize()]}


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
