"""What is asked fits in what there is: connections in a database, replicas in a budget of disruptions."""

from collections.abc import Iterator

from deploy.local.postgres import INITDB, application_role
from deploy.manifests.checks.pods import SCALED, named, templated
from deploy.manifests.checks.processes import environment
from deploy.manifests.checks.scaling import counts
from deploy.manifests.render import Object, containers, pod
from shared.settings import Settings

RESERVED = 13  # PostgreSQL's own three for a superuser, the operator and its exporter, and a few for a person
MIGRATING = 1
LET_IN = "GROEIKRACHT_DATABASE_APPLICATION_ROLE"
LEADING = 1  # of a worker, beside its pool: shared/bus/leadership.py


def connections(objects: list[Object]) -> Iterator[str]:
    """Full pools of all processes, one more of each in a rollout, and a migration fit in a database."""
    for found in objects:
        if found["kind"] != "Cluster":
            continue
        database = found["metadata"]["name"]
        asked = MIGRATING + sum(
            _connections(each, objects) for each in objects if _leans_on(each, f"{database}-login")
        )
        most = int(found["spec"]["postgresql"]["parameters"]["max_connections"]) - RESERVED
        if asked > most:
            yield f"{named(found)}: {asked} connections are asked for, {most} are there"


def databases(objects: list[Object]) -> Iterator[str]:
    """A database sorts and folds letters as the one of the tests, and keeps checksums as it does."""
    for found in (each for each in objects if each["kind"] == "Cluster"):
        made = found["spec"]["bootstrap"]["initdb"]
        told = {
            f"--locale-provider={made.get('localeProvider')}",
            f"--builtin-locale={made.get('builtinLocale')}",
        }
        if not told <= {*INITDB} or not made.get("dataChecksums"):
            yield f"{named(found)}: made otherwise than the one of the tests"
        if found["metadata"]["name"] != f"{made['database']}-db" or made["owner"] != made["database"]:
            yield f"{named(found)}: its database or owner is another's"


def logins(objects: list[Object]) -> Iterator[str]:
    """The owner of a schema migrates and does nothing else; everybody else logs in as a bounded role."""
    roles = {
        role["passwordSecret"]["name"]: (
            role["name"],
            role.keys() - {"name", "ensure", "login", "passwordSecret"},
        )
        for found in objects
        if found["kind"] == "Cluster"
        for role in found["spec"].get("managed", {}).get("roles", ())
    }
    for found in templated(objects):
        for container in containers(found):
            given = environment(container, objects)
            login = given.get("DATABASE_USER", {}).get("secretKeyRef", {}).get("name", "")
            if "migrate" in container["args"]:
                service = container["args"][-1]
                if login != f"{service}-db-app" or given.get(LET_IN) != application_role(service):
                    yield f"{named(found)}: does not migrate as the owner, for the role of the processes"
            elif login and roles.get(login) != (application_role(container["args"][0]), set()):
                yield f"{named(found)}: logs in by {login}, which is not of a role without rights of its own"


def _leans_on(found: Object, secret: str) -> bool:
    return found["kind"] == SCALED and any(
        each.get("valueFrom", {}).get("secretKeyRef", {}).get("name") == secret
        for each in pod(found)["containers"][0].get("env", ())
    )


def _connections(found: Object, objects: list[Object]) -> int:
    (container,) = pod(found)["containers"]
    default = Settings.model_fields["database_pool"].default
    pool = int(environment(container, objects).get("GROEIKRACHT_DATABASE_POOL", default))
    leads = LEADING if "work" in container["args"] else 0
    surge = int(found["spec"]["strategy"]["rollingUpdate"]["maxSurge"])
    _, most = counts(found, objects)
    return (pool + leads) * (most + surge)


def disruptions(objects: list[Object]) -> Iterator[str]:
    """Each process has one budget, which lets a node be emptied and never empties the process."""
    budgets = [each for each in objects if each["kind"] == "PodDisruptionBudget"]
    for found in (each for each in objects if each["kind"] == SCALED):
        labels, (replicas, _) = found["spec"]["selector"], counts(found, objects)
        own = [each["spec"] for each in budgets if each["spec"]["selector"] == labels]
        if len(own) != 1:
            yield f"{named(found)}: {len(own)} budgets of disruptions"
            continue
        least = own[0].get("minAvailable", replicas - own[0].get("maxUnavailable", 0))
        if least >= replicas:
            yield f"{named(found)}: its budget lets no node be emptied"
        if replicas > 1 and least < 1:
            yield f"{named(found)}: its budget lets all be taken at once"
