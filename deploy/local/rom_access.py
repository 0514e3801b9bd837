"""Topics, and who may use them: a ROM back-office writes its inbound and reads its outbound topic only."""

import csv
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    NewTopic,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialUpsertion,
)

from deploy.local import quotas
from shared.kernel.events import inbound_topic, outbound_topic
from shared.settings import Settings

SERVICE_TOPICS = ("groeikracht.agenda", "groeikracht.funding", "groeikracht.loans")
ROMS = Path(__file__).parents[2] / "shared" / "reference" / "roms.csv"

# Workers share a service's topic by partition. One ROM has hundreds of loans and one back-office, and wants
# its messages in the order they happened over all of them: one partition.
_SERVICE_PARTITIONS = 6
_ROM_PARTITIONS = 1
# A back-office may be closed over the summer; what it missed is still there.
_RETENTION = {"retention.ms": str(60 * 24 * 3600 * 1000)}
SCRAM = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
_SECONDS = 30


def rom_codes() -> list[str]:
    """The regional development companies of the reference data."""
    with ROMS.open(newline="", encoding="utf-8") as file:
        return [row["rom_code"] for row in csv.DictReader(file)]


def rom_user(rom_code: str) -> str:
    """The Kafka user of a ROM's back-office; its consumer groups start with the same name."""
    return f"rom-{rom_code.lower()}"


def grants(rom_code: str) -> list[AclBinding]:
    """All a ROM may do (read and write each include describe); whatever is not listed is refused."""
    user = rom_user(rom_code)
    allowed = [
        (ResourceType.TOPIC, inbound_topic(rom_code), ResourcePatternType.LITERAL, AclOperation.WRITE),
        (ResourceType.TOPIC, outbound_topic(rom_code), ResourcePatternType.LITERAL, AclOperation.READ),
        (ResourceType.GROUP, user, ResourcePatternType.PREFIXED, AclOperation.READ),
    ]
    return [
        AclBinding(kind, name, pattern, f"User:{user}", "*", operation, AclPermissionType.ALLOW)
        for kind, name, pattern, operation in allowed
    ]


def prepare(bootstrap: str, passwords: Mapping[str, str]) -> None:
    """Make all topics, and for each ROM code its user, password, grants and quotas; may be repeated."""
    admin = administrator(bootstrap, {})
    create_topics(admin, passwords)
    if not passwords:
        return
    credentials: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(rom_user(code), SCRAM, password.encode())
        for code, password in passwords.items()
    ]
    bindings = [binding for code in passwords for binding in grants(code)]
    changed = [
        *admin.alter_user_scram_credentials(credentials).values(),
        *admin.create_acls(bindings).values(),
    ]
    for change in changed:
        change.result(_SECONDS)
    settings = Settings(kafka_bootstrap=bootstrap, kafka_security_protocol="PLAINTEXT")
    quotas.alter(settings, quotas.lacking(quotas.described(settings), map(rom_user, passwords), {}))


def administrator(bootstrap: str, login: Mapping[str, str]) -> AdminClient:
    """A client that may change a cluster; `login` are settings of ours, by their names in the environment."""
    names = {
        "security.protocol": "GROEIKRACHT_KAFKA_SECURITY_PROTOCOL",
        "sasl.mechanism": "GROEIKRACHT_KAFKA_SASL_MECHANISM",
        "sasl.username": "GROEIKRACHT_KAFKA_USERNAME",
        "sasl.password": "GROEIKRACHT_KAFKA_PASSWORD",
        "ssl.ca.location": "GROEIKRACHT_KAFKA_CA_FILE",
    }
    told = {name: login[ours] for name, ours in names.items() if login.get(ours)}
    if "sasl.username" in told:
        told.setdefault("sasl.mechanism", "SCRAM-SHA-512")
    return AdminClient({"bootstrap.servers": bootstrap, "log_level": 0, **told})  # what fails is raised


def wanted_topics(rom_codes: Iterable[str], replicas: int = -1) -> list[NewTopic]:
    """Every topic of the suite; without a number of copies it has those that are the cluster's default."""
    roms = [name for code in rom_codes for name in (inbound_topic(code), outbound_topic(code))]
    return [
        *(NewTopic(name, _SERVICE_PARTITIONS, replicas, config=_RETENTION) for name in SERVICE_TOPICS),
        *(NewTopic(name, _ROM_PARTITIONS, replicas, config=_RETENTION) for name in roms),
    ]


def create_topics(admin: AdminClient, rom_codes: Iterable[str]) -> None:
    """Make the topics that are not there; the copies are the cluster's own default."""
    wanted = wanted_topics(rom_codes)
    until = time.monotonic() + _SECONDS
    while wanted:
        creations = admin.create_topics(wanted)
        wanted = [topic for topic in wanted if not _is_created(creations[topic.topic], until)]


def _is_created(creation: "Future[None]", until: float) -> bool:
    """Whether the topic exists now; a broker that has just started may refuse for a moment."""
    try:
        creation.result(_SECONDS)
    except KafkaException as refused:
        code = refused.args[0].code()
        if code == KafkaError.TOPIC_ALREADY_EXISTS:
            return True
        if code != KafkaError.INVALID_REPLICATION_FACTOR or time.monotonic() > until:
            raise
        time.sleep(0.1)
        return False
    return True
