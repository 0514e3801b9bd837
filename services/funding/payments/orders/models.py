"""Files of payment orders that the State takes to its bank."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.entity import Entity
from services.funding.payments.advances.models import Advance
from shared.store.entity import WITHHELD, refers_to


class PaymentFile(Entity):
    """A file of payment orders (betaalopdrachten): ISO 20022 `pain.001.001.09`, each order in one file.

    Its id without hyphens is the MsgId in it. What it says is fixed when it is made: `sha256` is of its
    bytes, which each download writes anew from the same rows. The account it is paid from is that of the
    regime on that day.
    """

    __tablename__ = "payment_file"
    __table_args__ = (CheckConstraint("least(transactions, control_sum_cents) > 0", name="orders_something"),)

    execution_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    transactions: Mapped[int]
    control_sum_cents: Mapped[int]
    debtor_name: Mapped[str]
    debtor_iban: Mapped[str] = mapped_column(info=WITHHELD)
    regime: Mapped[str]
    sha256: Mapped[str]


class PaymentOrder(Entity):
    """One transaction of a payment file: the order (betaalopdracht) to pay an advance, which has no other.

    It is a copy of what was approved, so that a file says the same however often it is written. Nobody
    reads it but in its file.
    """

    __tablename__ = "payment_order"
    __table_args__ = (CheckConstraint("amount_cents > 0", name="amount"),)

    payment_file_id: Mapped[UUID] = mapped_column(refers_to(PaymentFile.id), index=True)
    advance_id: Mapped[UUID] = mapped_column(refers_to(Advance.id), unique=True)
    amount_cents: Mapped[int]
    holder: Mapped[str] = mapped_column(info=WITHHELD)
    iban: Mapped[str] = mapped_column(info=WITHHELD)
    remittance: Mapped[str]
