"""What a tranche is ranked from, read in three questions however many applications there are."""

from collections import defaultdict
from uuid import UUID

from services.funding.awards.rankings import queries
from services.funding.awards.rankings.models import Ranking
from services.funding.awards.rankings.rules import Candidate, Standing
from shared.kernel.calendar import legal_date
from shared.store.tx import Tx


async def of_tranche(tranche_id: UUID, tx: Tx) -> list[Candidate]:
    """The applications that wait to be decided on, with the points of all their assessors."""
    points: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for application_id, scores in await tx.session.execute(queries.sheets(tranche_id)):
        for each in scores:
            points[application_id][each["criterion"]].append(each["points"])
    rows = await tx.session.execute(queries.candidates(tranche_id))
    return [
        Candidate(
            row.id,
            row.requested_cents,
            legal_date(row.complete_at),
            row.lead,
            row.accepts_partial,
            dict(points[row.id]),
        )
        for row in rows
    ]


async def standing(tranche_id: UUID, tx: Tx) -> Standing:
    """The ranking that stands, locked, and how far its tranche is."""
    earlier: Ranking | None = await tx.find(queries.standing(tranche_id), lock=True)
    decided = await tx.session.scalar(queries.decided_by(earlier))
    unconcluded = await tx.session.scalar(queries.unconcluded(tranche_id))
    return Standing(earlier, decided or 0, unconcluded or 0)
