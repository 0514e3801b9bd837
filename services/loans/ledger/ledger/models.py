"""The ledger of loans and guarantees: where every cent came from and went."""

from services.loans.entity import Entity
from shared.ledger import models as ledger


class Entry(ledger.Entry, Entity):
    """One movement in double entry (boeking): what one account gives, another receives.

    Of money that moved, and off the balance of what was committed, reserved and guaranteed. It belongs to
    the body in whose books it stands; `cause` is the id of the ROM's message or of the record behind it.
    """

    __tablename__ = "ledger_entry"


class Account(ledger.Account, Entity):
    """An account (grootboekrekening) in the books of a ROM or of the State, with what moved on it."""

    __tablename__ = "ledger_account"
