"""Regional initiatives, and the tables at which parties meet about them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, refers_to, searchable


class Objective(StrEnum):
    """What an initiative is for (B37)."""

    INNOVATION = "INNOVATION"
    SUSTAINABILITY = "SUSTAINABILITY"
    EMPLOYMENT_RETENTION = "EMPLOYMENT_RETENTION"
    EMPLOYMENT_GROWTH = "EMPLOYMENT_GROWTH"
    PARTICIPATION = "PARTICIPATION"


class Status(StrEnum):
    """States of an initiative (domain.md 3.3)."""

    REGISTERED = "REGISTERED"
    INTAKE = "INTAKE"
    REFERRED = "REFERRED"
    ASSESSMENT = "ASSESSMENT"
    SUPPORTED_FINANCIAL = "SUPPORTED_FINANCIAL"
    SUPPORTED_NON_FINANCIAL = "SUPPORTED_NON_FINANCIAL"
    DECLINED = "DECLINED"
    COMPLETED = "COMPLETED"
    STOPPED = "STOPPED"


class Support(StrEnum):
    """How the State supports an initiative; only FUNDING is money (B21)."""

    FUNDING = "FUNDING"
    CONNECT = "CONNECT"
    ALIGN_POLICY = "ALIGN_POLICY"
    REGIONAL_EFFECT_TEST = "REGIONAL_EFFECT_TEST"
    SERVICE = "SERVICE"
    CONTACT = "CONTACT"
    DIRECTION = "DIRECTION"


class TableStatus(StrEnum):
    """A table that met is on record for ever."""

    CONVENED = "CONVENED"


DECIDED = frozenset(Status) - {Status.REGISTERED, Status.INTAKE, Status.ASSESSMENT, Status.REFERRED}


class Initiative(Entity):
    """A regional initiative that asks the State for support (regionaal initiatief; B3, B37, B44–B47).

    Its region registers it; the State weighs and decides. `amount_cents` is there for FUNDING only (B21).
    """

    __tablename__ = "initiative"
    __table_args__ = (
        CheckConstraint("('FUNDING' = any (support)) = (amount_cents is not null)", name="amount_of_funding"),
        Index("ix_initiative_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", DECIDED))
    duties = (
        Duty("open_assessment", "due_on", frozenset({Status.INTAKE}), "agenda:assess", None),
        Duty("decide", "due_on", frozenset({Status.ASSESSMENT}), "agenda:decide", None),
    )
    speaks = Voices(
        named=("region_code", "lead_ministry", "ministries"),
        about=("sponsor", "deciding_body"),
    )

    region_code: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    sponsor: Mapped[str]
    description: Mapped[str]
    objectives: Mapped[list[str]]
    jobs_at_stake: Mapped[int | None]
    source: Mapped[str]
    registered_on: Mapped[date]
    status: Mapped[Status] = mapped_column(default=Status.REGISTERED)
    due_on: Mapped[date | None] = mapped_column(default=None)
    legal_basis: Mapped[str | None] = mapped_column(default=None)
    budget_article: Mapped[str | None] = mapped_column(default=None)
    referred_to: Mapped[str | None] = mapped_column(default=None)
    policy_line: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)
    support: Mapped[list[str]] = mapped_column(default_factory=list)
    amount_cents: Mapped[int | None] = mapped_column(default=None)
    state_role: Mapped[str | None] = mapped_column(default=None)
    lead_ministry: Mapped[str | None] = mapped_column(default=None)
    ministries: Mapped[list[str]] = mapped_column(default_factory=list)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    written_by: Mapped[list[str]] = mapped_column(default_factory=list)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    tables: Mapped[int] = mapped_column(default=0)
    search: Mapped[str] = searchable("title", "sponsor", "description")


class PartyTable(Entity):
    """A meeting of the parties about an initiative: who was invited, who came (tafel; B44).

    Read with its initiative by whoever may see that, and so in no dataset.
    """

    __tablename__ = "party_table"
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})
    speaks = Voices(about=("invited", "attended"))

    initiative_id: Mapped[UUID] = mapped_column(refers_to(Initiative.id), index=True)
    met_on: Mapped[date]
    invited: Mapped[list[str]]
    attended: Mapped[list[str]] = mapped_column(info=WITHHELD)
    outcome: Mapped[str]
    status: Mapped[TableStatus] = mapped_column(default=TableStatus.CONVENED)
