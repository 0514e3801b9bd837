"""The ledger of the State's money: where every cent of room came from and went."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.entity import Entity


class Entry(Entity):
    """One movement in double entry: what one account gives, another receives, so accounts sum to zero.

    Append-only: a trigger refuses every change. Balances kept elsewhere equal the sums of their entries.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="moves_money"),
        CheckConstraint("from_account <> to_account", name="two_accounts"),
    )

    from_account: Mapped[str] = mapped_column(index=True)
    to_account: Mapped[str] = mapped_column(index=True)
    amount_cents: Mapped[int]
    act: Mapped[str]
    subject_id: Mapped[UUID]
    booked_at: Mapped[datetime]
