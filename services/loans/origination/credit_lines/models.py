"""The yearly funding line of a regional development company."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from services.loans.entity import Entity
from services.loans.ledger.ledger.models import Entry
from shared.kernel.voices import Voices


class CreditLine(Entity):
    """What a ROM may lend in a year (financieringsruimte, A16, A18); the State sets it, the ROM uses it up.

    `committed_cents` is the sum of the principals of the loans approved under the line.
    """

    __tablename__ = "credit_line"
    __table_args__ = (
        UniqueConstraint("rom_code", "year"),
        CheckConstraint("committed_cents BETWEEN 0 AND amount_cents", name="within_line"),
    )
    speaks = Voices(named=("rom_code",))

    rom_code: Mapped[str]
    year: Mapped[int]
    amount_cents: Mapped[int]
    committed_cents: Mapped[int] = mapped_column(default=0)
    postings: WriteOnlyMapped[Entry] = relationship(
        init=False,
        primaryjoin="foreign(Entry.subject_id) == CreditLine.id",
        passive_deletes=True,
        overlaps="postings",
    )
