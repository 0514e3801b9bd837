"""What follows for guarantees from funding's answers on State aid, and from the clock.

Everybody who changes a guarantee locks its loan first, then the guarantee, then the scheme.
"""

from uuid import UUID

from services.loans.guarantees.guarantees import aid, queries, rules
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import Cover
from services.loans.guarantees.years import queries as years
from services.loans.lending.loans.models import Loan
from shared.contracts.funding.state_aid import AidRefused, AidReleased, AidReserved
from shared.contracts.withdrawn import FundingFactWithdrawn
from shared.store.tx import Tx


async def confirm_aid(event: AidReserved, tx: Tx) -> None:
    """Room for the aid is reserved: the reservation of the guarantee stands."""
    cover = await _locked(event.reservation_id, tx)
    tx.emit(*aid.confirm_aid(cover, event.expires_at, tx.fact, tx.now))
    tx.audit("guarantee.aid-reserved", cover.guarantee.id, {"status": cover.guarantee.status})


async def deny_aid(event: AidRefused, tx: Tx) -> None:
    """There is no room for the aid: the guarantee is refused and the ROM hears why."""
    cover = await _locked(event.reservation_id, tx)
    tx.emit(*aid.deny_aid(cover, event.reason, tx.moment))


async def lose_aid(event: AidReleased, tx: Tx) -> None:
    """The reserved room for the aid ended before the guarantee was issued."""
    cover = await _locked(event.reservation_id, tx)
    tx.emit(*aid.lose_aid(cover, event.reason, tx.moment))


async def undo_funding_fact(event: FundingFactWithdrawn, tx: Tx) -> None:
    """Issue nothing on a reservation that funding forgot, until it has answered again."""
    for found in await tx.those(Guarantee, [event.subject_id]):
        cover = await _locked(found.id, tx)
        for undone in aid.undo(cover.guarantee, event, tx.now):
            facts = {"fact": str(event.fact_id), "type": event.fact_type}
            tx.audit("guarantee.fact-undone", undone.id, facts)


async def release_lapsed(tx: Tx) -> None:
    """Take back the reservation whose contract did not come in time."""
    for found in await tx.all(queries.lapsed(tx.recorded_at)):
        tx.emit(*rules.lapse(await _locked(found.id, tx), tx.moment))


async def _locked(guarantee_id: UUID, tx: Tx) -> Cover:
    seen = await tx.get(Guarantee, guarantee_id)
    loan = await tx.get(Loan, seen.loan_id, lock=True)
    guarantee = await tx.get(Guarantee, guarantee_id, lock=True)
    return Cover(guarantee, loan, await tx.find(years.scheme(guarantee.scheme), lock=True))
