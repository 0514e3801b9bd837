"""What instruments and their windows look like over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.agenda.instruments.instruments.models import (
    AidNature,
    FirmSize,
    Kind,
    Level,
    Stage,
    Status,
    WindowStatus,
)
from shared.kernel.identifiers import RegionCode, TopsectorCode
from shared.kernel.money import Cents
from shared.web.dates import PeriodDate, PlannedDate
from shared.web.paging import PageQuery
from shared.web.schema import AS_TEXT, Code, Date, Line, Prose, Read, Words, Write

Link = Annotated[str, Field(pattern=r"^https://[a-z0-9.-]{3,200}(/[!-~]{0,300})?$", max_length=510)]
PolicyLine = Annotated[int, Field(ge=1, le=3, description="1 generic, 2 regional accents, 3 initiatives.")]
Percentage = Annotated[int, Field(ge=0, le=100)]


class InstrumentContent(Write):
    name: Line
    description: Prose
    criteria: Prose
    level: Annotated[Level, AS_TEXT]
    policy_line: PolicyLine
    kind: Annotated[Kind, AS_TEXT]
    generic: bool
    region_codes: Annotated[list[RegionCode], Field(max_length=100)]
    topsectors: Annotated[list[TopsectorCode], Field(max_length=20)]
    firm_sizes: Annotated[list[Annotated[FirmSize, AS_TEXT]], Field(max_length=4)]
    stages: Annotated[list[Annotated[Stage, AS_TEXT]], Field(max_length=3)]
    themes: Annotated[list[Code], Field(max_length=20)]
    aid_nature: Annotated[AidNature, AS_TEXT]
    counts_for_cumulation: bool
    aid_reason: Line
    legal_basis: Line
    authority: Line
    lead_ministry: Code | None = None
    ministries: Annotated[list[Code], Field(max_length=20)]
    link: Link | None = None
    audience: Annotated[Line | None, Field(description="For whom it is, in words.")] = None
    valid_from: PeriodDate
    valid_until: PeriodDate | None = None


class InstrumentIn(InstrumentContent):
    code: Code


class WindowIn(Write):
    title: Line
    opens_on: PlannedDate
    closes_on: PlannedDate
    ceiling_cents: Cents | None = None


class EndIn(Write):
    valid_until: PeriodDate


class WithdrawalIn(Write):
    reason: Line


class MeasurementIn(Write):
    lead_time_days: Annotated[int, Field(ge=0, le=3650)]
    online_percent: Percentage
    burden_percent: Percentage


class InstrumentOut(Read):
    code: str
    name: str
    description: str
    criteria: str
    level: Level
    policy_line: int
    kind: Kind
    generic: bool
    region_codes: list[str]
    topsectors: list[str]
    firm_sizes: list[FirmSize]
    stages: list[Stage]
    themes: list[str]
    aid_nature: AidNature
    counts_for_cumulation: bool
    aid_reason: str
    legal_basis: str
    authority: str
    lead_ministry: str | None
    ministries: list[str]
    link: str | None
    audience: str | None
    valid_from: date
    valid_until: date | None
    status: Status
    open_windows: int
    published_on: date | None
    lead_time_days: int | None
    online_percent: int | None
    burden_percent: int | None


class WindowOut(Read):
    instrument_id: UUID
    title: str
    opens_on: date
    closes_on: date
    ceiling_cents: int | None
    status: WindowStatus


class InstrumentQuery(PageQuery):
    conditions = frozenset({"region_code", "topsector", "firm_size", "stage", "open_on", "words"})
    holding = frozenset({("theme", "themes")})

    region_code: Annotated[
        RegionCode | None, Field(description="Generic ones and those of its areas too.")
    ] = None
    topsector: TopsectorCode | None = None
    firm_size: FirmSize | None = None
    stage: Stage | None = None
    theme: Code | None = None
    open_on: Annotated[Date | None, Field(description="A day on which applications are taken.")] = None
    words: Words | None = None
    code: Code | None = None
    level: Level | None = None
    kind: Kind | None = None
    status: Status | None = None
    aid_nature: AidNature | None = None
    policy_line: Annotated[int | None, Field(ge=1, le=3)] = None
    sort: Literal["name", "-name", "id", "-id"] | None = None


class WindowQuery(PageQuery):
    status: WindowStatus | None = None
    sort: Literal["closesOn", "-closesOn", "id", "-id"] | None = None
