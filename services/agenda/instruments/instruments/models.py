"""The catalogue of instruments: national, regional and European, open or historical."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, refers_to, searchable, sort_key


class Level(StrEnum):
    """At what level an instrument is governed (B54)."""

    REGIONAL = "REGIONAL"
    NATIONAL = "NATIONAL"
    EU = "EU"


class Kind(StrEnum):
    """What an instrument gives."""

    GRANT = "GRANT"
    VOUCHER = "VOUCHER"
    LOAN = "LOAN"
    GUARANTEE = "GUARANTEE"
    EQUITY = "EQUITY"
    TAX_MEASURE = "TAX_MEASURE"
    AGREEMENT = "AGREEMENT"
    SERVICE = "SERVICE"


class FirmSize(StrEnum):
    """Sizes of firms that an instrument is for (A24)."""

    MICRO = "MICRO"
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"


class Stage(StrEnum):
    """Stages of firms that an instrument is for (A24, B17)."""

    START_UP = "START_UP"
    SCALE_UP = "SCALE_UP"
    MATURE = "MATURE"


class AidNature(StrEnum):
    """What an instrument is in State-aid law (B13)."""

    NO_AID = "NO_AID"
    GENERAL_MEASURE = "GENERAL_MEASURE"
    MARKET_TERMS = "MARKET_TERMS"
    DE_MINIMIS = "DE_MINIMIS"
    GBER = "GBER"
    NOTIFIED = "NOTIFIED"


class Status(StrEnum):
    """States of an instrument in the catalogue."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    ENDED = "ENDED"
    WITHDRAWN = "WITHDRAWN"


class WindowStatus(StrEnum):
    """States of a window in which applications are taken."""

    ANNOUNCED = "ANNOUNCED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class Instrument(Entity):
    """An instrument of policy (instrument, regeling) as the catalogue shows it (A24, B11–B13, B18, B51, B54).

    `generic` says that it is for firms in every region (B12); otherwise `region_codes` names its regions.
    `counts_for_cumulation` says whether it counts with other aid for the same costs, `aid_reason` why (B13).
    `audience` says in words for whom it is (doelgroep). `published_on_record` is the day its publication was
    entered here: time ends only what was current then.
    `lead_time_days`, `online_percent` and `burden_percent` are what was measured of it (B18).
    """

    __tablename__ = "instrument"
    __table_args__ = (
        CheckConstraint("generic = (cardinality(region_codes) = 0)", name="generic_or_regional"),
        Index("uq_instrument_code", "code", unique=True, postgresql_where="status <> 'WITHDRAWN'"),
        Index("ix_instrument_ending", "valid_until", postgresql_where="status = 'PUBLISHED'"),
        Index("ix_instrument_name_key_id", "name_key", "id"),
        Index("ix_instrument_search", "search", postgresql_using="gin"),
        Index("ix_instrument_topsectors", "topsectors", postgresql_using="gin"),
        Index("ix_instrument_region_codes", "region_codes", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.PUBLISHED, Status.ENDED})))
    speaks = Voices(
        party=("region_codes",),
        about=("authority",),
        named=("lead_ministry", "ministries"),
    )

    code: Mapped[str]
    name: Mapped[str]
    description: Mapped[str]
    criteria: Mapped[str]
    level: Mapped[Level]
    policy_line: Mapped[int]
    kind: Mapped[Kind]
    generic: Mapped[bool]
    region_codes: Mapped[list[str]]
    topsectors: Mapped[list[str]]
    firm_sizes: Mapped[list[str]]
    stages: Mapped[list[str]]
    themes: Mapped[list[str]]
    aid_nature: Mapped[AidNature]
    counts_for_cumulation: Mapped[bool]
    aid_reason: Mapped[str]
    legal_basis: Mapped[str]
    authority: Mapped[str]
    lead_ministry: Mapped[str | None]
    ministries: Mapped[list[str]]
    link: Mapped[str | None]
    audience: Mapped[str | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    drafted_by: Mapped[list[str]]
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    open_windows: Mapped[int] = mapped_column(default=0)
    published_on: Mapped[date | None] = mapped_column(default=None)
    published_on_record: Mapped[date | None] = mapped_column(default=None, info=WITHHELD)
    lead_time_days: Mapped[int | None] = mapped_column(default=None)
    online_percent: Mapped[int | None] = mapped_column(default=None)
    burden_percent: Mapped[int | None] = mapped_column(default=None)
    name_key: Mapped[str] = sort_key("name")
    search: Mapped[str] = searchable("code", "name", "description", "criteria", "authority", "audience")


class Window(Entity):
    """A period in which an instrument takes applications (openstelling; A24, B18).

    Time opens and closes it when it was not over yet on the day it was entered here, `recorded_on`; a person
    steps the others.
    """

    __tablename__ = "instrument_window"
    __table_args__ = (
        Index("ix_instrument_window_announced", "opens_on", postgresql_where="status = 'ANNOUNCED'"),
        Index("ix_instrument_window_closes_on_id", "closes_on", "id"),
        Index("ix_instrument_window_open", "closes_on", postgresql_where="status = 'OPEN'"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(WindowStatus)))

    instrument_id: Mapped[UUID] = mapped_column(refers_to(Instrument.id), index=True)
    title: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    ceiling_cents: Mapped[int | None]
    recorded_on: Mapped[date] = mapped_column(info=WITHHELD)
    status: Mapped[WindowStatus] = mapped_column(default=WindowStatus.ANNOUNCED)
