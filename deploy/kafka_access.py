"""`python -m deploy.kafka_access`: tells what topics, users, grants and quotas a Kafka lacks, and makes them.

It logs in as an administrator with the settings GROEIKRACHT_KAFKA_… (docs/settings.md), so over TLS where
they say so. It adds and never takes away: what is there stays as it is, a password too, and of quotas all but
those that an option gives another size. May be repeated.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    NewTopic,
    ResourcePatternType,
    ResourceType,
    UserScramCredentialUpsertion,
)

from deploy.local import quotas, rom_access
from shared.kernel.events import inbound_topic, outbound_topic
from shared.settings import Settings

SECONDS = 30
READS = {"agenda": ("funding",), "funding": ("agenda", "loans"), "loans": ("agenda", "funding")}


@dataclass(frozen=True)
class Lacking:
    """What a cluster lacks."""

    topics: list[NewTopic]
    users: list[str]
    grants: list[AclBinding]
    quotas: quotas.Quotas

    def told(self) -> Iterator[str]:
        """One line for each thing."""
        for topic in self.topics:
            size = f"{topic.num_partitions} partition(s), {topic.replication_factor} copies"
            yield f"topic {topic.topic}: {size}"
        for user in self.users:
            yield f"user {user}: SCRAM-SHA-512"
        for grant in self.grants:
            kind = ResourceType(grant.restype).name.lower()
            operation = AclOperation(grant.operation).name.lower()
            yield f"grant {grant.principal}: {operation} {kind} {grant.name}"
        for user, wanted in self.quotas.items():
            yield f"quota {user}: " + ", ".join(f"{name} {value:.0f}" for name, value in wanted.items())


def service_user(service: str) -> str:
    """The Kafka user of a service, which is the name of its consumer group too."""
    return f"groeikracht-{service}"


def service_grants(service: str, rom_codes: Iterable[str]) -> list[AclBinding]:
    """All a service may do; it reads its own topics too, to find its place after a restore."""
    own = [f"groeikracht.{service}"]
    read = [f"groeikracht.{other}" for other in READS[service]]
    if service == "loans":
        own += [outbound_topic(code) for code in rom_codes]
        read += [inbound_topic(code) for code in rom_codes]
    allowed = [
        (ResourceType.GROUP, service_user(service), AclOperation.READ),
        *((ResourceType.TOPIC, name, AclOperation.WRITE) for name in own),
        *((ResourceType.TOPIC, name, AclOperation.READ) for name in (*own, *read)),
    ]
    user = f"User:{service_user(service)}"
    return [
        AclBinding(kind, name, ResourcePatternType.LITERAL, user, "*", operation, AclPermissionType.ALLOW)
        for kind, name, operation in allowed
    ]


def lacking(
    admin: AdminClient, rom_codes: list[str], replicas: int, known_quotas: quotas.Quotas, **wanted: float
) -> Lacking:
    """Compare a cluster and its quotas with what the suite needs; `wanted` are quotas asked for by name."""
    topics = set(admin.list_topics(timeout=SECONDS).topics)
    users = [*map(service_user, READS), *map(rom_access.rom_user, rom_codes)]
    described: Any = admin.describe_user_scram_credentials()
    known = described.result(SECONDS)
    grants = [grant for service in READS for grant in service_grants(service, rom_codes)]
    grants += [grant for code in rom_codes for grant in rom_access.grants(code)]
    anybody: Any = None
    every = AclBindingFilter(
        ResourceType.ANY,
        anybody,
        ResourcePatternType.ANY,
        anybody,
        anybody,
        AclOperation.ANY,
        AclPermissionType.ANY,
    )
    given = set(admin.describe_acls(every).result(SECONDS))
    return Lacking(
        [topic for topic in rom_access.wanted_topics(rom_codes, replicas) if topic.topic not in topics],
        [user for user in users if user not in known],
        [grant for grant in grants if grant not in given],
        quotas.lacking(known_quotas, map(rom_access.rom_user, rom_codes), wanted),
    )


def make(admin: AdminClient, lacks: Lacking, passwords: Path) -> None:
    """Make all that; the first failure is raised."""
    users: Any = [
        UserScramCredentialUpsertion(user, rom_access.SCRAM, _password(passwords, user))
        for user in lacks.users
    ]
    changes = [
        *(admin.create_topics(lacks.topics) if lacks.topics else {}).values(),
        *(admin.alter_user_scram_credentials(users) if users else {}).values(),
        *(admin.create_acls(lacks.grants) if lacks.grants else {}).values(),
    ]
    for change in changes:
        change.result(SECONDS)


def _password(folder: Path, user: str) -> bytes:
    """The password in the file of this user; one that is not there is made."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / user
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_bytes().strip()


def _quota(what: str) -> Any:
    return typer.Option(min=1, help=f"{what}, on each broker; what is there stays unless given.")


def main(
    passwords: Annotated[Path, typer.Option(help="Folder with a file per user; missing ones are made.")],
    dry_run: Annotated[bool, typer.Option(help="Tell what is lacking, and make nothing.")] = False,
    replicas: Annotated[int, typer.Option(min=1, help="Copies of each topic.")] = 3,
    producer_byte_rate: Annotated[int | None, _quota("Bytes a second that a ROM may write")] = None,
    consumer_byte_rate: Annotated[int | None, _quota("Bytes a second that a ROM may read")] = None,
    request_percentage: Annotated[int | None, _quota("Percent of a thread that a ROM may take")] = None,
) -> None:
    """Make what a Kafka cluster lacks of topics, users, grants and quotas."""
    settings = Settings()
    admin = rom_access.administrator(settings.kafka_bootstrap, os.environ)
    asked = {
        "producer_byte_rate": producer_byte_rate,
        "consumer_byte_rate": consumer_byte_rate,
        "request_percentage": request_percentage,
    }
    wanted = {name: float(value) for name, value in asked.items() if value is not None}
    lacks = lacking(admin, rom_access.rom_codes(), replicas, quotas.described(settings), **wanted)
    told = list(lacks.told())
    for line in told:
        typer.echo(f"{'lacks' if dry_run else 'makes'} {line}")
    if not dry_run:
        make(admin, lacks, passwords)
        quotas.alter(settings, lacks.quotas)
    if not told:
        typer.echo("nothing is lacking")


if __name__ == "__main__":
    typer.run(main)
