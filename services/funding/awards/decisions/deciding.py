"""A bounded number of decisions in one transaction, each with all that a decision by itself has."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import refuse
from services.funding.awards.aid.register import of_recipients
from services.funding.awards.aid.rules import Register, book
from services.funding.awards.awards import rules as awards
from services.funding.awards.decisions import queries, rules
from services.funding.awards.rankings.models import Place, Ranking
from services.funding.cofunding.projects.models import Project
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years.models import ProgrammeYear
from shared.kernel.mandates import decided
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import NO_INTEREST, Refused
from shared.store.tx import Tx


@dataclass
class Batch:
    """Who decides in whose name, what refusals are told, and what all decisions draw on."""

    officer: Principal
    deciding_body: str | None
    mandate: str | None
    reason: str
    tranche: Tranche
    year: ProgrammeYear
    projects: dict[object, Project]
    register: Register
    regime: Regime
    mandates: Regime


async def decide(batch: Batch, rows: list[tuple[Application, Place]], tx: Tx) -> None:
    """Decide on each in its turn; what a rule refuses to award is held for a person and harms no other."""
    for application, place in rows:
        try:
            NO_INTEREST.require(batch.officer.subject not in application.conflicted)
            _decide_on(batch, application, place, tx)
        except Refused as refused:
            place.held_by = refused.rule.code
            tx.audit("application.held", application.id, {"rule": refused.rule.code})


def _decide_on(batch: Batch, application: Application, place: Place, tx: Tx) -> None:
    cents = place.given_cents
    if cents == 0:
        refusal = rules.refusal(place, batch.reason)
        tx.emit(refuse(application, batch.tranche, refusal, batch.officer, tx.moment))
        facts = {"ground": refusal.ground, "reason": refusal.reason}
        tx.audit("application.refused", application.id, facts)
        return
    decision = decided(batch.officer, batch.deciding_body, batch.mandate, cents, batch.mandates)
    project = batch.projects.get(application.project_id)
    funds = awards.Funds(project, batch.tranche, batch.year, ahead_cents=0)
    awards.require_awardable(application, funds, cents, batch.regime, decision, tx.moment)
    parts = rules.parts(application, cents)
    entries, granted = book(application, project, cents, parts, batch.register, tx.today)
    awarded = awards.award(application, funds, cents, batch.regime, decision, tx.moment)
    batch.register = replace(batch.register, entries=[*batch.register.entries, *entries])
    tx.emit(awarded, *granted)
    tx.session.add_all([*awards.award_of_application(application, cents, tx.now), *entries])


async def next_of(ranking: Ranking, most: int, retry_held: bool, tx: Tx) -> list[tuple[Application, Place]]:
    """The next applications to decide on, in the order of the ranking, locked."""
    if retry_held:
        await tx.session.execute(queries.let_go(ranking.id))
    found = await tx.session.execute(queries.next_of(ranking.id, most))
    return [(application, place) for application, place in found]


async def drawn_on(rows: list[tuple[Application, Place]], tx: Tx) -> tuple[dict[object, Project], Register]:
    """The projects and recipients of all, locked after tranche and year and in the order of their ids."""
    ids = {application.project_id for application, _ in rows} - {None}
    wanted = select(Project).where(Project.id.in_(list(ids))).order_by(Project.id)
    projects: dict[object, Project] = {each.id: each for each in await tx.all(wanted, lock=True)}
    named = {part["kvk_number"] for application, _ in rows for part in application.proposed_recipients or []}
    return projects, await of_recipients(named, tx)


async def progress(ranking: Ranking, tx: Tx) -> rules.Progress:
    """How far the decisions by a ranking are, counted in what this transaction leaves."""
    await tx.flush()
    return rules.Progress(*(await tx.session.execute(queries.progress(ranking.id))).one())
