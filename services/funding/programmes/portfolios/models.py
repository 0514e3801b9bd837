"""What is asked, weighed and awarded, by tranche and landsdeel."""

from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.entity import Entity
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, refers_to


class Portfolio(Entity):
    """The applications of one landsdeel in one tranche, in sums (B33); nobody is refused by them.

    `requested` counts all that was received and not withdrawn; `under_assessment` from the opening of the
    assessment to the decision, in requested amounts; `awarded` in awarded amounts. They are counted when
    somebody asks for them, of what changed at `counted_to` or after it (applications/sums).
    """

    __tablename__ = "portfolio"
    __table_args__ = (
        UniqueConstraint("tranche_id", "landsdeel_code"),
        CheckConstraint("under_assessment_cents >= 0 AND under_assessment_plans >= 0", name="not_negative"),
    )
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})
    speaks = Voices(about=("landsdeel_code",))

    tranche_id: Mapped[UUID] = mapped_column(refers_to(Tranche.id))
    landsdeel_code: Mapped[str]
    requested_cents: Mapped[int] = mapped_column(default=0)
    requested_plans: Mapped[int] = mapped_column(default=0)
    under_assessment_cents: Mapped[int] = mapped_column(default=0)
    under_assessment_plans: Mapped[int] = mapped_column(default=0)
    awarded_cents: Mapped[int] = mapped_column(default=0)
    awarded_plans: Mapped[int] = mapped_column(default=0)
    counted_to: Mapped[int] = mapped_column(default=0, server_default="0", index=True, info=WITHHELD)
