"""Regions and who belongs to them, with dates."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import searchable, sort_key


class Kind(StrEnum):
    """Kinds of region (A4): a strict tree from municipality to landsdeel, and groupings beside it."""

    MUNICIPALITY = "MUNICIPALITY"
    COROP = "COROP"
    PROVINCE = "PROVINCE"
    LANDSDEEL = "LANDSDEEL"
    LABOUR_MARKET = "LABOUR_MARKET"
    ROM_AREA = "ROM_AREA"
    EFRO_AREA = "EFRO_AREA"
    URBAN_REGION = "URBAN_REGION"


class Status(StrEnum):
    """Whether a region exists, or did."""

    CURRENT = "CURRENT"
    ENDED = "ENDED"


class Region(Entity):
    """A region of any kind (regio; A4), independent of who governs it.

    Those of the reference data are owned by the State; an urban region (stedelijke regio) by the region that
    put it together.
    """

    __tablename__ = "region"
    __table_args__ = (
        Index("uq_region_code", "code", unique=True),
        Index("ix_region_name_key_id", "name_key", "id"),
        Index("ix_region_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))

    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[Kind]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.CURRENT)
    name_key: Mapped[str] = sort_key("name")
    search: Mapped[str] = searchable("name")


class Membership(Entity):
    """That a region belongs to a larger one from a day on (A4; domain.md section 5, points 1 and 3)."""

    __tablename__ = "membership"
    __table_args__ = (
        # in the tree and in each grouping but the urban regions, a region belongs to one at a time
        ExcludeConstraint(
            (text("int8range(hashtext(member_code || kind), hashtext(member_code || kind), '[]')"), "&&"),
            (text("daterange(valid_from, valid_until, '[]')"), "&&"),
            where=text("kind <> 'URBAN_REGION'"),
            name="membership_one_at_a_time",
        ),
        ExcludeConstraint(
            (
                text(
                    "int8range(hashtext(member_code || region_code), "
                    "hashtext(member_code || region_code), '[]')"
                ),
                "&&",
            ),
            (text("daterange(valid_from, valid_until, '[]')"), "&&"),
            where=text("kind = 'URBAN_REGION'"),
            name="membership_once_in_an_urban_region",
        ),
        Index("ix_membership_region_code", "region_code"),
        Index("ix_membership_member_code", "member_code"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    speaks = Voices(named=("member_code",), about=("region_code",))

    member_code: Mapped[str]
    member_kind: Mapped[Kind]
    region_code: Mapped[str]
    kind: Mapped[Kind]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.CURRENT)
