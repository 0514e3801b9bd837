"""Applications for the State's share, from receipt to decision."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.cofunding.projects.models import Project
from services.funding.entity import Entity
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, refers_to, searchable


class Status(StrEnum):
    """States of an application (domain.md 3.7)."""

    RECEIVED = "RECEIVED"
    COMPLETE = "COMPLETE"
    ASSESSMENT = "ASSESSMENT"
    READY_TO_DECIDE = "READY_TO_DECIDE"
    AWARDED = "AWARDED"
    AWARD_WITHDRAWN = "AWARD_WITHDRAWN"
    SETTLED = "SETTLED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class Ground(StrEnum):
    """Why an application is refused; all but the first and last are those of Awb 4:35 (AWB-14)."""

    CEILING = "CEILING"
    ACTIVITIES_UNLIKELY = "ACTIVITIES_UNLIKELY"
    OBLIGATIONS_UNLIKELY = "OBLIGATIONS_UNLIKELY"
    ACCOUNTING_UNLIKELY = "ACCOUNTING_UNLIKELY"
    FALSE_DATA = "FALSE_DATA"
    INSOLVENCY = "INSOLVENCY"
    SCHEME_CRITERIA = "SCHEME_CRITERIA"


class Outcome(StrEnum):
    """What a part of an award is in State-aid law (B41; domain.md 3.24)."""

    NO_AID = "NO_AID"
    DE_MINIMIS = "DE_MINIMIS"
    SGEI = "SGEI"
    GBER = "GBER"
    NOTIFIED = "NOTIFIED"


STANDING = frozenset({Status.AWARDED, Status.SETTLED})  # an award that was not withdrawn
PUBLIC = STANDING | {Status.AWARD_WITHDRAWN}  # once awarded, whatever became of it
WAITING = "status IN ('COMPLETE', 'ASSESSMENT', 'READY_TO_DECIDE')"  # to be decided on


class Application(Entity):
    """An application (aanvraag) of a consortium in a tranche, sent in by its region (A13, B30; AWB-9).

    `maximum_cents` is the scheme's rate of the total cost; `written_by` are all who sent it in, found it
    complete, assessed it or altered its award. Once awarded (verleend, AWB-12) it is public (Woo) and carries
    its terms: `advance_at_approval_cents`, and `advance_ceiling_cents` for all advances together; who decided
    in whose name (B10); and `recipients`, the undertakings that its parts are for with the aid outcome of
    each (B41). Awards given before these were asked have none: null is not recorded. When an award is lowered
    its amount, terms and parts follow; withdrawn it is 0, settled (vastgesteld) what it was settled at.
    `participants` are the undertakings of a plan beside its lead; those of a project are the project's.

    `accepts_partial`: it is feasible with a part of what it asks. `scored_by` are the assessors whose scores
    count, `conflicted` those who said that they have an interest: the file is closed to them. `place` and
    `ranked_cents` are what the confirmed ranking of its tranche gives it. `proposed_recipients` are named
    with the advice, of the whole request; a decision in a batch books them. `awarded_in_all_cents` is what
    its project had ever been awarded, this award counted: where it came among pledges and other awards.
    """

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("requested_cents BETWEEN 1 AND maximum_cents", name="requested_within_rate"),
        Index("ix_application_tranche_id_landsdeel_code", "tranche_id", "landsdeel_code"),
        Index("ix_application_search", "search", postgresql_using="gin"),
        Index("ix_application_waiting", "tranche_id", "complete_at", postgresql_where=text(WAITING)),
        Index("ix_application_lead", text("(lead_applicant ->> 'kvk_number')")),
        Index("ix_application_participants", "participants", postgresql_using="gin"),
        CheckConstraint(
            "awarded_cents BETWEEN 1 AND requested_cents "
            "OR awarded_cents = 0 AND status IN ('AWARD_WITHDRAWN', 'SETTLED')",
            name="awarded_within_request",
        ),
        CheckConstraint("ranked_cents BETWEEN 0 AND requested_cents", name="ranked_within_request"),
        CheckConstraint("awarded_cents <= ranked_cents", name="awarded_within_ranking"),
    )
    tenancy = Tenancy(
        open_when=("status", PUBLIC),
        closed_to="conflicted",
    )
    speaks = Voices(
        named=("region_code",), about=("landsdeel_code", "lead_applicant", "participants", "deciding_body")
    )

    tranche_id: Mapped[UUID] = mapped_column(refers_to(Tranche.id))
    project_id: Mapped[UUID | None] = mapped_column(refers_to(Project.id), index=True)
    region_code: Mapped[str]
    landsdeel_code: Mapped[str]
    title: Mapped[str]
    measures: Mapped[list[str]]
    total_cost_cents: Mapped[int]
    requested_cents: Mapped[int]
    maximum_cents: Mapped[int]
    output_targets: Mapped[list[dict[str, Any]]]
    lead_applicant: Mapped[dict[str, Any]]
    regime: Mapped[str]
    received_at: Mapped[datetime]
    participants: Mapped[list[str]] = mapped_column(default_factory=list)
    accepts_partial: Mapped[bool] = mapped_column(default=False)
    status: Mapped[Status] = mapped_column(default=Status.RECEIVED)
    complete_at: Mapped[datetime | None] = mapped_column(default=None)
    written_by: Mapped[list[str]] = mapped_column(default_factory=list)
    scored_by: Mapped[list[str]] = mapped_column(default_factory=list, info=WITHHELD)
    conflicted: Mapped[list[str]] = mapped_column(default_factory=list, info=WITHHELD)
    assessed_by: Mapped[str | None] = mapped_column(default=None)
    assessment_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    advice: Mapped[str | None] = mapped_column(default=None)
    concluded_by: Mapped[str | None] = mapped_column(default=None)
    concluded_at: Mapped[datetime | None] = mapped_column(default=None)
    proposed_recipients: Mapped[list[dict[str, Any]] | None] = mapped_column(default=None, info=WITHHELD)
    place: Mapped[int | None] = mapped_column(default=None)
    ranked_cents: Mapped[int | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    recipients: Mapped[list[dict[str, Any]] | None] = mapped_column(default=None)
    awarded_on: Mapped[date | None] = mapped_column(default=None)
    awarded_cents: Mapped[int | None] = mapped_column(default=None)
    awarded_in_all_cents: Mapped[int | None] = mapped_column(default=None)
    advance_at_approval_cents: Mapped[int | None] = mapped_column(default=None)
    advance_ceiling_cents: Mapped[int | None] = mapped_column(default=None)
    refusal_ground: Mapped[Ground | None] = mapped_column(default=None)
    refusal_reason: Mapped[str | None] = mapped_column(default=None)
    heard_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "lead_applicant ->> 'name'")
