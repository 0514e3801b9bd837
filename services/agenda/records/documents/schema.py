"""What is said of a document over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from services.agenda.entity import kinds
from services.agenda.records.documents.models import Status
from shared.kernel.written import BREAKS, DROPPED, REFUSED, fit
from shared.records.subjects.models import Visibility
from shared.web.named import NamesOneOf
from shared.web.paging import PageQuery
from shared.web.schema import AS_TEXT, Code, Line, Prose, Read, Uuid, Write
from shared.web.standard import UPLOAD_MAX_BYTES

# one name with an extension: no folder, no character that some file system or header takes for another thing
BARRED = rf"""\t{BREAKS}{DROPPED}{REFUSED}\\/:*?"<>|%;'"""
NAME_PATTERN = rf"""^[^\s.{BARRED}][^{BARRED}]*\.[A-Za-z0-9]{{1,8}}$"""
MEDIA_TYPE_PATTERN = r"^[a-z]+/[a-z0-9][a-z0-9.+-]*$"

FileName = Annotated[
    str, StringConstraints(min_length=3, max_length=150, pattern=NAME_PATTERN), AfterValidator(fit)
]
MediaType = Annotated[str, StringConstraints(max_length=100, pattern=MEDIA_TYPE_PATTERN)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class DocumentIn(Write):
    subject_kind: Code
    subject_id: Annotated[Uuid, NamesOneOf(kinds, "subject_kind")]
    title: Line
    file_name: FileName
    media_type: MediaType
    size_bytes: Annotated[int, Field(ge=1, le=UPLOAD_MAX_BYTES)]
    sha256: Sha256
    visibility: Annotated[Visibility, AS_TEXT]


class WithdrawalIn(Write):
    reason: Prose


class DocumentOut(Read):
    subject_kind: str
    subject_id: UUID
    title: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    visibility: Visibility
    status: Status
    announced_at: datetime | None
    upload_due_on: date | None
    received_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None


class DocumentQuery(PageQuery):
    subject_kind: Code | None = None
    subject_id: Uuid | None = None
    status: Status | None = None
