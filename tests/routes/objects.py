"""One object of every kind and state that the services keep, for tests of what is done with them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from services.funding.applications.applications.models import PUBLIC, Application
from services.funding.applications.applications.models import Status as ApplicationStatus
from services.funding.applications.scores.models import ScoreSheet
from services.funding.awards.alterations.models import AwardAlteration
from services.funding.awards.rankings.models import Place, Ranking
from services.funding.awards.rankings.models import Status as RankingStatus
from services.funding.cofunding.pledges.models import Pledge
from services.funding.cofunding.projects.models import Project as FundedProject
from services.funding.payments.advances.models import Advance, AdvanceTotal
from services.funding.payments.advances.models import Status as AdvanceStatus
from services.funding.payments.orders.models import PaymentFile
from services.funding.payments.payees.models import PayeeAccount
from services.funding.payments.payees.models import Status as PayeeStatus
from services.funding.programmes.portfolios.models import Portfolio
from services.funding.programmes.portfolios.rules import portfolio_id
from services.funding.programmes.tranches.models import Status as TrancheStatus
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years.models import ProgrammeYear
from services.funding.records.comments.models import Comment as FundingComment
from services.funding.settlement.awards.models import AwardSettlement
from services.funding.settlement.demands.models import Demand
from services.funding.settlement.receipts.models import DemandPayment
from services.funding.state_aid.state_aid.models import AidEntry, Undertaking
from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.closings.models import GuaranteeClosing
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.recoveries.models import GuaranteeRecovery
from services.loans.guarantees.years.models import GuaranteeScheme, GuaranteeYear
from services.loans.ledger.ledger.models import Account, Entry
from services.loans.lending.loans.models import Loan
from services.loans.lending.loans.models import Undertaking as Borrower
from services.loans.origination.credit_lines.models import CreditLine
from services.loans.origination.projects.models import Project as LoanProject
from services.loans.records.comments.models import Comment as LoanComment
from services.loans.roms.refused_messages.models import RefusedMessage
from shared.kernel.ids import uuid7
from shared.records.subjects.models import Visibility
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.agenda.slices import SLICES
from tests.routes.matrix import EVERYONE, REGIONS, ROMS, Kept

LEAD = {"name": "TU", "kvk_number": "17278718"}
BORROWER = {"undertaking": Borrower("68750110", "Growing Firm B.V.", "GM0772")}
GIVERS_OF_AID = frozenset({*REGIONS, *ROMS, "state"})
SEEN = {  # who sees a remark on a record that is open to everybody, beside whose remark it is
    Visibility.INTERNAL: frozenset[str](),
    Visibility.PARTNERS: frozenset({"state"}),
    Visibility.PUBLIC: EVERYONE,
}
ORDERED = {AdvanceStatus.ORDERED, AdvanceStatus.PAID, AdvanceStatus.FAILED, AdvanceStatus.REVERSED}
PUBLIC_ADVANCES = {AdvanceStatus.PAID, AdvanceStatus.REVERSED}
KEPT = [
    *(kept for each in SLICES for kept in each.kept),
    Kept("funding", "programme-years", ProgrammeYear, ("state",), EVERYONE),
    Kept("funding", "tranches", Tranche, ("state",)),
    *(
        Kept("funding", "tranches", Tranche, ("state",), EVERYONE, values={"status": status})
        for status in TrancheStatus
        if status is not TrancheStatus.PLANNED
    ),
    Kept("funding", "projects", FundedProject, REGIONS, EVERYONE),
    Kept("funding", "portfolios", Portfolio, ("state",), EVERYONE),
    Kept("funding", "pledges", Pledge, (*REGIONS, "state"), state_acts=True),
    *(
        Kept("funding", "applications", Application, REGIONS, state_acts=True, values={"status": status})
        for status in ApplicationStatus
        if status not in PUBLIC
    ),
    *(
        Kept("funding", "applications", Application, REGIONS, EVERYONE, True, {"status": status})
        for status in sorted(PUBLIC)
    ),
    Kept("funding", "award-alterations", AwardAlteration, REGIONS, state_acts=True),
    *(
        Kept("funding", noun, entity, ("state",), readers, values={"status": status})
        for noun, entity in (("rankings", Ranking), ("ranking-places", Place))
        for status in RankingStatus
        for readers in [EVERYONE if status is RankingStatus.CONFIRMED else frozenset({"state"})]
    ),
    *(
        Kept("funding", "payee-accounts", PayeeAccount, REGIONS, state_acts=True, values={"status": status})
        for status in PayeeStatus
    ),
    *(
        Kept("funding", "advances", Advance, ("state",), readers, values={"status": status, **ordered})
        for status in AdvanceStatus
        for ordered in [{"ordered_at": datetime(2015, 1, 2, 9, tzinfo=UTC)} if status in ORDERED else {}]
        for readers in [EVERYONE if status in PUBLIC_ADVANCES else frozenset({"state"})]
    ),
    Kept("funding", "advance-totals", AdvanceTotal, ("state",), EVERYONE),
    Kept("funding", "payment-files", PaymentFile, ("state",)),
    Kept("funding", "award-settlements", AwardSettlement, REGIONS, state_acts=True),
    Kept("funding", "demands", Demand, REGIONS, state_acts=True),
    Kept("funding", "demand-payments", DemandPayment, REGIONS),
    Kept("funding", "score-sheets", ScoreSheet, ("state",)),
    Kept("funding", "state-aid-entries", AidEntry, ("state",), GIVERS_OF_AID),
    Kept("loans", "credit-lines", CreditLine, ROMS),
    Kept("loans", "guarantee-years", GuaranteeYear, ("state",), EVERYONE),
    Kept("loans", "loans", Loan, ROMS),
    Kept("loans", "guarantees", Guarantee, ROMS, state_acts=True),
    Kept("loans", "guarantee-claims", GuaranteeClaim, ROMS, state_acts=True),
    Kept(
        "loans",
        "guarantee-premiums",
        GuaranteePremium,
        ROMS,
        state_acts=True,
        values={"correction_cents": 0},
    ),
    Kept("loans", "guarantee-recoveries", GuaranteeRecovery, ROMS, state_acts=True),
    Kept("loans", "guarantee-closings", GuaranteeClosing, ROMS, state_acts=True),
    Kept("loans", "ledger-entries", Entry, ROMS),
    Kept("loans", "ledger-accounts", Account, ROMS),
    Kept("loans", "refused-messages", RefusedMessage, ROMS, values={"facts": {}}),
    *(
        Kept(service, "comments", comment, owners, seen_by, values={"visibility": visibility})
        for service, comment, owners in (
            ("funding", FundingComment, (*REGIONS, "state")),
            ("loans", LoanComment, (*ROMS, "state")),
        )
        for visibility, seen_by in SEEN.items()
    ),
    Kept("loans", "projects", LoanProject, REGIONS, EVERYONE),
]


async def parents(rows: Sessions, entity: Any, owner: str) -> dict[str, Any]:
    """The rows that an object refers to, and what its own constraints ask for."""
    for each in SLICES:
        if entity in each.parents:
            return await each.parents[entity](rows, owner)
    if entity is ProgrammeYear:
        return {"total_cents": 3}
    if entity in (Tranche, Portfolio, Application):
        year = await stored(rows, ProgrammeYear, owner="state", total_cents=3)
        if entity is Tranche:
            return {"programme_year_id": year.id}
        tranche = await stored(rows, Tranche, owner="state", programme_year_id=year.id)
        if entity is Portfolio:
            return {"tranche_id": tranche.id}
        of_both = {"tranche_id": tranche.id, "landsdeel_code": "LD05"}
        sums = {"id": portfolio_id(tranche.id, "LD05"), "under_assessment_cents": 1}
        await stored(rows, Portfolio, owner="state", under_assessment_plans=1, **sums, **of_both)
        return {**of_both, "lead_applicant": LEAD}
    if entity is AwardAlteration:
        of = await parents(rows, Application, owner)
        application = await stored(rows, Application, owner=owner, **of)
        intended = {"awarded_before_cents": 2, "intended_cents": 1}
        return {"tranche_id": of["tranche_id"], "application_id": application.id, **intended}
    if entity is AwardSettlement:
        of = await parents(rows, Application, owner)
        application = await stored(rows, Application, owner=owner, **of)
        return {
            "tranche_id": of["tranche_id"],
            "application_id": application.id,
            "apply_by": date(2015, 1, 2),
        }
    if entity in (Ranking, Place, ScoreSheet):
        of = await parents(rows, Application, "region:CR36")
        if entity is Ranking:
            return {"tranche_id": of["tranche_id"], "ceiling_cents": 2, "terms": {"criteria": []}}
        application = await stored(rows, Application, owner="region:CR36", **of)
        if entity is ScoreSheet:
            return {"tranche_id": of["tranche_id"], "application_id": application.id}
        told = {"tranche_id": of["tranche_id"], "ceiling_cents": 2, "terms": {"criteria": []}}
        ranking = await stored(rows, Ranking, owner="state", **told)
        ranked = {"ranking_id": ranking.id, "application_id": application.id}
        return {**ranked, "requested_cents": 2, "points": {}}
    if entity in (PayeeAccount, Advance):
        of = await parents(rows, Application, "region:CR36")
        award = await stored(rows, Application, owner="region:CR36", **of)
        if entity is PayeeAccount:
            return {"application_id": award.id, "usable_from": date(2015, 1, 2)}
        return {"application_id": award.id, "declared_cents": 0}
    if entity in (Demand, DemandPayment):
        of = await parents(rows, AwardAlteration, owner)
        lowered = await stored(rows, AwardAlteration, owner=owner, **of)
        claims = {"application_id": of["application_id"], "alteration_id": lowered.id}
        if entity is Demand:
            return claims
        return {"demand_id": (await stored(rows, Demand, owner=owner, **claims)).id}
    if entity is FundingComment:
        project = await stored(rows, FundedProject, owner="region:CR13")
        return {"subject_kind": "PROJECT", "subject_id": project.id}
    if entity is LoanComment:
        project = await stored(rows, LoanProject, owner="region:CR13")
        return {"subject_kind": "PROJECT", "subject_id": project.id}
    if entity is Pledge:
        return {"project_id": (await stored(rows, FundedProject, owner="region:CR36")).id}
    if entity is AidEntry:
        return {"undertaking_id": (await stored(rows, Undertaking, owner="state")).id}
    if entity is GuaranteeYear:
        scheme = await stored(rows, GuaranteeScheme, owner="state")
        return {"exposure_ceiling_cents": 2, "scheme": scheme.code}
    if entity is Loan:
        return BORROWER
    if entity is Entry:
        given, taken = (f"loan:{uuid7()}:{kind}" for kind in ("principal", "cash"))
        return {"from_account": given, "to_account": taken, "amount_cents": 1}
    if entity in (GuaranteeClaim, GuaranteePremium):
        loan = await stored(rows, Loan, owner=owner, **BORROWER)
        year = await parents(rows, GuaranteeYear, "state")
        covered = {"loan_id": loan.id, "scheme": year["scheme"], "premium_charged_cents": 1}
        return {
            "loan_id": loan.id,
            "guarantee_id": (await stored(rows, Guarantee, owner=owner, **covered)).id,
        }
    if entity in (GuaranteeRecovery, GuaranteeClosing):
        of = await parents(rows, GuaranteeClaim, owner)
        return {**of, "claim_id": (await stored(rows, GuaranteeClaim, owner=owner, **of)).id}
    if entity is Guarantee:
        return {"loan_id": (await stored(rows, Loan, owner=owner, **BORROWER)).id}
    return {}


async def one_of(kept: Kept, rows: Sessions, owner: str) -> Any:
    """A new object of this kind."""
    if kept.entity is Account:  # an entry makes those that it moves between
        entry = await stored(rows, Entry, owner=owner, **await parents(rows, Entry, owner))
        async with rows() as session:
            return await session.scalar(select(Account).filter_by(code=entry.to_account))
    values = {**await parents(rows, kept.entity, owner), **kept.values}
    return await stored(rows, kept.entity, owner=owner, **values)
