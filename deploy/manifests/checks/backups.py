"""What is answered can be had back: copies of each database, and every change since, outside the cluster."""

from collections import Counter
from collections.abc import Iterator

from deploy.manifests.checks.pods import named
from deploy.manifests.checks.secrets import MADE_BY_HAND
from deploy.manifests.render import Object

PLUGIN = "barman-cloud.cloudnative-pg.io"
MUST = ("-staging", "-prod")  # namespaces of which nothing may be lost; staging is where it is tried


def kept(objects: list[Object]) -> Iterator[str]:
    """Each database sends its changes to a store that is there, and is copied by one schedule."""
    stores = {each["metadata"]["name"]: each for each in objects if each["kind"] == "ObjectStore"}
    copied = Counter(
        each["spec"]["cluster"]["name"]
        for each in objects
        if each["kind"] == "ScheduledBackup"
        and each["spec"]["method"] == "plugin"
        and each["spec"]["pluginConfiguration"]["name"] == PLUGIN
    )
    databases = [each for each in objects if each["kind"] == "Cluster"]
    for found in databases if stores or _must(objects) else ():
        if _archive(found) not in stores:
            yield f"{named(found)}: its changes are kept nowhere outside the cluster"
        if copied[found["metadata"]["name"]] != 1:
            yield f"{named(found)}: copied by {copied[found['metadata']['name']]} schedules"
    for name in copied.keys() - {each["metadata"]["name"] for each in databases}:
        yield f"ScheduledBackup of {name}, which is no database"
    for store in stores.values():
        for each in store["spec"]["configuration"]["s3Credentials"].values():
            if each["key"] not in MADE_BY_HAND.get(each["name"], ()):
                yield f"{named(store)}: nobody makes the Secret {each['name']} with {each['key']}"


def _must(objects: list[Object]) -> bool:
    return any(each["kind"] == "Namespace" and each["metadata"]["name"].endswith(MUST) for each in objects)


def _archive(database: Object) -> str | None:
    for plugin in database["spec"].get("plugins", ()):
        if plugin["name"] == PLUGIN and plugin.get("isWALArchiver"):
            return str(plugin["parameters"]["barmanObjectName"])
    return None
