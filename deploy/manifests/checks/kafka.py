"""Topics and users are those of the code, nothing wider; and what is kept in copies has them."""

from collections.abc import Iterator

from deploy.local import rom_access
from deploy.manifests import kafka
from deploy.manifests.render import Object

GENERATED = ("KafkaTopic", "KafkaUser")


def topics_and_users(objects: list[Object]) -> Iterator[str]:
    """The topics of the services and of some ROMs, and the users with their grants and quotas."""
    there = {_name(each): each["spec"] for each in objects if each["kind"] in GENERATED}
    wanted = {_name(each): each["spec"] for each in kafka.of_services()}
    for code in rom_access.rom_codes():
        of_rom = {_name(each): each["spec"] for each in kafka.of_rom(code)}
        wanted |= of_rom if of_rom.keys() & there.keys() else {}
    yield from (f"{name} is not of the code" for name in sorted(there.keys() - wanted.keys()))
    yield from (f"{name} is missing" for name in sorted(wanted.keys() - there.keys()))
    for name in sorted(there.keys() & wanted.keys()):
        if {**there[name], "replicas": None} != {**wanted[name], "replicas": None}:
            yield f"{name} is not as the code has it"


def _name(found: Object) -> str:
    return f"{found['kind']} {found['metadata']['name']}"


def copies(objects: list[Object]) -> Iterator[str]:
    """With several brokers a message stands on two before it is acknowledged, and one broker may be away."""
    pools = [each["spec"] for each in objects if each["kind"] == "KafkaNodePool"]
    brokers = sum(each["replicas"] for each in pools if "broker" in each["roles"])
    for found in objects:
        if found["kind"] == "KafkaTopic" and found["spec"]["replicas"] != min(brokers, kafka.COPIES):
            yield f"{_name(found)}: {found['spec']['replicas']} copies on {brokers} broker(s)"
        if found["kind"] != "Kafka":
            continue
        config = found["spec"]["kafka"]["config"]
        least = config["min.insync.replicas"]
        if least != min(brokers, 2) or config["default.replication.factor"] != min(brokers, kafka.COPIES):
            yield f"{_name(found)}: {least} copies acknowledge on {brokers} broker(s)"
        if config["auto.create.topics.enable"] or found["spec"]["kafka"]["authorization"]["type"] != "simple":
            yield f"{_name(found)}: anybody makes topics, or may all"
        for listener in found["spec"]["kafka"]["listeners"]:
            if not listener["tls"] or listener.get("authentication", {}).get("type") != "scram-sha-512":
                yield f"{_name(found)}: listener {listener['name']} is open"
