"""Comments on any record over HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.records.comments import rules
from shared.records.comments.models import Comment, Status
from shared.records.subjects.models import Visibility
from shared.records.subjects.rules import KIND_KNOWN, carrier_of
from shared.store.entity import Entity
from shared.store.records import Records
from shared.web.auth import allow
from shared.web.named import NamesOneOf
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Code, Prose, Read, Uuid, Write


class WithdrawalIn(Write):
    reason: Prose


class CommentOut(Read):
    subject_kind: str
    subject_id: UUID
    text: str | None
    visibility: Visibility
    status: Status
    placed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None


class CommentQuery(PageQuery):
    subject_kind: Code | None = None
    subject_id: Uuid | None = None
    status: Status | None = None


def router(records: Records[Entity], entity: type[Comment], may_read: Callable[[str], Any]) -> Router:
    """The routes of the comments of one service; `may_read`: with a token (`allow`) or `anybody`."""
    found = Router("comments")
    _place(found, records, entity)
    _read(found, records, entity, may_read)
    _withdraw(found, records, entity)
    return found


def _place(router: Router, records: Records[Entity], entity: type[Comment]) -> None:
    class CommentIn(Write):
        subject_kind: Code
        subject_id: Annotated[Uuid, NamesOneOf(records.kinds, "subject_kind")]
        text: Prose
        visibility: Annotated[Visibility, AS_TEXT]

    @router.post(
        "",
        response_model=CommentOut,
        status_code=201,
        dependencies=[idempotent],
        responses=problems(NOT_FOUND, OWN_OBJECTS, KIND_KNOWN),
    )
    async def place_comment(
        body: CommentIn, tx: Transaction, author: Principal = allow(f"{records.service}:contribute")
    ) -> Comment:
        """Comment on a record that the caller may see: for its own body, partners, or the public (B10)."""
        subject = await tx.get(carrier_of(records, body.subject_kind), body.subject_id)
        comment = rules.place(entity(owner=str(author.tenant), **body.model_dump()), subject, tx.now)
        tx.add(comment)
        tx.audit("comment.placed", comment.id, body.model_dump(mode="json", exclude={"text"}))
        return comment


def _read(
    router: Router, records: Records[Entity], entity: type[Comment], may_read: Callable[[str], Any]
) -> None:
    @router.get("", response_model=Page[CommentOut])
    async def list_comments(
        request: Request,
        query: Annotated[CommentQuery, Query()],
        tx: Transaction,
        _: Principal = may_read(f"{records.service}:read"),
    ) -> Listing[Comment]:
        """The comments that the caller may see, on all records or on one, the first placed first."""
        return await page(request, tx, entity, query)

    @router.get("/{id}", response_model=CommentOut, responses=problems(NOT_FOUND))
    async def get_comment(
        id: UUID, tx: Transaction, _: Principal = may_read(f"{records.service}:read")
    ) -> Comment:
        """One comment; a withdrawn one without its text."""
        return await tx.get(entity, id)


def _withdraw(router: Router, records: Records[Entity], entity: type[Comment]) -> None:
    @router.post(
        "/{id}/withdrawals",
        response_model=CommentOut,
        dependencies=[idempotent],
        responses=problems(*CHANGE, rules.LIFE.rule),
    )
    async def withdraw_comment(
        id: UUID,
        body: WithdrawalIn,
        tx: Transaction,
        if_match: IfMatch,
        author: Principal = allow(f"{records.service}:contribute"),
    ) -> Comment:
        """Withdraw a comment of the caller's own body with a reason."""
        comment = await tx.get(entity, id, by=OWNER, if_match=if_match)
        rules.withdraw(comment, body.reason, tx.now)
        tx.audit("comment.withdrawn", comment.id, body.model_dump(mode="json"))
        return comment
