"""What the assets of a cluster look like over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.agenda.clusters.assets.models import Relation, Status
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects.models import Project
from shared.kernel.identifiers import MunicipalityCode
from shared.web.dates import PastDate, PlannedDate, SoonDate
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.places import MunicipalityToday
from shared.web.schema import AS_TEXT, Code, Date, Filter, Line, Prose, Read, Uuid, Wire, Write


class AssetIn(Write):
    cluster_id: Annotated[Uuid, Names(Cluster)]
    kind: Code
    other_kind: Line | None = None
    name: Line
    description: Prose
    municipality_code: MunicipalityToday
    address: Line | None = None
    expected_on: Annotated[PlannedDate | None, Field(description="When it is expected to open.")] = None


class StartIn(Write):
    started_on: PastDate


class OpeningIn(Write):
    opened_on: Annotated[SoonDate, Field(description="Its first day.")]


class ClosureIn(Write):
    closed_on: Annotated[SoonDate, Field(description="Its last day.")]


class DedicationIn(Write):
    dedicated: Annotated[bool, Field(description="Whether it serves one firm only.")]
    reasons: Prose


class LinkIn(Write):
    project_id: Annotated[Uuid, Names(Project)]
    relation: Annotated[Relation, AS_TEXT]


class AssetOut(Read):
    cluster_id: UUID
    kind: str
    other_kind: str | None
    name: str
    description: str
    municipality_code: str
    address: str | None
    expected_on: date | None
    status: Status
    started_on: date | None
    opened_on: date | None
    closed_on: date | None
    projects: int
    dedicated: bool | None
    dedicated_reasons: str | None
    dedicated_found_on: date | None
    regime: str


class LinkOut(Read):
    asset_id: UUID
    project_id: UUID
    relation: Relation


class AssetQuery(PageQuery):
    conditions = frozenset({"project_id"})

    cluster_id: UUID | None = None
    project_id: Annotated[UUID | None, Field(description="A project that creates or improves it.")] = None
    kind: Code | None = None
    status: Status | None = None
    municipality_code: MunicipalityCode | None = None
    sort: Literal["name", "-name", "id", "-id"] | None = None


class LinkQuery(PageQuery):
    relation: Relation | None = None


class CoverageQuery(Filter):
    reference_date: Annotated[Date | None, Field(description="Today if it is left out.")] = None


class KindOut(Wire):
    kind: str
    assets: int


class CoverageOut(Wire):
    """The kinds of asset that a cluster has on a day, and those that it lacks."""

    cluster_id: UUID
    reference_date: date
    present: list[KindOut]
    missing: list[str]
    regime: str
