"""Opportunities (kansen), the sites that may serve them, and the balance of land per region."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to, searchable, sort_key


class Status(StrEnum):
    """States of an opportunity (A20)."""

    PROPOSED = "PROPOSED"
    EXPLORED = "EXPLORED"
    FACILITATED = "FACILITATED"
    DROPPED = "DROPPED"


class SiteStatus(StrEnum):
    """Whether a site offers land."""

    OFFERED = "OFFERED"
    WITHDRAWN = "WITHDRAWN"


class MatchStatus(StrEnum):
    """What became of land set apart for an opportunity."""

    RESERVED = "RESERVED"
    TAKEN = "TAKEN"
    RELEASED = "RELEASED"


class Opportunity(Entity):
    """Demand for land by a named firm or cluster (kans; A20): planning follows it, not the supply.

    Areas are in whole square metres (m²): 10,000 m² is one hectare. `reserved_m2` is set apart for it on
    sites.
    """

    __tablename__ = "opportunity"
    __table_args__ = (
        CheckConstraint("reserved_m2 >= 0 and reserved_m2 <= demanded_m2", name="reserved_within_demand"),
        Index("ix_opportunity_region_code_id", "region_code", "id"),
        Index("ix_opportunity_search", "search", postgresql_using="gin"),
        Index("ix_opportunity_demanded_m2_id", "demanded_m2", "id"),
        Index("ix_opportunity_registered_on_id", "registered_on", "id"),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.EXPLORED, Status.FACILITATED})))
    duties = (Duty("facilitate", "needed_on", frozenset({Status.PROPOSED, Status.EXPLORED}), "agenda:write"),)
    speaks = Voices(named=("region_code",), about=("demanded_by",))

    region_code: Mapped[str]
    title: Mapped[str]
    demanded_by: Mapped[str]
    kvk_number: Mapped[str | None]
    cluster_id: Mapped[UUID | None]
    demanded_m2: Mapped[int]
    requirements: Mapped[list[str]]
    registered_on: Mapped[date]
    needed_on: Mapped[date | None]
    status: Mapped[Status] = mapped_column(default=Status.PROPOSED)
    reserved_m2: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "demanded_by")


class Site(Entity):
    """A business site with the land it offers (bedrijventerrein; A20), in square metres."""

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("used_m2 >= 0 and used_m2 <= offered_m2", name="used_within_offer"),
        Index("ix_site_region_code_id", "region_code", "id"),
        Index("ix_site_name_key_id", "name_key", "id"),
        Index("ix_site_search", "search", postgresql_using="gin"),
        Index("ix_site_offered_m2_id", "offered_m2", "id"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(SiteStatus)))
    speaks = Voices(named=("region_code",), about=("municipality_code",))

    region_code: Mapped[str]
    municipality_code: Mapped[str]
    name: Mapped[str]
    offered_m2: Mapped[int]
    plots: Mapped[int]
    multimodal: Mapped[bool]
    status: Mapped[SiteStatus] = mapped_column(default=SiteStatus.OFFERED)
    used_m2: Mapped[int] = mapped_column(default=0)
    name_key: Mapped[str] = sort_key("name")
    search: Mapped[str] = searchable("name")


class Match(Entity):
    """Land of a site that is set apart for an opportunity (A20), in square metres."""

    __tablename__ = "match"
    __table_args__ = (CheckConstraint("area_m2 > 0", name="area"),)

    opportunity_id: Mapped[UUID] = mapped_column(refers_to(Opportunity.id), index=True)
    site_id: Mapped[UUID] = mapped_column(refers_to(Site.id), index=True)
    area_m2: Mapped[int]
    matched_on: Mapped[date]
    status: Mapped[MatchStatus] = mapped_column(default=MatchStatus.RESERVED)


class BalanceStatus(StrEnum):
    """A balance is always there to be read."""

    KEPT = "KEPT"


class LandBalance(Entity):
    """Land demanded and offered in a region, in square metres, kept with every act (A20).

    Always the sums of the region's opportunities that are not dropped, and of its sites that are offered.
    """

    __tablename__ = "land_balance"
    __table_args__ = (Index("uq_land_balance_region_code", "region_code", unique=True),)
    tenancy = Tenancy(open_when=("status", frozenset(BalanceStatus)))
    speaks = Voices(named=("region_code",))

    region_code: Mapped[str]
    demanded_m2: Mapped[int] = mapped_column(default=0)
    matched_m2: Mapped[int] = mapped_column(default=0)
    offered_m2: Mapped[int] = mapped_column(default=0)
    status: Mapped[BalanceStatus] = mapped_column(default=BalanceStatus.KEPT)
