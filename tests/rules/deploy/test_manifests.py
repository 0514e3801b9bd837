"""The manifests of Kubernetes: rendered, held against the code, and broken on purpose."""

import copy
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import Any

import httpx
import pytest
import yaml

from deploy.local.processes import free_port
from deploy.manifests.__main__ import TREE, generated
from deploy.manifests.checks import faults
from deploy.manifests.checks.processes import PROBES
from deploy.manifests.render import Object, Unknown, identity, pod, read, render
from services.agenda.app import app as agenda
from services.gateway.settings import GatewaySettings
from shared.bus import health
from shared.bus.pulse import Pulse
from shared.settings import Settings
from shared.store.clock import Clock

Named = dict[tuple[str, str], Object]
ENVIRONMENTS = ("dev", "staging", "prod")
SERVICES = ("agenda", "funding", "loans")
RENDERED = {name: render(TREE / "overlays" / name) for name in ENVIRONMENTS}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_overlay_is_as_the_code_needs_it(name: str) -> None:
    assert faults(RENDERED[name]) == []


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_overlay_holds_differences_only_and_nothing_twice(name: str) -> None:
    assert len((TREE / "overlays" / name / "kustomization.yaml").read_text("utf-8").splitlines()) <= 60
    names = [identity(each) for each in RENDERED[name]]
    assert len(names) == len(set(names))
    assert len([kind for kind, _ in names if kind == "Deployment"]) == 1 + 2 * len(SERVICES)
    assert {each["metadata"].get("namespace") for each in RENDERED[name]} == {None, f"groeikracht-{name}"}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_kustomize_renders_the_same(name: str) -> None:
    if which("kubectl") is None:
        pytest.skip("kubectl is not there: our rendering is not compared with that of Kustomize")
    asked = ["kubectl", "kustomize", str(TREE / "overlays" / name)]
    theirs = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert theirs.returncode == 0, theirs.stderr
    plain = re.sub(r"(name: (?:suite|kafka|objects|gateway))-[a-z0-9]{10}$", r"\1", theirs.stdout, flags=re.M)
    assert by_name(read(plain)) == by_name(RENDERED[name])


def by_name(objects: list[Object]) -> Named:
    """Objects, in no order."""
    return {identity(each): each for each in objects}


def test_what_the_code_writes_is_written() -> None:
    assert [str(path) for path, text in generated() if path.read_text("utf-8") != text] == []


@pytest.mark.parametrize("kind", ["worker", "migration"])
def test_the_services_differ_in_their_name_alone(kind: str) -> None:
    plain = {
        (TREE / "base" / name / f"{kind}.yaml").read_text("utf-8").replace(name, "service")
        for name in SERVICES
    }
    assert len(plain) == 1


def test_the_agenda_has_files_besides_and_is_else_like_the_others() -> None:
    texts = [(TREE / "base" / name / "api.yaml").read_text("utf-8").replace(name, "it") for name in SERVICES]
    assert texts[1] == texts[2]
    extra = [line for line in texts[0].splitlines() if "objects" in line]
    assert [line for line in texts[0].splitlines() if line not in extra] == texts[1].splitlines()


@pytest.mark.parametrize("path", sorted(set(PROBES.values())))
async def test_every_process_answers_its_probes(path: str) -> None:
    """Healthy or not: the address is there. Another one is answered 404."""
    settings = Settings(port=free_port(), cursor_key="-", issuer="-")  # type: ignore[arg-type]
    async with health.served(settings, Pulse(), Clock()):
        patient = httpx.AsyncHTTPTransport(retries=5)
        address = f"http://127.0.0.1:{settings.port}"
        async with httpx.AsyncClient(base_url=address, transport=patient) as worker:
            assert (await worker.get(path)).status_code != 404
            assert (await worker.get("/nothing")).status_code == 404
    for app in (agenda, gateway_app()):
        reached = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=reached, base_url="http://here") as client:
            assert (await client.get(path)).status_code != 404


def gateway_app() -> Any:
    """The gateway with addresses that lead nowhere."""
    from services.gateway.app import create_app

    nowhere = "http://127.0.0.1:9"
    return create_app(
        GatewaySettings(issuer=nowhere, agenda_url=nowhere, funding_url=nowhere, loans_url=nowhere)
    )


# Deliberate mistakes: what is done to the objects, and what the checks say of it.

Mistake = Callable[[Named], None]


def container(objects: Named, name: str = "agenda") -> Object:
    """The container of a process."""
    found: Object = pod(objects["Deployment", name])["containers"][0]
    return found


def wrong_probe(objects: Named) -> None:
    container(objects)["livenessProbe"]["httpGet"]["path"] = "/readyz"


def wider_grant(objects: Named) -> None:
    acls = objects["KafkaUser", "rom-bom"]["spec"]["authorization"]["acls"]
    acls[1]["resource"] |= {"name": "groeikracht.rom.", "patternType": "prefix"}


def topic_forgotten(objects: Named) -> None:
    del objects["KafkaTopic", "groeikracht.rom.liof.outbound"]


def policy_forgotten(objects: Named) -> None:
    del objects["NetworkPolicy", "loans-from-gateway"]


def open_house(objects: Named) -> None:
    del objects["NetworkPolicy", "deny-ingress"]


def policy_too_wide(objects: Named) -> None:
    rule = objects["NetworkPolicy", "funding-from-gateway"]["spec"]["ingress"][0]
    rule["from"] = [{"podSelector": {}}]


def port_of_the_service(objects: Named) -> None:
    objects["NetworkPolicy", "gateway-to-agenda"]["spec"]["egress"][0]["ports"][0]["port"] = 80


def budget_that_blocks(objects: Named) -> None:
    spec = objects["PodDisruptionBudget", "loans-work"]["spec"]
    del spec["maxUnavailable"]
    spec["minAvailable"] = 2


def secret_in_a_map(objects: Named) -> None:
    objects["ConfigMap", "suite"]["data"]["GROEIKRACHT_CURSOR_KEY"] = "the same for all"


def secret_written_out(objects: Named) -> None:
    for each in container(objects, "loans-work")["env"]:
        if each["name"] == "GROEIKRACHT_KAFKA_PASSWORD":
            del each["valueFrom"]
            each["value"] = "welcome01"


def secret_that_nobody_makes(objects: Named) -> None:
    container(objects)["env"][0]["valueFrom"]["secretKeyRef"]["name"] = "cursor-key"


def misspelt_setting(objects: Named) -> None:
    data = objects["ConfigMap", "suite"]["data"]
    data["GROEIKRACHT_ISSUERS"] = data.pop("GROEIKRACHT_ISSUER")


def setting_that_may_not_be(objects: Named) -> None:
    objects["ConfigMap", "suite"]["data"]["GROEIKRACHT_CLOCK"] = "settable"


def newest_image(objects: Named) -> None:
    container(objects)["image"] = "groeikracht/suite:latest"


def tag_in_production(objects: Named) -> None:
    objects["Namespace", "groeikracht-staging"]["metadata"]["name"] = "groeikracht-prod"


def root(objects: Named) -> None:
    pod(objects["Job", "loans-migrate"])["securityContext"]["runAsUser"] = 0


def writable_image(objects: Named) -> None:
    pod(objects["Deployment", "agenda"])["initContainers"][0]["securityContext"]["readOnlyRootFilesystem"] = (
        False
    )


def token_shown(objects: Named) -> None:
    pod(objects["Deployment", "gateway"])["automountServiceAccountToken"] = True


def no_bound_of_memory(objects: Named) -> None:
    del container(objects)["resources"]["limits"]["memory"]


def other_port(objects: Named) -> None:
    container(objects)["ports"][0]["containerPort"] = 8080


def no_such_command(objects: Named) -> None:
    container(objects, "agenda-work")["args"] = ["agenda", "consume"]


def no_such_option(objects: Named) -> None:
    container_of_job(objects, "smoke")["args"][2] = "--patient=900"


def no_such_service(objects: Named) -> None:
    container_of_job(objects, "loans-migrate")["args"][1] = "loanz"


def smoke_of_nobody(objects: Named) -> None:
    container_of_job(objects, "smoke")["args"][1] = "http://gateways"


def smoke_shut_out(objects: Named) -> None:
    del objects["NetworkPolicy", "gateway-from-smoke"]


def larger_pool(objects: Named) -> None:
    objects["ConfigMap", "suite"]["data"]["GROEIKRACHT_DATABASE_POOL"] = "30"


def more_by_load(objects: Named) -> None:
    objects["HorizontalPodAutoscaler", "loans"]["spec"]["maxReplicas"] = 9


def number_beside_the_load(objects: Named) -> None:
    objects["Deployment", "agenda"]["spec"]["replicas"] = 2


def number_that_nobody_says(objects: Named) -> None:
    del objects["HorizontalPodAutoscaler", "gateway"]


def load_of_nobody(objects: Named) -> None:
    objects["HorizontalPodAutoscaler", "funding"]["spec"]["scaleTargetRef"]["name"] = "fundings"


def changes_kept_nowhere(objects: Named) -> None:
    objects["Cluster", "agenda-db"]["spec"]["plugins"][0]["isWALArchiver"] = False


def never_copied(objects: Named) -> None:
    objects["ScheduledBackup", "loans-db"]["spec"]["cluster"]["name"] = "loans"


def store_without_login(objects: Named) -> None:
    objects["ObjectStore", "backups"]["spec"]["configuration"]["s3Credentials"]["accessKeyId"]["key"] = "id"


def other_alphabet(objects: Named) -> None:
    del objects["Cluster", "loans-db"]["spec"]["bootstrap"]["initdb"]["builtinLocale"]


def owner_at_work(objects: Named) -> None:
    for each in container(objects, "loans-work")["env"]:
        if each["name"] == "DATABASE_USER":
            each["valueFrom"]["secretKeyRef"]["name"] = "loans-db-app"


def role_that_makes_tables(objects: Named) -> None:
    objects["Cluster", "funding-db"]["spec"]["managed"]["roles"][0]["inRoles"] = ["funding"]


def nobody_let_in(objects: Named) -> None:
    for each in container_of_job(objects, "agenda-migrate")["env"]:
        if each["name"] == "GROEIKRACHT_DATABASE_APPLICATION_ROLE":
            each["value"] = "agenda"


def container_of_job(objects: Named, name: str) -> Object:
    """The container of a job."""
    found: Object = pod(objects["Job", name])["containers"][0]
    return found


def selector_of_another(objects: Named) -> None:
    objects["Service", "loans"]["spec"]["selector"]["app.kubernetes.io/component"] = "worker"


def too_little_time_to_end(objects: Named) -> None:
    pod(objects["Deployment", "funding"])["terminationGracePeriodSeconds"] = 20


def one_copy_acknowledges(objects: Named) -> None:
    objects["Kafka", "groeikracht"]["spec"]["kafka"]["config"]["min.insync.replicas"] = 1


def open_listener(objects: Named) -> None:
    objects["Kafka", "groeikracht"]["spec"]["kafka"]["listeners"][1]["tls"] = False


def figure_that_nobody_has(objects: Named) -> None:
    rules = objects["PrometheusRule", "groeikracht"]["spec"]["groups"][0]["rules"]
    rules[0]["expr"] = "groeikracht_outbox_age_seconds > 60"


def scraped_at_the_public_port(objects: Named) -> None:
    objects["PodMonitor", "gateway"]["spec"]["podMetricsEndpoints"][0]["port"] = "http"


MISTAKES: dict[Mistake, str] = {
    wrong_probe: "Deployment agenda: livenessProbe asks /readyz at http",
    wider_grant: "KafkaUser rom-bom is not as the code has it",
    topic_forgotten: "KafkaTopic groeikracht.rom.liof.outbound is missing",
    policy_forgotten: "gateway cannot reach loans:8000",
    open_house: "somebody reaches agenda-migrate:8000",
    policy_too_wide: "agenda-db reaches funding:8000",
    port_of_the_service: "gateway cannot reach agenda:8000",
    budget_that_blocks: "Deployment loans-work: its budget lets no node be emptied",
    secret_in_a_map: "ConfigMap suite: GROEIKRACHT_CURSOR_KEY is a secret",
    secret_written_out: "Deployment loans-work: GROEIKRACHT_KAFKA_PASSWORD is written out",
    secret_that_nobody_makes: "Deployment agenda: nobody makes the Secret cursor-key with agenda",
    misspelt_setting: "agenda: GROEIKRACHT_ISSUERS is read by nobody; is GROEIKRACHT_ISSUER meant?",
    setting_that_may_not_be: "Value error, GROEIKRACHT_CLOCK=settable lets callers choose the date",
    newest_image: "image groeikracht/suite:latest is not pinned",
    tag_in_production: "an image without a digest in production",
    root: "Job loans-migrate: runAsUser is root or the image's choice",
    writable_image: "Deployment agenda: readOnlyRootFilesystem is False, not True",
    token_shown: "Deployment gateway: automountServiceAccountToken is True, not False",
    no_bound_of_memory: "Deployment agenda: no limit of memory",
    other_port: "Deployment agenda: opens {'http': 8080}, binds {'http': 8000}",
    no_such_command: "Deployment agenda-work: no command agenda consume",
    no_such_option: "Job smoke: no command smoke http://gateway --patient=900: No such option: --patient",
    no_such_service: "Job loans-migrate: no command migrate loanz: Value error, 'loanz' is not one of",
    smoke_of_nobody: "Job smoke: no service is called gateways",
    smoke_shut_out: "smoke cannot reach gateway:8000",
    larger_pool: "Cluster agenda-db: 304 connections are asked for, 137 are there",
    more_by_load: "Cluster loans-db: 160 connections are asked for, 137 are there",
    number_beside_the_load: "Deployment agenda: its number is told 2 times",
    number_that_nobody_says: "Deployment gateway: its number is told 0 times",
    load_of_nobody: "HorizontalPodAutoscaler funding: there is no Deployment fundings",
    changes_kept_nowhere: "Cluster agenda-db: its changes are kept nowhere outside the cluster",
    never_copied: "Cluster loans-db: copied by 0 schedules",
    store_without_login: "ObjectStore backups: nobody makes the Secret backups with id",
    other_alphabet: "Cluster loans-db: made otherwise than the one of the tests",
    owner_at_work: "Deployment loans-work: logs in by loans-db-app",
    role_that_makes_tables: "Deployment funding: logs in by funding-db-login, which is not of a role without",
    nobody_let_in: "Job agenda-migrate: does not migrate as the owner, for the role",
    selector_of_another: "Service loans: selects Deployment loans-work",
    too_little_time_to_end: "Deployment funding: 20 seconds to end are too few",
    one_copy_acknowledges: "Kafka groeikracht: 1 copies acknowledge on 3 broker(s)",
    figure_that_nobody_has: "PrometheusRule groeikracht: nobody has groeikracht_outbox_age_seconds",
    scraped_at_the_public_port: "Deployment gateway: scraped at ['http'], not at ['metrics']",
    open_listener: "Kafka groeikracht: listener roms is open",
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_a_mistake_is_told(mistake: Mistake) -> None:
    objects = by_name(copy.deepcopy(RENDERED["staging"]))
    mistake(objects)
    told = faults(list(objects.values()))
    assert any(MISTAKES[mistake] in fault for fault in told), json.dumps(told, indent=1)


@pytest.mark.parametrize(
    "told",
    [
        {"resources": [], "nameSuffix": "-x"},
        {"resources": [], "labels": [{"pairs": {"a": "b"}, "includeSelectors": True}]},
        {"resources": [], "patches": [{"target": {"kind": "Deployment"}, "patch": "[]"}]},
        {"resources": [], "configMapGenerator": [{"name": "a", "behavior": "merge", "literals": ["A=b"]}]},
    ],
)
def test_what_we_cannot_render_is_refused(told: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(told))
    with pytest.raises(Unknown):
        render(tmp_path)
