"""Strategies for smart specialisation."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import searchable


class Status(StrEnum):
    """States of a strategy (B8)."""

    DRAFT = "DRAFT"
    ADOPTED = "ADOPTED"
    REPLACED = "REPLACED"


HELD = frozenset({Status.ADOPTED, Status.REPLACED})  # what was adopted held in its period, replaced or not


class InnovationStrategy(Entity):
    """A regional innovation strategy (RIS3) with its smart specialisations (slimme specialisaties; B8).

    Each of `specialisations` has a code, a name, a description, topsectors and the clusters that carry it;
    `cluster_ids` are those of all of them. `document` is where the strategy itself is found.
    """

    __tablename__ = "innovation_strategy"
    __table_args__ = (
        Index("ix_innovation_strategy_region_codes", "region_codes", postgresql_using="gin"),
        Index("ix_innovation_strategy_cluster_ids", "cluster_ids", postgresql_using="gin"),
        Index("ix_innovation_strategy_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", HELD))
    speaks = Voices(party=("region_codes",), about=("deciding_body",))

    title: Mapped[str]
    region_codes: Mapped[list[str]]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    document: Mapped[str]
    specialisations: Mapped[list[dict[str, Any]]]
    cluster_ids: Mapped[list[str]]
    drafted_by: Mapped[list[str]]
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    adopted_on: Mapped[date | None] = mapped_column(default=None)
    adopted_by: Mapped[str | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title")
