"""Alterations of awards: announced, heard on, and decided or dropped."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.entity import Entity
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, refers_to


class Status(StrEnum):
    """States of an alteration (domain.md 3.9)."""

    ANNOUNCED = "ANNOUNCED"
    HEARD = "HEARD"
    DECIDED = "DECIDED"
    DROPPED = "DROPPED"


class Basis(StrEnum):
    """On which article an award is altered: its recipient's doing (4:48), or other reasons (4:50; AWB-18)."""

    SANCTION_4_48 = "SANCTION_4_48"
    POLICY_4_50 = "POLICY_4_50"


PENDING = frozenset({Status.ANNOUNCED, Status.HEARD})


class AwardAlteration(Entity):
    """The withdrawal (intrekking) or lowering (wijziging) of an award before its settlement (AWB-18, AWB-30).

    `intended_cents` is what the award would be at most: 0 is to withdraw it whole. The applicant, who owns
    the row, is heard (hoorplicht) until `respond_by`: `views` is its answer (zienswijze), null when it waives
    one. Decided, the award is `amount_cents` from `effective_on` on; `freed_cents` is what it fell, of which
    `refilled_cents` is room of tranche and year again (vrijval; domain.md 3.22, D12). `undue_cents` is what
    was paid in advance above what is left, claimed back before or not (onverschuldigd; Awb 4:57). `regime`
    named the ground, `decision_regime` the terms of the decision. `conflicted` are those of the application.
    """

    __tablename__ = "award_alteration"
    __table_args__ = (
        CheckConstraint("intended_cents BETWEEN 0 AND awarded_before_cents - 1", name="lowers"),
        CheckConstraint("amount_cents BETWEEN intended_cents AND awarded_before_cents - 1", name="announced"),
        CheckConstraint("freed_cents = awarded_before_cents - amount_cents", name="freed"),
        CheckConstraint("undue_cents >= 0", name="undue"),
        CheckConstraint("refilled_cents BETWEEN 0 AND freed_cents", name="refilled_of_freed"),
        Index(
            "uq_award_alteration_pending",
            "application_id",
            unique=True,
            postgresql_where=text("status IN ('ANNOUNCED', 'HEARD')"),
        ),
    )
    tenancy = Tenancy(closed_to="conflicted")
    speaks = Voices(about=("deciding_body",))
    duties = (
        Duty("respond", "respond_by", frozenset({Status.ANNOUNCED}), "funding:apply", title="ground"),
        Duty("decide", "respond_by", PENDING, "funding:decide", None, "ground"),
    )

    application_id: Mapped[UUID] = mapped_column(refers_to(Application.id), index=True)
    tranche_id: Mapped[UUID] = mapped_column(refers_to(Tranche.id), index=True)
    basis: Mapped[Basis]
    ground: Mapped[str]
    reasons: Mapped[str]
    awarded_before_cents: Mapped[int]
    intended_cents: Mapped[int]
    respond_by: Mapped[date]
    regime: Mapped[str]
    announced_by: Mapped[str]
    announced_at: Mapped[datetime]
    conflicted: Mapped[list[str]] = mapped_column(default_factory=list, info=WITHHELD)
    status: Mapped[Status] = mapped_column(default=Status.ANNOUNCED)
    views: Mapped[str | None] = mapped_column(default=None)
    responded_by: Mapped[str | None] = mapped_column(default=None)
    responded_at: Mapped[datetime | None] = mapped_column(default=None)
    amount_cents: Mapped[int | None] = mapped_column(default=None)
    freed_cents: Mapped[int | None] = mapped_column(default=None)
    refilled_cents: Mapped[int | None] = mapped_column(default=None)
    undue_cents: Mapped[int | None] = mapped_column(default=None)
    effective_on: Mapped[date | None] = mapped_column(default=None)
    decision_reasons: Mapped[str | None] = mapped_column(default=None)
    decision_regime: Mapped[str | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)
    drop_reason: Mapped[str | None] = mapped_column(default=None)
