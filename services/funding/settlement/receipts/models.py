"""What was received on demands."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.entity import Entity
from services.funding.settlement.demands.models import Demand
from shared.store.entity import refers_to


class DemandPayment(Entity):
    """What was received on a demand, on the day and under the reference of the bank.

    It may have gone back since: the bank took it, or it was paid back after the demand was withdrawn.
    """

    __tablename__ = "demand_payment"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("(reversed_on IS NULL) = (reversal_reason IS NULL)", name="reversed"),
        CheckConstraint("reversed_on >= received_on", name="reversed_after"),
        Index(
            "uq_demand_payment_reference",
            "reference",
            unique=True,
            postgresql_where=text("reversed_on IS NULL"),
        ),
    )
    called = "reference"

    demand_id: Mapped[UUID] = mapped_column(refers_to(Demand.id), index=True)
    amount_cents: Mapped[int]
    received_on: Mapped[date]
    reference: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    reversed_on: Mapped[date | None] = mapped_column(default=None)
    reversal_reason: Mapped[str | None] = mapped_column(default=None)
