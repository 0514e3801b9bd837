"""The yearly envelope of a programme."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.entity import Entity
from shared.kernel.principal import TenantKind
from shared.store.audience import Tenancy


class ProgrammeYear(Entity):
    """One calendar year of a programme with its ceiling (subsidieplafond, A12-A14, AWB-2).

    Of the State's part, `allotted_cents` went to published tranches and `committed_state_cents` is awarded;
    `lapsed_state_cents` was awarded and taken back, and is not awarded again (vrijval; domain.md 3.22).
    """

    __tablename__ = "programme_year"
    __table_args__ = (
        UniqueConstraint("programme", "year"),
        CheckConstraint("region_cents + state_cents + private_knowledge_cents = total_cents", name="whole"),
        CheckConstraint("allotted_cents BETWEEN 0 AND state_cents", name="allotted_within_state"),
        CheckConstraint("committed_state_cents BETWEEN 0 AND state_cents", name="committed_within_state"),
        CheckConstraint(
            "lapsed_state_cents BETWEEN 0 AND state_cents - committed_state_cents", name="lapsed_within_state"
        ),
    )
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})

    programme: Mapped[str]
    year: Mapped[int]
    total_cents: Mapped[int]
    region_cents: Mapped[int]
    state_cents: Mapped[int]
    private_knowledge_cents: Mapped[int]
    regime: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    allotted_cents: Mapped[int] = mapped_column(default=0)
    committed_state_cents: Mapped[int] = mapped_column(default=0)
    lapsed_state_cents: Mapped[int] = mapped_column(default=0, server_default="0")
