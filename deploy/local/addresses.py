"""Where a running suite answers, for the developer who just started it."""

from pathlib import Path

from deploy.local.state import State


def addresses(state: State, home: Path, ending: str) -> str:
    """Every page of a running suite, one call to try, and how it ends."""
    settings = state.environments["gateway"]
    gateway, issuer = settings["GROEIKRACHT_PUBLIC_URL"], settings["GROEIKRACHT_ISSUER"]
    tokens = f"{gateway}/local/token" if "issuer" in state.processes else f"as {issuer} says"
    token = (
        f"curl -s {gateway}/local/token"
        " -d grant_type=client_credentials -d client_id=reader -d client_secret=local"
        ' | sed \'s/.*"access_token": *"\\([^"]*\\).*/\\1/\''
    )
    return "\n".join(
        [
            "",
            f"  Read and try the APIs   {gateway}/",
            *(
                f"  OpenAPI of {name:<12} {gateway}/{name}/v1/openapi.json"
                for name in ("agenda", "funding", "loans", "dossiers")
            ),
            f"  Events (AsyncAPI)       {gateway}/asyncapi.json",
            f"  Tokens                  {tokens}",
            f"  Kafka for ROMs          {state.kafka_rom_bootstrap or 'as configured'}",
            f"  Logs                    {home / 'logs'}",
            "",
            "  Try:",
            f'  curl -s -H "Authorization: Bearer $({token})" {gateway}/agenda/v1/agendas',
            "",
            f"  {ending}",
            "",
        ]
    )
