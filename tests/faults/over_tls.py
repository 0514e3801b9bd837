"""A Kafka as a deployer has it: its administrators log in over TLS, by a password."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    UserScramCredentialUpsertion,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from deploy.local.kafka import Kafka
from deploy.local.processes import free_port
from deploy.local.rom_access import SCRAM

ALLOW = AclPermissionType.ALLOW
_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


class KafkaOverTls(Kafka):
    """One broker with a third listener (SASL_SSL) and an administrator."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.tls_port = free_port()
        self.certificate = directory / "certificate.pem"

    def administrator(self) -> dict[str, str]:
        """Make one, who has every right on cluster and topics, and say how he logs in."""
        admin = AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})
        user = UserScramCredentialUpsertion("admin", SCRAM, b"of-this-test")
        every = [
            AclBinding(kind, name, ResourcePatternType.LITERAL, "User:admin", "*", AclOperation.ALL, ALLOW)
            for kind, name in ((ResourceType.BROKER, "kafka-cluster"), (ResourceType.TOPIC, "*"))
        ]
        made = [*admin.alter_user_scram_credentials([user]).values(), *admin.create_acls(every).values()]
        for change in made:
            change.result(30)
        return {
            "GROEIKRACHT_KAFKA_BOOTSTRAP": f"127.0.0.1:{self.tls_port}",
            "GROEIKRACHT_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "GROEIKRACHT_KAFKA_USERNAME": "admin",
            "GROEIKRACHT_KAFKA_PASSWORD": "of-this-test",
            "GROEIKRACHT_KAFKA_CA_FILE": str(self.certificate),
        }

    def _write_properties(self, data: Path) -> str:
        path = Path(super()._write_properties(data))
        pem = path.with_name("both.pem")
        if not pem.exists():
            _make_certificate(self.certificate, pem)
        added = {
            "listeners": f",TLS://127.0.0.1:{self.tls_port}",
            "advertised.listeners": f",TLS://127.0.0.1:{self.tls_port}",
            "listener.security.protocol.map": ",TLS:SASL_SSL",
        }
        lines = [line + added.get(line.partition("=")[0], "") for line in path.read_text().splitlines()]
        lines += [
            f"listener.name.tls.scram-sha-512.sasl.jaas.config={_LOGIN}",
            "listener.name.tls.ssl.keystore.type=PEM",
            f"listener.name.tls.ssl.keystore.location={pem}",
        ]
        path.write_text("\n".join(lines))
        return str(path)


def _make_certificate(certificate: Path, both: Path) -> None:
    """A certificate of this machine that signs itself, and beside its key as Kafka reads the two."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kafka of a test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    ).public_bytes(Encoding.PEM)
    certificate.write_bytes(made)
    both.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made)
