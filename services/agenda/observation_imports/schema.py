"""What an import of observations looks like over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.agenda.documents.schema import FileName, Sha256
from services.agenda.observation_imports.models import Status
from shared.web.paging import PageQuery
from shared.web.schema import Prose, Read, Write
from shared.web.standard import UPLOAD_MAX_BYTES


class ImportIn(Write):
    file_name: FileName
    size_bytes: Annotated[int, Field(ge=1, le=UPLOAD_MAX_BYTES)]
    sha256: Sha256


class WithdrawalIn(Write):
    reason: Prose


class ImportOut(Read):
    """An import with how far it is: `linesRead` of `lines`, both with the heading."""

    file_name: str
    size_bytes: int
    sha256: str
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


class ProblemOut(Read):
    """What is wrong with a line, of the first 10,000 problems.

    `code` is that of a rule, or of the form that a value must have.
    """

    import_id: UUID
    line: int
    column: str | None
    code: str
    detail: str


class ProblemQuery(PageQuery):
    line: Annotated[int | None, Field(ge=1)] = None
    sort: Literal["line", "-line", "id", "-id"] | None = None
