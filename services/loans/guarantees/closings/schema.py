"""What is sent about the closing of a guarantee, and what is answered."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.loans.guarantees.closings.models import Status
from services.loans.guarantees.guarantees.models import Guarantee
from shared.kernel.identifiers import RomCode
from shared.web.decisions import DecidingBody, Mandate, MandateRegime
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.schema import Line, Prose, Read, Uuid, Write

EVIDENCE_MAX = 50


class GuaranteeClosingIn(Write):
    guarantee_id: Annotated[Uuid, Names(Guarantee)]
    reasons: Annotated[Prose, Field(description="Why nothing more is expected.")]
    evidence: Annotated[
        list[Line],
        Field(min_length=1, max_length=EVIDENCE_MAX, description="References to the documents."),
    ]


class AnswerIn(Write):
    reason: Line


class GuaranteeClosingOut(Read):
    rom_code: str
    claim_id: UUID
    guarantee_id: UUID
    loan_id: UUID
    evidence: list[str]
    reasons: str
    requested_on: date
    status: Status
    given_up_cents: Annotated[
        int | None, Field(description="What the State paid and did not get back; null until it is closed.")
    ]
    decided_on: date | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    answer: Annotated[str | None, Field(description="Why it was declined, or reopened.")]


class GuaranteeClosingQuery(PageQuery):
    rom_code: RomCode | None = None
    claim_id: UUID | None = None
    guarantee_id: UUID | None = None
    loan_id: UUID | None = None
    status: Status | None = None
