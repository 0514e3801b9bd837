"""The register of State aid by undertaking."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.cofunding.projects.models import Project
from services.funding.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import refers_to

GRANTING_BODIES = frozenset({TenantKind.STATE, TenantKind.REGION, TenantKind.ROM})  # they read it (DM-8)


class Status(StrEnum):
    """States of an entry in the register (domain.md 3.24)."""

    REFUSED = "REFUSED"
    RESERVED = "RESERVED"
    GRANTED = "GRANTED"
    RELEASED = "RELEASED"


class Basis(StrEnum):
    """What makes the aid lawful; the two kinds of de minimis aid have rooms of their own (DM-5, DM-6)."""

    DE_MINIMIS = "DE_MINIMIS"
    SGEI = "SGEI"
    GBER = "GBER"
    NOTIFIED = "NOTIFIED"


class Undertaking(Entity):
    """An undertaking (onderneming) in the register; whoever books aid to it locks this row first (DM-1)."""

    __tablename__ = "undertaking"
    tenancy = Tenancy(reads=GRANTING_BODIES)

    kvk_number: Mapped[str] = mapped_column(unique=True)


class AidEntry(Entity):
    """Aid to an undertaking: asked for, reserved, granted or let go; never removed (DM-8).

    An entry that a guarantee asked for has the id of that guarantee. `counts_from` is the legal date of the
    request, and once granted the day the legal right arose (DM-2). `excess_cents` is what passed the room
    when the aid was booked as a fact, 0 in all lawful cases. `regime` is the version in force on that date,
    or on a date without one the last version known; then nothing was lawful, so all of it is excess. Of
    notified aid it is the Commission's decision; declared aid that no ceiling is asked of has an empty one.

    Aid of an award names its application and project, the `measure` of the GBER or the Commission's decision
    that makes it lawful, and the last day of its publication where that is owed (transparency, 2.11).
    """

    __tablename__ = "aid_entry"
    __table_args__ = (
        CheckConstraint("amount_cents >= 0", name="amount_not_negative"),
        CheckConstraint("excess_cents BETWEEN 0 AND amount_cents", name="excess_within_amount"),
    )
    tenancy = Tenancy(reads=GRANTING_BODIES)
    speaks = Voices(about=("undertaking_id",))

    undertaking_id: Mapped[UUID] = mapped_column(refers_to(Undertaking.id), index=True)
    kvk_number: Mapped[str] = mapped_column(index=True)
    basis: Mapped[Basis]
    amount_cents: Mapped[int]
    counts_from: Mapped[date]
    source: Mapped[str]
    status: Mapped[Status]
    regime: Mapped[str]
    excess_cents: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(default=None)
    application_id: Mapped[UUID | None] = mapped_column(refers_to(Application.id), index=True, default=None)
    project_id: Mapped[UUID | None] = mapped_column(refers_to(Project.id), default=None)
    measure: Mapped[str | None] = mapped_column(default=None)
    commission_decision: Mapped[str | None] = mapped_column(default=None)
    publication_due_on: Mapped[date | None] = mapped_column(default=None)
