"""The settings of the suite, and what only the gateway needs."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from shared.settings import Settings


class GatewaySettings(Settings):
    """Configuration of the gateway."""

    NEEDED: ClassVar[tuple[str, ...]] = ("issuer", "cursor_key", "agenda_url", "funding_url", "loans_url")

    gateway_connect_seconds: float = Field(2, gt=0, description="Longest wait for a connection to a service.")
    gateway_total_seconds: float = Field(
        60,
        gt=0,
        description="Longest time for one whole exchange; a long body adds what the slowest line needs.",
    )
    dossier_seconds: float = Field(5, gt=0, description="How long a dossier waits for one service.")
    gateway_body_max_bytes: int = Field(
        32 * 1024 * 1024, gt=0, description="Largest request body let through; JSON never above 1 MiB."
    )
    gateway_metrics_port: int = Field(
        0, ge=0, le=65535, description="Port of the gateway's /metrics, for Prometheus alone; 0 is none."
    )
    gateway_security_contact: str = Field(
        "mailto:security@groeikracht.example", description="Where a vulnerability is reported (security.txt)."
    )
    gateway_security_expires: AwareDatetime = Field(
        datetime(2027, 9, 30, tzinfo=UTC),
        description="Until when security.txt holds; less than a year ahead.",
    )
    gateway_rate_per_second: float = Field(
        50,
        ge=0,
        description="Requests a second of one client in the long run, per process; 0: no limit.",
    )
    gateway_rate_burst: int = Field(
        150, ge=1, description="Requests of one client on top of that, after it was quiet."
    )
    gateway_rate_at_once: int = Field(
        50, ge=1, description="Of those, how many are passed on at once; the rest is spread at that rate."
    )
    gateway_rate_of_clients: dict[str, Annotated[float, Field(ge=0)]] = Field(
        {},
        description="Requests a second of clients that need another rate, as JSON by client id.",
        examples=[{"portal-of-a-ministry": 200}],
    )
    gateway_trusted_hops: int = Field(
        0,
        ge=0,
        le=10,
        description="Ingresses before the gateway that add the address they see to X-Forwarded-For.",
    )
