"""The records of one service: whatever can be searched, be waited for, or be spoken of, by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.store.entity import Entity

E = TypeVar("E", bound=Entity, covariant=True)


@dataclass(frozen=True)
class Records(Generic[E]):
    """The records that a service keeps: every entity on its declarative base."""

    service: str
    base: type[E]

    def kinds(self) -> Mapping[str, type[E]]:
        """Every kind of record that the service keeps, by its code, such as `AGENDA`."""
        mappers = self.base.registry.mappers  # type: ignore[attr-defined]  # of its declarative base
        return {mapper.class_.__tablename__.upper(): mapper.class_ for mapper in mappers}
