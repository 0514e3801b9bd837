"""Organisations that take part in agendas, boards and initiatives."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, refers_to, searchable, sort_key


class Status(StrEnum):
    """States of an organisation: it acts, it went on in another one, or it ended."""

    ACTIVE = "ACTIVE"
    MERGED = "MERGED"
    ENDED = "ENDED"


class Role(StrEnum):
    """The part of the triple helix an organisation belongs to, or that it unites all three (A8, A9)."""

    GOVERNMENT = "GOVERNMENT"
    BUSINESS = "BUSINESS"
    KNOWLEDGE = "KNOWLEDGE"
    TRIPLE_HELIX = "TRIPLE_HELIX"


class Organisation(Entity):
    """An organisation (organisatie) with its identifiers and the names it had (A9).

    Whoever registers it keeps it up to date, and the State corrects what is wrong; everybody may read it.
    `former_names` has each earlier name
    with its first and its last day.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        *(
            Index(f"uq_organisation_{name}", name, unique=True)
            for name in ("kvk_number", "rsin", "oin", "lei")
        ),
        Index("ix_organisation_name_key_id", "name_key", "id"),
        Index("ix_organisation_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))

    name: Mapped[str]
    role: Mapped[Role]
    kvk_number: Mapped[str | None]
    rsin: Mapped[str | None]
    oin: Mapped[str | None]
    lei: Mapped[str | None]
    named_since: Mapped[date]
    former_names: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    status: Mapped[Status] = mapped_column(default=Status.ACTIVE)
    merged_into_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    name_key: Mapped[str] = sort_key("name")
    search: Mapped[str] = searchable("name")


class MandateStatus(StrEnum):
    """Whether a mandate was given only, or taken back too."""

    GIVEN = "GIVEN"
    ENDED = "ENDED"


class Mandate(Entity):
    """What an organisation was given to decide on, in which role and for how long (mandaat; A9, B10).

    `recorded_on` is the real day on which it was entered here.
    """

    __tablename__ = "mandate"
    tenancy = Tenancy(open_when=("status", frozenset(MandateStatus)))
    speaks = Voices(about=("organisation_id", "given_by"))

    organisation_id: Mapped[UUID] = mapped_column(refers_to(Organisation.id), index=True)
    given_by: Mapped[str]
    matter: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_on: Mapped[date | None] = mapped_column(default=None, info=WITHHELD)
    status: Mapped[MandateStatus] = mapped_column(default=MandateStatus.GIVEN)
