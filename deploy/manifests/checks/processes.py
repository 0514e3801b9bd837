"""What a container starts is there in the code: its command, settings, port and probes, and its end."""

from collections.abc import Iterator, Mapping
from typing import Any

import typer
from pydantic import ValidationError

from deploy.manifests.checks.pods import SCALED, named, templated
from deploy.manifests.render import Object, containers, pod
from services.__main__ import main
from services.gateway.settings import GatewaySettings
from shared.server.start import GRACE_SECONDS
from shared.settings import PREFIX, Settings, unread

# What else an environment may hold: the parts of a database address, and what asyncpg reads itself.
OTHERS = ("DATABASE_USER", "DATABASE_PASSWORD", "PGSSLROOTCERT")
NEEDS = {  # by the command, what a process does not start or work without
    "gateway": (*GatewaySettings.NEEDED, "public_url"),
    "serve": (*Settings.NEEDED, "public_url"),
    "work": ("database_url", "kafka_bootstrap", "kafka_username", "kafka_password", "kafka_ca_file"),
    "migrate": ("database_url", "database_application_role"),
    "wait": ("database_url",),
}
KEEPS_FILES = ("agenda", "serve")
COMMANDS = typer.main.get_command(main)
PROBES = {"startupProbe": "/livez", "livenessProbe": "/livez", "readinessProbe": "/readyz"}
MARGIN_SECONDS = 5


def environment(container: Object, objects: list[Object]) -> dict[str, Any]:
    """The variables of a container; one that comes from a Secret has the reference as its value."""
    maps = {each["metadata"]["name"]: each["data"] for each in objects if each["kind"] == "ConfigMap"}
    found: dict[str, Any] = {}
    for source in container.get("envFrom", ()):
        found |= maps.get(source.get("configMapRef", {}).get("name"), {})
    return found | {
        each["name"]: each.get("value", each.get("valueFrom")) for each in container.get("env", ())
    }


def commands(objects: list[Object]) -> Iterator[str]:
    """Every container gives a command that there is."""
    for found in templated(objects):
        for container in containers(found):
            if fault := _typed(container["args"]):
                yield f"{named(found)}: no command {' '.join(container['args'])}: {fault}"


def _typed(words: list[str]) -> str:
    """What is wrong with a command as it is typed; nothing is carried out."""
    command: Any = COMMANDS
    rest = list(words)
    try:
        while hasattr(command, "commands"):
            command = command.commands[rest.pop(0)]
        command.make_context("", rest)
    except (KeyError, IndexError):
        return "there is none"
    except typer.TyperException as fault:
        return str(getattr(fault, "message", fault))
    return ""


def settings(objects: list[Object]) -> Iterator[str]:
    """Every variable is read by somebody, holds what it may, and none is missing."""
    for found in templated(objects):
        for container in containers(found):
            given = environment(container, objects)
            yield from (f"{named(found)}: {told}" for told in unread(given, *GatewaySettings.model_fields))
            strangers = [name for name in given if not name.startswith(PREFIX) and name not in OTHERS]
            yield from (f"{named(found)}: {name} is read by nobody" for name in strangers)
            own = {name.removeprefix(PREFIX).lower(): value for name, value in given.items()}
            missing = [name for name in _needed(container["args"]) if not own.get(name)]
            yield from (f"{named(found)}: {PREFIX}{name.upper()} is missing" for name in missing)
            yield from (f"{named(found)}: {fault}" for fault in _invalid(own))


def _needed(args: list[str]) -> tuple[str, ...]:
    needed: tuple[str, ...] = next((NEEDS[word] for word in args if word in NEEDS), ())
    return (*needed, "objects_url") if tuple(args) == KEEPS_FILES else needed


def _invalid(given: Mapping[str, Any]) -> Iterator[str]:
    known = {name: value for name, value in given.items() if name in GatewaySettings.model_fields}
    try:
        GatewaySettings.model_validate(
            {name: "-" if isinstance(value, dict) else value for name, value in known.items()}
        )
    except ValidationError as invalid:
        yield from (f"{'.'.join(map(str, each['loc']))} {each['msg']}" for each in invalid.errors())


def ports(objects: list[Object]) -> Iterator[str]:
    """A container opens the port that its command binds; under each address of ours a service leads there."""
    services = {
        each["metadata"]["name"]: each["spec"]["ports"] for each in objects if each["kind"] == "Service"
    }
    for found in templated(objects):
        for container in containers(found):
            given = environment(container, objects)
            opened = {each["name"]: each["containerPort"] for each in container.get("ports", ())}
            metrics = int(given.get("GROEIKRACHT_GATEWAY_METRICS_PORT", 0))
            bound = int(given.get("GROEIKRACHT_PORT", Settings.model_fields["port"].default))
            wanted = {"http": bound} | ({"metrics": metrics} if metrics else {})
            if found["kind"] == SCALED and container["name"] == "suite" and opened != wanted:
                yield f"{named(found)}: opens {opened}, binds {wanted}"
            told = [value for name, value in given.items() if name.endswith("_URL")]
            for value in (str(each) for each in (*told, *container["args"])):
                host = value.removeprefix("http://")
                if value.startswith("http://") and host not in services:
                    yield f"{named(found)}: no service is called {host}"
    for name, each in services.items():
        if [(port["port"], port["targetPort"]) for port in each] != [(80, "http")]:
            yield f"Service {name}: not port 80 to the port called http"


def probes(objects: list[Object]) -> Iterator[str]:
    """Alive is asked of the process alone: else an outage becomes a storm of restarts."""
    for found in objects:
        if found["kind"] != SCALED:
            continue
        (container,) = pod(found)["containers"]
        for name, path in PROBES.items():
            asked = container.get(name, {}).get("httpGet", {})
            if (asked.get("path"), asked.get("port")) != (path, "http"):
                yield f"{named(found)}: {name} asks {asked.get('path')} at {asked.get('port')}"


def stops(objects: list[Object]) -> Iterator[str]:
    """A process that is told to end has the time to, and nobody is without one meanwhile."""
    for found in objects:
        if found["kind"] != SCALED:
            continue
        (container,) = pod(found)["containers"]
        rests = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        grace = pod(found).get("terminationGracePeriodSeconds", 30)
        if not rests:
            yield f"{named(found)}: ends while requests still come"
        if grace < rests + GRACE_SECONDS + MARGIN_SECONDS:
            yield f"{named(found)}: {grace} seconds to end are too few"
        if found["spec"].get("strategy", {}).get("rollingUpdate", {}).get("maxUnavailable") != 0:
            yield f"{named(found)}: a rollout takes one away before the next is there"
