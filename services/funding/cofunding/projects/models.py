"""Approved projects and who pledged what to them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import searchable


class Project(Entity):
    """A cluster project approved for co-funding (A12, A15), under the id it has in the agenda service.

    `required` is each source group's part of the total cost (SP-1 to SP-4), `pledged` the sum of its firm
    pledges, `share` what percentage that is of all firm pledges, `shortage` what is still to be pledged. The
    State has no shortage: it pays at most its part. `cofunding_complete` says that the others have none.
    `awarded_cents` is what stands of all awards. `awarded_in_all_cents` is all that was ever awarded, which
    only grows; `last_award_cents` is what it was with the last award that stands, 0 without one.
    `ended_on` is the day it was cancelled or stopped; money that was awarded before stands. When the agenda
    service lost its approval with its database, `approval_lost_on` says since when, until it is approved
    anew. `approval_fact` and `end_fact` are the facts by which it was told last.
    """

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("awarded_cents BETWEEN 0 AND state_required_cents", name="awarded_within_state_part"),
        CheckConstraint(
            "least(region_pledged_cents, state_pledged_cents, private_knowledge_pledged_cents) >= 0",
            name="pledges_not_negative",
        ),
        CheckConstraint(
            "greatest(region_pledged_cents, state_pledged_cents, private_knowledge_pledged_cents)"
            " <= total_cost_cents",
            name="pledges_within_cost",
        ),
        Index("ix_project_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})
    speaks = Voices(named=("region_code",), about=("participants",))

    title: Mapped[str]
    category: Mapped[str]
    cluster_code: Mapped[str]
    region_code: Mapped[str]
    participants: Mapped[list[str]]
    total_cost_cents: Mapped[int]
    regime: Mapped[str]
    region_required_cents: Mapped[int]
    state_required_cents: Mapped[int]
    private_knowledge_required_cents: Mapped[int]
    region_shortage_cents: Mapped[int]
    private_knowledge_shortage_cents: Mapped[int]
    region_pledged_cents: Mapped[int] = mapped_column(default=0)
    state_pledged_cents: Mapped[int] = mapped_column(default=0)
    private_knowledge_pledged_cents: Mapped[int] = mapped_column(default=0)
    region_share_percent: Mapped[Decimal | None] = mapped_column(default=None)
    state_share_percent: Mapped[Decimal | None] = mapped_column(default=None)
    private_knowledge_share_percent: Mapped[Decimal | None] = mapped_column(default=None)
    cofunding_complete: Mapped[bool] = mapped_column(default=False)
    awarded_cents: Mapped[int] = mapped_column(default=0)
    awarded_in_all_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    last_award_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_on: Mapped[date | None] = mapped_column(default=None)
    approval_lost_on: Mapped[date | None] = mapped_column(default=None)
    approval_fact: Mapped[UUID | None] = mapped_column(default=None)
    end_fact: Mapped[UUID | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "cluster_code")
