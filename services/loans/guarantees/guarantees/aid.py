"""What funding's word on State aid does to a guarantee: given, refused, ended, or forgotten by a restore."""

from datetime import datetime
from uuid import UUID

from services.loans.guarantees.guarantees import rules
from services.loans.guarantees.guarantees.models import Guarantee, Status
from services.loans.guarantees.guarantees.rules import Cover
from services.loans.lending.loans import rules as loans
from shared.contracts.funding.state_aid import AidRefused, AidReserved
from shared.contracts.withdrawn import FundingFactWithdrawn
from shared.kernel.events import Event
from shared.kernel.moment import Moment


def confirm_aid(cover: Cover, expires_at: datetime, fact: UUID, at: datetime) -> list[Event]:
    """Funding reserved the aid: the loan may be offered.

    When the guarantee ended meanwhile, its end told funding to take the room back; one that ended because
    funding had refused, before it was restored and answered anew, tells it now.
    """
    guarantee = cover.guarantee
    forgotten = guarantee.aid_lost_at is not None
    if guarantee.status is Status.REFUSED and forgotten:
        guarantee.aid_lost_at = None
        return rules.aid_released(guarantee, "guarantee.refused", at)
    due = guarantee.contract_due_on
    again = guarantee.status is Status.RESERVED and forgotten
    if due is None or not (again or guarantee.status is Status.AID_PENDING):
        return []
    guarantee.aid_expires_at, guarantee.aid_fact, guarantee.aid_lost_at = expires_at, fact, None
    if not again:
        guarantee.status = rules.LIFE.after(guarantee.status, "reserve")
        loans.offer(cover.loan, due)
    return []


def _stands_on(guarantee: Guarantee, fact: UUID) -> bool:
    return guarantee.status is Status.RESERVED and guarantee.aid_fact in (None, fact)


def _ended_by_it(guarantee: Guarantee, _: UUID) -> bool:
    return guarantee.status is Status.REFUSED


UNDONE = {AidReserved.type(): _stands_on, AidRefused.type(): _ended_by_it}


def undo(guarantee: Guarantee, fact: FundingFactWithdrawn, at: datetime) -> list[Guarantee]:
    """Funding, restored, forgot its answer: nothing is issued until it has answered anew.

    The guarantee, when that was the answer it stood on.
    """
    if fact.fact_type not in UNDONE or not UNDONE[fact.fact_type](guarantee, fact.fact_id):
        return []
    guarantee.aid_lost_at = at
    return [guarantee]


def deny_aid(cover: Cover, reason: str, when: Moment) -> list[Event]:
    """Funding has no room for the aid: the guarantee is refused, unless it ended meanwhile."""
    guarantee = cover.guarantee
    forgotten = guarantee.status is Status.RESERVED and guarantee.aid_lost_at is not None
    if guarantee.status is not Status.AID_PENDING and not forgotten:
        return []
    rules.end_unissued(cover, "refuse", reason, when)
    return [rules.refused(guarantee, reason, when.at)]


def lose_aid(cover: Cover, reason: str, when: Moment) -> list[Event]:
    """The aid's reservation ended: so does the guarantee's, unless it ended before or was issued.

    What was issued binds the State whatever became of the room; funding books or flags that aid when
    `LoanGuaranteed` reaches it.
    """
    guarantee = cover.guarantee
    if guarantee.status is not Status.RESERVED:
        return []
    rules.end_unissued(cover, "lapse", reason, when)
    return [rules.released(guarantee, guarantee.guaranteed_cents, reason, when.at)]
