"""What must hold of every overlay, held against the code: each check tells its faults, a line each."""

from collections.abc import Callable, Iterator
from itertools import chain

from deploy.manifests.checks import (
    backups,
    capacity,
    kafka,
    monitoring,
    network,
    pods,
    processes,
    quota,
    scaling,
    secrets,
)
from deploy.manifests.render import Object

Check = Callable[[list[Object]], Iterator[str]]

CHECKS: tuple[Check, ...] = (
    pods.hardened,
    pods.bounded,
    pods.pinned,
    pods.selected,
    processes.commands,
    processes.settings,
    processes.ports,
    processes.probes,
    processes.stops,
    secrets.referred_to,
    secrets.kept_out,
    network.edges,
    kafka.topics_and_users,
    kafka.copies,
    monitoring.shown,
    monitoring.scraped,
    scaling.owned,
    capacity.connections,
    capacity.databases,
    capacity.logins,
    capacity.disruptions,
    quota.fits,
    backups.kept,
)


def faults(objects: list[Object]) -> list[str]:
    """Everything that is wrong with an overlay."""
    return list(chain.from_iterable(check(objects) for check in CHECKS))
