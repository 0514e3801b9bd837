"""Lists that are followed: each answer says from where on to ask for what changes after it."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy import BindParameter, ColumnClause, ColumnElement, inspect
from sqlalchemy.sql import visitors

from shared.kernel.sentences import Sentence
from shared.store.changes import POSITION_BYTES, Position, since
from shared.store.entity import Entity
from shared.store.tx import Tx
from shared.web.sealed import fingerprint, opened, sealed

PURPOSE = "position"
NO_POSITION = Sentence(
    "must be a position that `_links.changes` of this list gave to this caller under the same filter, and no "
    "date; begin again without it",
    "moet een positie zijn die `_links.changes` van deze lijst aan deze aanroeper gaf bij hetzelfde filter, "
    "en geen datum; begin opnieuw zonder",
)
ANOTHER_EPOCH = Sentence(
    "is of before the database was restored, moved or promoted; begin again without it",
    "is van voor het herstel, de verhuizing of de overname van de database; begin opnieuw zonder",
)
OF_OTHERS = Sentence(
    "takes no filter that looks at other records; leave that filter out",
    "gaat niet samen met een filter dat naar andere gegevens kijkt; laat dat filter weg",
)


@dataclass(frozen=True)
class Followed:
    """A list as one caller asked for it, and the position at which its walk began."""

    request: Request
    tx: Tx
    entity: type[Entity]
    asked: dict[str, object]
    where: tuple[ColumnElement[bool], ...]
    begun: Position

    def since(self, text: str) -> ColumnElement[bool]:
        """The rows that changed at the position that the caller sends, or after it."""
        content = opened(self.request, PURPOSE, text)
        if content is None or content[POSITION_BYTES:] != self._asked_by_whom():
            raise _refused(NO_POSITION)
        position = Position.unpacked(content)
        if position.epoch != self.begun.epoch:
            raise _refused(ANOTHER_EPOCH)
        own = inspect(self.entity).local_table
        tables = {part.table for part in self._parts(ColumnClause)}
        if any(table is not None and not own.is_derived_from(table) for table in tables):
            raise _refused(OF_OTHERS)
        return since(self.entity, position.number)

    def address(self) -> str:
        """The query with which the same list is asked for what changed since this walk began."""
        position = sealed(self.request, PURPOSE, self.begun.packed() + self._asked_by_whom())
        query = self.request.url.remove_query_params("cursor")
        return query.include_query_params(changedSince=position).query

    def _asked_by_whom(self) -> bytes:
        """A filter, the values that a route made of it, such as a day, and the caller."""
        values = [part.value for part in self._parts(BindParameter)]
        return fingerprint({**self.asked, " values": values, " by": f"{self.tx.tenant} {self.tx.actor}"})

    def _parts(self, kind: Any) -> list[Any]:
        return [part for each in self.where for part in visitors.iterate(each) if isinstance(part, kind)]


def _refused(said: Sentence) -> RequestValidationError:
    return RequestValidationError(
        [{"loc": ("query", "changedSince"), "type": "position", "ctx": {"said": said}}]
    )
