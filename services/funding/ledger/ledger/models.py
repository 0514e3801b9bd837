"""The ledger of the State's money: where every cent of room came from and went."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from services.funding.entity import Entity
from shared.ledger import models as ledger


class Entry(ledger.Entry, Entity):
    """One movement in double entry: what one account gives, another receives, so accounts sum to zero.

    Append-only: a trigger refuses every change. Balances kept elsewhere equal the sums of their entries.
    `booked_at` is the moment of the act, `booked_on` its legal date.
    """

    __tablename__ = "ledger_entry"

    booked_at: Mapped[datetime]


class Account(ledger.Account, Entity):
    """What an account of the State's room received and gave, kept by PostgreSQL with every entry."""

    __tablename__ = "ledger_account"
