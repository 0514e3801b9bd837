"""Ids in the body of a request: each says what it names, which must exist and be the caller's to see."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel

from shared.kernel.rules import NOT_FOUND
from shared.store.entity import Entity
from shared.store.tx import Tx
from shared.web.bodies import said


@dataclass(frozen=True)
class Names:
    """What an id in a body names: `cluster_id: Annotated[Uuid, Names(Cluster)]`."""

    entity: type[Entity]

    def of(self, _: BaseModel) -> type[Entity] | None:
        """The entity that the id must be of."""
        return self.entity


@dataclass(frozen=True)
class NamesOneOf:
    """What an id in a body names when the field `by` beside it says the kind, of the `kinds` of a service."""

    kinds: Callable[[], Mapping[str, type[Entity]]]
    by: str

    def of(self, part: BaseModel) -> type[Entity] | None:
        """The entity that the id must be of; None for a kind that there is not."""
        return self.kinds().get(getattr(part, self.by))


async def require_named(tx: Tx, body: BaseModel) -> None:
    """Refuse ids that name nothing the caller's body may see, alike whether it is hidden or not there.

    Asked after the route's own rules: those say more about what the caller does wrong.
    """
    named: dict[type[Entity], set[UUID]] = defaultdict(set)
    for entity, one in _named(body):
        named[NOT_FOUND.present(entity)].add(one)
    if named:
        await tx.flush()
    for entity, ids in named.items():
        found = {row.id for row in await tx.those(entity, ids)}
        NOT_FOUND.require(ids <= found, resource=entity.__name__.lower())


def _named(body: BaseModel) -> Iterator[tuple[type[Entity] | None, UUID]]:
    for part, name, one in said(body):
        of = [
            each for each in type(part).model_fields[name].metadata if isinstance(each, (Names, NamesOneOf))
        ]
        for each in of[:1]:
            yield each.of(part), one
