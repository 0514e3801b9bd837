"""Approved projects, as the agenda service told of them."""

from sqlalchemy.orm import Mapped

from services.loans.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.entity import Tenancy


class Project(Entity):
    """A cluster project that a loan may name; it has the id it has in the agenda service (A15)."""

    __tablename__ = "project"
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})
    speaks = Voices(named=("region_code",), about=("participants",))

    title: Mapped[str]
    region_code: Mapped[str]
    participants: Mapped[list[str]]
