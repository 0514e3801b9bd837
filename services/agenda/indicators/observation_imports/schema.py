"""What an import of observations looks like over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.agenda.indicators.observation_imports.models import Status
from services.agenda.indicators.observations.models import PriceBasis
from services.agenda.indicators.observations.models import Status as ObservationStatus
from services.agenda.records.documents.schema import FileName, Sha256
from shared.web.paging import PageQuery
from shared.web.schema import AS_TEXT, Code, Composed, FieldName, Line, Prose, Read, TwoLanguages, Write
from shared.web.standard import UPLOAD_MAX_BYTES


class SameIn(Write):
    """What is the same in all lines of a file, and stands in none of its columns."""

    code: Code | None = None
    edition: Annotated[int | None, Field(ge=1, le=1000)] = None
    price_basis: Annotated[PriceBasis | None, AS_TEXT] = None
    status: Annotated[
        ObservationStatus | None, AS_TEXT, Field(description="Of a year with a star it is PROVISIONAL.")
    ] = None
    source: Line | None = None


class ColumnsIn(Write):
    """Under which name our columns stand in the file; columns of which nothing is said are then left out."""

    code: Line | None = None
    edition: Line | None = None
    area_code: Line | None = None
    year: Line | None = None
    value: Line | None = None
    price_basis: Line | None = None
    status: Line | None = None
    source: Line | None = None
    reason: Line | None = None


class ImportIn(Write):
    file_name: FileName
    size_bytes: Annotated[int, Field(ge=1, le=UPLOAD_MAX_BYTES)]
    sha256: Sha256
    same: SameIn = Field(default_factory=SameIn)
    columns: ColumnsIn = Field(default_factory=ColumnsIn)
    decimal_mark: Annotated[
        Literal[".", ","] | None,
        Field(description="What stands before decimals. With a comma, a point stands before thousands."),
    ] = None


class WithdrawalIn(Write):
    reason: Prose


class ImportOut(Read):
    """An import with how far it is: `linesRead` of `lines`, both with the heading."""

    file_name: str
    size_bytes: int
    sha256: str
    same: Composed[str | int]
    columns: Composed[str]
    decimal_mark: str | None
    status: Status
    received_on: date | None
    lines: int
    lines_read: int
    skipped_count: int
    problem_count: int
    new_count: int
    revised_count: int
    unchanged_count: int
    withdrawal_reason: str | None


class ImportQuery(PageQuery):
    status: Status | None = None


class ProblemOut(TwoLanguages):
    """What is wrong with a line, of the first 10,000 problems.

    `code` is that of a rule, or of the form that a value must have.
    """

    import_id: UUID
    line: int
    column: FieldName | None
    code: str


class ProblemQuery(PageQuery):
    line: Annotated[int | None, Field(ge=1)] = None
    sort: Literal["line", "-line", "id", "-id"] | None = None
