"""Secrets are named and never written: those of the operators, and a few that somebody makes by hand."""

from collections.abc import Iterator

from pydantic import SecretStr

from deploy.manifests.checks.pods import named, templated
from deploy.manifests.checks.processes import environment
from deploy.manifests.render import Object, containers, pod
from services.__main__ import STORES
from services.gateway.settings import GatewaySettings
from shared.settings import PREFIX

MADE_BY_HAND = {  # deploy/README.md says how
    "cursor-keys": {"gateway", "agenda", "funding", "loans"},
    "objects": {"access-key", "secret-key"},
    "backups": {"access-key", "secret-key"},
    **{f"{service}-db-login": {"username", "password"} for service in STORES},
}
SECRET = {
    PREFIX + name.upper()
    for name, field in GatewaySettings.model_fields.items()
    if field.annotation is SecretStr
}
OF_DATABASE = {"-app": {"username", "password"}, "-ca": {"ca.crt"}}


def _known(objects: list[Object]) -> dict[str, set[str]]:
    """Every Secret that there will be, with its keys."""
    known = dict(MADE_BY_HAND)
    for found in objects:
        name, api = found["metadata"]["name"], found["apiVersion"].partition("/")[0]
        if (api, found["kind"]) == ("postgresql.cnpg.io", "Cluster"):
            known |= {name + ending: keys for ending, keys in OF_DATABASE.items()}
        if found["kind"] == "KafkaUser":
            known[name] = {"password"}
        if found["kind"] == "Kafka":
            known[f"{name}-cluster-ca-cert"] = {"ca.crt"}
    return known


def referred_to(objects: list[Object]) -> Iterator[str]:
    """Every Secret that a pod names is one that somebody makes."""
    known = _known(objects)
    for found in templated(objects):
        asked = {
            (value["secretKeyRef"]["name"], value["secretKeyRef"]["key"])
            for container in containers(found)
            for value in environment(container, objects).values()
            if isinstance(value, dict) and "secretKeyRef" in value
        }
        for volume in pod(found).get("volumes", ()):
            kept = volume.get("secret", {})
            asked |= {(kept["secretName"], item["key"]) for item in kept.get("items", ())}
        yield from (
            f"{named(found)}: nobody makes the Secret {name} with {key}"
            for name, key in sorted(asked)
            if key not in known.get(name, ())
        )


def kept_out(objects: list[Object]) -> Iterator[str]:
    """No secret stands in a manifest, be it in a ConfigMap or beside a variable's name."""
    for found in objects:
        if found["kind"] == "Secret":
            yield f"{named(found)}: written into a manifest"
        if found["kind"] == "ConfigMap":
            yield from (
                f"{named(found)}: {name} is a secret" for name in sorted(found["data"].keys() & SECRET)
            )
    for found in templated(objects):
        for container in containers(found):
            for each in container.get("env", ()):
                written = str(each.get("value", "$(")).partition("://")[2] or str(each.get("value", "$("))
                if each["name"] in SECRET and not written.startswith("$("):
                    yield f"{named(found)}: {each['name']} is written out"
