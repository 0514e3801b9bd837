"""When no more is expected of a loan whose loss the State paid."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.loans.entity import Entity
from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.lending.loans.models import Loan
from shared.kernel.voices import Voices
from shared.store.entity import refers_to


class Status(StrEnum):
    """States of a closing (domain.md 3.16, 3.21)."""

    REQUESTED = "REQUESTED"
    DECLINED = "DECLINED"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


class GuaranteeClosing(Entity):
    """The end of a guarantee of which nothing more is recovered (afsluiting; domain.md 3.16, 3.21).

    The ROM asks for it with its `evidence`; `decided_by`, `deciding_body` and `mandate` say who closed it,
    `decided_on` when. `given_up_cents` is what the State paid and did not get back. A closing that was
    reopened stays as it was decided.
    """

    __tablename__ = "guarantee_closing"
    __table_args__ = (
        Index(
            "uq_guarantee_closing_requested",
            "guarantee_id",
            unique=True,
            postgresql_where=text("status = 'REQUESTED'"),
        ),
    )
    speaks = Voices(named=("rom_code",), about=("deciding_body",))

    rom_code: Mapped[str]
    claim_id: Mapped[UUID] = mapped_column(refers_to(GuaranteeClaim.id), index=True)
    guarantee_id: Mapped[UUID] = mapped_column(refers_to(Guarantee.id), index=True)
    loan_id: Mapped[UUID] = mapped_column(refers_to(Loan.id), index=True)
    evidence: Mapped[list[str]]
    reasons: Mapped[str]
    requested_on: Mapped[date]
    written_by: Mapped[list[str]]
    status: Mapped[Status] = mapped_column(default=Status.REQUESTED)
    given_up_cents: Mapped[int | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    mandate_regime: Mapped[str | None] = mapped_column(default=None)
    answer: Mapped[str | None] = mapped_column(default=None)
