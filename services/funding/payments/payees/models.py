"""The bank accounts that awards are paid to."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.entity import Entity
from shared.store.entity import WITHHELD, refers_to


class Status(StrEnum):
    """States of a payee's account."""

    ENTERED = "ENTERED"
    CHECKED = "CHECKED"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"
    SUPERSEDED = "SUPERSEDED"


class PayeeAccount(Entity):
    """The account (rekening, IBAN) that the advances on an award are paid to; never public (AVG).

    The applicant's region enters it, an officer of the State verifies it with `evidence`. One that takes the
    place of another (`replaces_id`) is verified by two, and is paid to from `usable_from` on. `hands` are all
    who entered, verified or confirmed it: none of them approves what is paid to it.
    """

    __tablename__ = "payee_account"
    __table_args__ = (
        Index(
            "uq_payee_account_verified",
            "application_id",
            unique=True,
            postgresql_where=text("status = 'VERIFIED'"),
        ),
        Index(
            "uq_payee_account_awaiting",
            "application_id",
            unique=True,
            postgresql_where=text("status IN ('ENTERED', 'CHECKED')"),
        ),
        CheckConstraint("status <> 'VERIFIED' OR usable_from IS NOT NULL", name="usable_when_verified"),
    )

    application_id: Mapped[UUID] = mapped_column(refers_to(Application.id), index=True)
    iban: Mapped[str] = mapped_column(info=WITHHELD)
    holder: Mapped[str] = mapped_column(info=WITHHELD)
    entered_at: Mapped[datetime]
    hands: Mapped[list[str]] = mapped_column(default_factory=list, info=WITHHELD)
    replaces_id: Mapped[UUID | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.ENTERED)
    evidence: Mapped[str | None] = mapped_column(default=None, info=WITHHELD)
    regime: Mapped[str | None] = mapped_column(default=None)
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    usable_from: Mapped[date | None] = mapped_column(default=None)
    rejection_reason: Mapped[str | None] = mapped_column(default=None, info=WITHHELD)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
