"""Files of payment orders over HTTP; the State makes them and takes them to its bank."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from services.funding.payments.advances.queries import to_order
from services.funding.payments.orders import queries, rules
from services.funding.payments.orders.messages import MEDIA_TYPE, written
from services.funding.payments.orders.models import PaymentFile
from services.funding.payments.payees import queries as payees
from services.funding.payments.payees.rules import PAYMENTS
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import allow
from shared.web.dates import SoonDate
from shared.web.files import FILE, disposition
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import Router, Transaction, idempotent
from shared.web.schema import Read, Write

router = Router("payment-files")
CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file (`application/xml`), as an attachment; its ETag is its SHA-256.",
        "content": {"application/octet-stream": FILE, "*/*": FILE},
    }
}


class PaymentFileIn(Write):
    execution_on: Annotated[SoonDate, Field(description="The day on which the bank is to pay.")]
    at_most: Annotated[int, Field(ge=1, le=1000, description="Orders in the file.")] = 1000


class PaymentFileOut(Read):
    """A file; its MsgId is the id without hyphens."""

    execution_on: date
    made_at: datetime
    transactions: Annotated[int, Field(description="NbOfTxs in the file.")]
    control_sum_cents: Annotated[int, Field(description="CtrlSum in the file.")]
    debtor_name: str
    regime: Annotated[str, Field(description="That names the account it is paid from.")]


@router.post(
    "",
    response_model=PaymentFileOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.MAKE),
)
async def make_payment_file(
    body: PaymentFileIn, tx: Transaction, officer: Principal = allow("funding:decide")
) -> PaymentFile:
    """Order every approved advance that is due, each once, in one pain.001 file for the bank."""
    regime = await tx.regime(PAYMENTS, tx.today)
    due = await tx.all(to_order(body.execution_on, body.at_most), lock=True)
    accounts = [each.payee_account_id for each in due]
    held = await tx.all(payees.those(accounts), lock=True)
    found = rules.payable(due, held, body.execution_on, tx.today)
    payment_file, orders = rules.make(found, body.execution_on, regime, officer, tx.moment)
    tx.add(payment_file)
    tx.session.add_all(orders)
    tx.audit("payment-file.made", payment_file.id, {"sha256": payment_file.sha256})
    return payment_file


@router.get("", response_model=Page[PaymentFileOut])
async def list_payment_files(
    request: Request,
    query: Annotated[PageQuery, Query()],
    tx: Transaction,
    _: Principal = allow("funding:read"),
) -> Listing[PaymentFile]:
    """The State's files of payment orders; nobody else sees any."""
    return await page(request, tx, PaymentFile, query)


@router.get("/{id}", response_model=PaymentFileOut, responses=problems(NOT_FOUND))
async def get_payment_file(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> PaymentFile:
    """One file of payment orders, without its content."""
    return await tx.get(PaymentFile, id)


@router.get("/{id}/content", response_class=Response, responses={**CONTENT, **problems(NOT_FOUND)})
async def download_payment_file(id: UUID, tx: Transaction, _: Principal = allow("funding:read")) -> Response:
    """The file for the bank (ISO 20022 pain.001.001.09): the same bytes however often it is taken."""
    payment_file = await tx.get(PaymentFile, id)
    content = written(payment_file, await tx.all(queries.of_file(payment_file.id)))
    name = f"pain.001-{payment_file.id.hex}.xml"
    headers = {"ETag": f'"{payment_file.sha256}"', "Content-Disposition": disposition(name)}
    return Response(content, headers=headers, media_type=MEDIA_TYPE)
