"""Refused messages over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic import Field

from services.loans.roms.refused_messages.models import RefusedMessage
from shared.kernel.identifiers import RomCode
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import allow
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Composed, Line, TwoLanguages, in_a_language

router = Router("refused-messages")


class RefusedMessageOut(TwoLanguages):
    """What the sender was told: which message, by what rule, with which figures, and how to mend it."""

    rom_code: str
    key: str
    message_id: str
    position: str
    reason: str
    facts: Composed[str]
    refused_at: datetime


class RefusedMessageQuery(PageQuery):
    rom_code: RomCode | None = None
    key: Annotated[Line | None, Field(description="Kafka key of the message: the loan's id.")] = None


@router.get("", response_model=Page[RefusedMessageOut], dependencies=[Depends(in_a_language)])
async def list_refused_messages(
    request: Request,
    query: Annotated[RefusedMessageQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[RefusedMessage]:
    """The refused messages of the caller's own back-office; the State sees all."""
    return await page(request, tx, RefusedMessage, query)


@router.get(
    "/{id}",
    response_model=RefusedMessageOut,
    dependencies=[Depends(in_a_language)],
    responses=problems(NOT_FOUND),
)
async def get_refused_message(
    id: UUID, tx: Transaction, _: Principal = allow("loans:read")
) -> RefusedMessage:
    """One refused message."""
    return await tx.get(RefusedMessage, id)
