"""The funding service's web application."""

from services.funding.applications.applications import routes as applications
from services.funding.applications.costs import routes as costs
from services.funding.applications.output_targets import routes as output_targets
from services.funding.applications.scores import routes as scores
from services.funding.applications.sums import routes as portfolios
from services.funding.applications.terms import routes as terms
from services.funding.awards.alterations import routes as alterations
from services.funding.awards.awards import routes as awards
from services.funding.awards.decisions import routes as decisions
from services.funding.awards.rankings import routes as rankings
from services.funding.cofunding.bounds import routes as bounds
from services.funding.cofunding.financing import routes as split_calculations
from services.funding.cofunding.pledges import routes as pledges
from services.funding.cofunding.projects import routes as projects
from services.funding.cofunding.tki_allowances import routes as tki_allowances
from services.funding.entity import RECORDS
from services.funding.payments.advance_plans import routes as advance_plans
from services.funding.payments.advances import routes as advances
from services.funding.payments.deltas import routes as deltas
from services.funding.payments.orders import routes as payment_files
from services.funding.payments.payees import routes as payee_accounts
from services.funding.programmes.distribution import routes as distribution
from services.funding.programmes.tranches import routes as tranches
from services.funding.programmes.years import routes as programme_years
from services.funding.records.comments.models import Comment
from services.funding.settlement.awards import routes as award_settlements
from services.funding.settlement.demands import routes as demands
from services.funding.settlement.interest import routes as interest
from services.funding.settlement.receipts import routes as receipts
from services.funding.settlement.settlements import routes as settlements
from services.funding.state_aid.de_minimis import routes as de_minimis
from services.funding.state_aid.firm_sizes import routes as firm_sizes
from services.funding.state_aid.intensities import routes as intensities
from services.funding.state_aid.state_aid import routes as state_aid
from shared.records.comments import routes as comments
from shared.records.histories import routes as histories
from shared.records.search_results import routes as search_results
from shared.records.tasks import routes as tasks
from shared.web.app import Service
from shared.web.auth import allow

SERVICE = Service(
    "funding",
    version="1.0.0",
    description="Yearly envelopes, tranches, pledges, applications, awards and the State-aid register.",
    routers=(
        programme_years.router,
        tranches.router,
        projects.router,
        pledges.router,
        applications.router,
        scores.router,
        scores.sheets_router,
        awards.router,
        alterations.of_applications_router,
        alterations.router,
        rankings.of_tranches_router,
        rankings.router,
        decisions.router,
        rankings.places_router,
        payee_accounts.router,
        advances.router,
        advances.totals_router,
        payment_files.router,
        award_settlements.of_applications_router,
        award_settlements.router,
        demands.of_alterations_router,
        demands.of_settlements_router,
        demands.router,
        receipts.of_demands_router,
        receipts.router,
        portfolios.router,
        state_aid.entries_router,
        state_aid.undertakings_router,
        split_calculations.router,
        bounds.router,
        tki_allowances.router,
        terms.router,
        terms.penalty_router,
        output_targets.router,
        costs.router,
        costs.overhead_router,
        advance_plans.router,
        deltas.router,
        settlements.router,
        interest.router,
        distribution.router,
        de_minimis.router,
        firm_sizes.router,
        intensities.router,
        intensities.regional_router,
        tasks.router(RECORDS),
        comments.router(RECORDS, Comment, allow),
        histories.router(RECORDS),
        search_results.router(RECORDS, allow),
    ),
)
app = SERVICE.asgi()
