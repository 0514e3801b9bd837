"""Where a running suite answers, for the developer who just started it."""

from pathlib import Path

from deploy.local.state import State


def addresses(state: State, home: Path) -> str:
    """Every page of a running suite, and one call to try."""
    settings = state.environments["gateway"]
    gateway, issuer = settings["GROEIKRACHT_PUBLIC_URL"], settings["GROEIKRACHT_ISSUER"]
    token = (
        f"curl -s {issuer}/token -d grant_type=client_credentials -d client_id=reader -d client_secret=local"
        ' | sed \'s/.*"access_token": *"\\([^"]*\\).*/\\1/\''
    )
    return "\n".join(
        [
            "",
            f"  Read and try the APIs   {gateway}/",
            *(
                f"  OpenAPI of {name:<12} {gateway}/{name}/v1/openapi.json"
                for name in ("agenda", "funding", "loans")
            ),
            f"  Tokens                  {issuer}/token",
            f"  Kafka for ROMs          {state.kafka_rom_bootstrap or 'as configured'}",
            f"  Logs                    {home / 'logs'}",
            "",
            "  Try:",
            f'  curl -s -H "Authorization: Bearer $({token})" {gateway}/agenda/v1/agendas',
            "",
        ]
    )
