"""Every setting of the suite, read from the environment (prefix GROEIKRACHT_) and nowhere else."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "GROEIKRACHT_"


class Unset(ValueError):
    """Settings that a process does not start without; its text names their variables."""


class Settings(BaseSettings):
    """Configuration of one process; an unset address means the embedded part is started (make run)."""

    NEEDED: ClassVar[tuple[str, ...]] = ("database_url", "issuer", "cursor_key")  # to serve

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    environment: Literal["local", "production"] = Field(
        "production", description="`local` allows the local token issuer and the settable clock."
    )
    public_url: str = Field(
        "https://api.groeikracht.example", description="Address of the gateway as clients see it."
    )

    database_url: SecretStr = Field(
        SecretStr(""), description="postgresql://user:password@host:port/database of this service."
    )
    database_application_role: str = Field(
        "",
        description="Login of the service's processes, which `migrate` lets in; empty: they own the schema.",
    )
    database_pool: int = Field(12, ge=1, le=200, description="Connections this process keeps at most.")

    kafka_bootstrap: str = Field("", description="host:port[,host:port] of the Kafka brokers.")
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_sasl_mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = "SCRAM-SHA-512"
    kafka_username: str = ""
    kafka_password: SecretStr = SecretStr("")
    kafka_ca_file: str = Field("", description="CA certificate (PEM) for SSL and SASL_SSL.")

    issuer: str = Field(
        "", description="Issuer URL of the OpenID provider; its discovery document names the JWKS."
    )
    audience: str = Field("groeikracht", description="Audience every access token must name.")
    tenant_claim: str = Field("tenant", description="Claim that names the body a caller acts for.")

    clock: Literal["real", "settable"] = Field(
        "real", description="`settable` lets scope clock:set send Business-Time; `local` only."
    )
    clock_off_max_seconds: float = Field(
        5, gt=0, description="How far this machine's clock may be from the database's, to start and be ready."
    )
    cursor_key: SecretStr = Field(
        SecretStr(""), description="Secret that signs paging cursors; needed unless the environment is local."
    )
    organisation_oin: str = Field("00000099000000001000", description="OIN in the `source` of every event.")

    objects_url: str = Field(
        "",
        description="Where files are: file:///folder or s3://bucket/prefix. Empty: memory, `local` only.",
    )
    objects_endpoint: str = Field("", description="Address of an S3 other than Amazon's, for s3://.")
    objects_region: str = Field("eu-central-1", description="Region of the S3 bucket.")
    objects_access_key: str = Field("", description="S3 login; empty takes that of the machine or pod.")
    objects_secret_key: SecretStr = Field(SecretStr(""), description="Secret of the S3 login.")

    host: str = "127.0.0.1"
    port: int = 8000
    http_head_seconds: float = Field(
        5, ge=5, description="How long a connection may take to send a request line and its headers."
    )  # longer than the gateway keeps an idle connection to a service
    http_body_seconds: float = Field(10, gt=0, description="How often a body must have got on at that rate.")
    http_body_bytes_per_second: int = Field(
        4096, gt=0, description="Slowest a request body may come in; a slower one is ended with 408."
    )
    http_unread_seconds: float = Field(
        60, gt=0, description="How long a client may leave unread what it is sent."
    )
    http_connections_max: int = Field(
        2000, ge=10, description="Open connections; above it the one that is silent longest is closed."
    )
    http_requests_max: int = Field(
        1000, ge=10, description="Requests answered at once; the next one gets 503, health is answered still."
    )
    agenda_url: str = Field("", description="Base address of the agenda service, for the gateway.")
    funding_url: str = Field("", description="Base address of the funding service, for the gateway.")
    loans_url: str = Field("", description="Base address of the loans service, for the gateway.")

    @model_validator(mode="after")
    def _keep_the_real_clock(self) -> Self:
        if self.clock == "settable" and self.environment != "local":
            raise ValueError(
                f"{PREFIX}CLOCK=settable lets callers choose the date they are judged by: it is for "
                f"{PREFIX}ENVIRONMENT=local only; leave it out"
            )
        return self


def require(settings: Settings) -> None:
    """Raise Unset with everything that lacks for serving; local cursors need no secret."""
    lacks = [name for name in settings.NEEDED if not _text(getattr(settings, name))]
    if settings.environment == "local" and "cursor_key" in lacks:
        lacks.remove("cursor_key")
    if lacks:
        raise Unset(", ".join(f"{PREFIX}{name.upper()}" for name in lacks))


def _text(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def unread(names: Iterable[str], *also: str) -> list[str]:
    """What to tell of each variable with our prefix that no setting reads: a misspelt one changes nothing.

    It is told and not refused: Kubernetes itself adds such names for a service called `groeikracht-…`.
    `also` are settings, without the prefix, that another program of the suite reads.
    """
    known = {name.upper() for name in (*Settings.model_fields, *also)}
    told = []
    for name in sorted(names):
        own = name.upper().removeprefix(PREFIX)
        if name.upper().startswith(PREFIX) and own not in known:
            near = get_close_matches(own, known, 1, cutoff=0.75)
            told.append(f"{name} is read by nobody" + (f"; is {PREFIX}{near[0]} meant?" if near else ""))
    return told
