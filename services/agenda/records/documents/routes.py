"""Documents on any record over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from services.agenda.entity import RECORDS
from services.agenda.records.documents import rules
from services.agenda.records.documents.models import Document
from services.agenda.records.documents.schema import DocumentIn, DocumentOut, DocumentQuery, WithdrawalIn
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.records.subjects.rules import KIND_KNOWN, carrier_of
from shared.web.auth import allow, anybody
from shared.web.files import DOWNLOAD_BODY, UPLOAD_BODY, Uploaded, attachment, uploaded
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent, idempotent_upload

router = Router("documents")


@router.post(
    "",
    response_model=DocumentOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, KIND_KNOWN, IN_FORCE, *rules.ANNOUNCE),
)
async def announce_document(
    body: DocumentIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Document:
    """Announce a document on a record that the caller may see (B1, B4); send its bytes to `/content` next."""
    subject = await tx.get(carrier_of(RECORDS, body.subject_kind), body.subject_id)
    regime = await tx.regime(rules.INTAKE, tx.today)
    announced = Document(owner=str(author.tenant), **body.model_dump())
    document = tx.add(rules.announce(announced, subject, author, regime, tx.moment))
    tx.audit("document.announced", document.id, body.model_dump(mode="json"))
    return document


@router.get("", response_model=Page[DocumentOut])
async def list_documents(
    request: Request,
    query: Annotated[DocumentQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Document]:
    """The documents that the caller may see, of all records or of one (B18)."""
    return await page(request, tx, Document, query)


@router.get("/{id}", response_model=DocumentOut, responses=problems(NOT_FOUND))
async def get_document(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Document:
    """What is known of one document; its bytes are at `/content`."""
    return await tx.get(Document, id)


@router.put(
    "/{id}/content",
    response_model=DocumentOut,
    dependencies=[uploaded, idempotent_upload],
    responses=problems(*CHANGE, *rules.RECEIVE),
    openapi_extra=UPLOAD_BODY,
)
async def upload_content(
    id: UUID,
    content: Uploaded,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Document:
    """Send the bytes of an announced document, at most 32 MiB; any others are refused and not kept."""
    document = await tx.get(Document, id, by=OWNER, if_match=if_match)
    sent = rules.Content(content.key, content.size_bytes, content.sha256, content.head, content.is_text)
    rules.receive(document, sent, tx.now)
    tx.audit("document.received", document.id, {"sha256": document.sha256})
    return document


@router.get(
    "/{id}/content",
    response_class=StreamingResponse,
    responses={**DOWNLOAD_BODY, **problems(NOT_FOUND, rules.AVAILABLE)},
)
async def download_content(
    request: Request, id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")
) -> Response:
    """The bytes of a document, as a file to keep."""
    document = await tx.get(Document, id)
    return await attachment(
        request,
        rules.content(document),
        media_type=document.media_type,
        file_name=document.file_name,
        size_bytes=document.size_bytes,
        sha256=document.sha256,
    )


@router.post(
    "/{id}/withdrawals",
    response_model=DocumentOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.LIFE.rule),
)
async def withdraw_document(
    id: UUID,
    body: WithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Document:
    """Withdraw a document with a reason: it stays on record and is read no more."""
    document = await tx.get(Document, id, by=OWNER, if_match=if_match)
    rules.withdraw(document, body.reason, tx.now)
    tx.audit("document.withdrawn", document.id, body.model_dump(mode="json"))
    return document
