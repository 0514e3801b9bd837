"""The designation of clusters as leading, its review, confirmation and withdrawal, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.schema import ClusterOut
from services.agenda.clusters.decisions import rules
from services.agenda.clusters.decisions.models import ClusterDecision, Kind
from services.agenda.clusters.scores import queries as scores
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import STATE
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate, PeriodDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Line, Prose, Read, Write

router = Router("clusters")


class DesignationIn(Write):
    decided_on: PastDate
    deciding_body: Line
    reasons: Prose
    valid_from: PeriodDate
    valid_until: PeriodDate


class ReviewIn(Write):
    reason: Prose


class WithdrawalIn(Write):
    decided_on: PastDate
    deciding_body: Line
    reasons: Prose
    hearing_on: PastDate
    hearing_report: Line


class DecisionOut(Read):
    cluster_id: UUID
    kind: Kind
    decided_on: date
    deciding_body: str
    reasons: str
    valid_from: date | None
    valid_until: date | None
    hearing_on: date | None
    hearing_report: str | None


class DecisionQuery(PageQuery):
    kind: Kind | None = None


@router.post(
    "/{id}/designations",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.DESIGNATE),
)
async def designate_cluster(
    id: UUID,
    body: DesignationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:designate"),
) -> Cluster:
    """Designate a scored cluster as leading by a dated decision with reasons (A3)."""
    cluster = await tx.get(Cluster, id, by=STATE, if_match=if_match)
    given = await tx.all(scores.of_cluster(cluster.id))
    decision = rules.Designation(**body.model_dump())
    made, told = rules.designate(cluster, given, decision, officer, tx.moment)
    tx.add(made)
    tx.emit(told)
    return cluster


@router.post(
    "/{id}/reviews",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.OPEN_REVIEW),
)
async def open_review(
    id: UUID,
    body: ReviewIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:designate"),
) -> Cluster:
    """Open the review of a designation before time does, with the reason; it stands meanwhile (A3)."""
    cluster = await tx.get(Cluster, id, by=STATE, if_match=if_match)
    tx.emit(rules.open_review(cluster, body.reason, officer, tx.today))
    return cluster


@router.post(
    "/{id}/confirmations",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.CONFIRM),
)
async def confirm_cluster(
    id: UUID,
    body: DesignationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:designate"),
) -> Cluster:
    """Confirm a designation that was reviewed, for a further period and with reasons (A3)."""
    cluster = await tx.get(Cluster, id, by=STATE, if_match=if_match)
    given = await tx.all(scores.of_cluster(cluster.id))
    decision = rules.Designation(**body.model_dump())
    made, told = rules.confirm(cluster, given, decision, officer, tx.moment)
    tx.add(made)
    tx.emit(told)
    return cluster


@router.post(
    "/{id}/withdrawals",
    response_model=ClusterOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.WITHDRAW),
)
async def withdraw_cluster(
    id: UUID,
    body: WithdrawalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:designate"),
) -> Cluster:
    """Withdraw a designation after a hearing; projects approved under it keep their right (A3)."""
    cluster = await tx.get(Cluster, id, by=STATE, if_match=if_match)
    given = await tx.all(scores.of_cluster(cluster.id))
    decision = rules.Withdrawal(**body.model_dump())
    made, told = rules.withdraw(cluster, given, decision, officer, tx.moment)
    tx.add(made)
    tx.emit(told)
    return cluster


@router.get("/{id}/decisions", response_model=Page[DecisionOut], responses=problems(NOT_FOUND))
async def list_decisions(
    id: UUID,
    request: Request,
    query: Annotated[DecisionQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[ClusterDecision]:
    """Every decision on the designation of a cluster, with its reasons (A3)."""
    cluster = await tx.get(Cluster, id)
    return await page(request, tx, ClusterDecision, query, cluster_id=cluster.id)
