"""What others were told they are told again when it no longer holds: over all events and life cycles."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.contracts import agenda, claims, funding, loans, premiums, recoveries
from shared.contracts.agenda import (
    agendas,
    ambassadors,
    assessments,
    boards,
    bottlenecks,
    clusters,
    commitments,
    evaluations,
    initiatives,
    instruments,
    ladder_assessments,
    mirt_items,
    observation_imports,
    opportunities,
    organisations,
    projects,
    reports,
    spatial_instruments,
)
from shared.contracts.funding import applications, awards, cofunding, demands, payments, programmes, state_aid
from shared.contracts.withdrawn import FactWithdrawn
from shared.kernel.events import Event
from shared.kernel.lifecycle import LIFECYCLES

for path in Path("services").glob("*/**/rules.py"):
    importlib.import_module(".".join(path.with_suffix("").parts))

MIRT = ("decide_start", "decide_preference", "decide_project", "decide_delivery", "stop")

# the events that say that an entity exists, in the first state of its life cycle
BEGUN: dict[str, type[Event]] = {
    "ambassador": ambassadors.AmbassadorAssigned,
    "application": applications.ApplicationReceived,
    "board": boards.BoardInstalled,
    "bottleneck": bottlenecks.BottleneckReported,
    "guarantee-closing": recoveries.ClosingRequested,
    "guarantee-premium": premiums.PremiumInvoiced,
    "guarantee-recovery": recoveries.RecoveryBooked,
    "initiative": initiatives.InitiativeRegistered,
    "opportunity": opportunities.OpportunityRegistered,
    "spatial-instrument": spatial_instruments.SpatialInstrumentLinked,
}
# by life cycle: the steps that are told, and by what
TELLS: dict[str, dict[str, type[Event]]] = {
    "agenda": {
        "submit_for_consultation": agendas.AgendaConsultationOpened,
        "return": agendas.AgendaReturned,
        "propose": agendas.AgendaProposed,
        "reject": agendas.AgendaReturned,
        "adopt": agendas.AgendaAdopted,
        "expire": agendas.AgendaClosed,
        "withdraw": agendas.AgendaClosed,
        "evaluate": agendas.AgendaEvaluated,
    },
    "aid": {
        "reserve": state_aid.AidReserved,
        "grant": state_aid.AidGranted,
        "release": state_aid.AidReleased,
        "withdraw": state_aid.AidWithdrawn,
        "withdraw_grant": state_aid.AidWithdrawn,
        **dict.fromkeys(("lower", "end"), state_aid.AidLowered),
    },
    "ambassador": {"end": ambassadors.AmbassadorEnded},
    "amendment": {"adopt": agendas.AgendaAmended},
    "application": {
        "award": applications.ApplicationAwarded,
        "refuse": applications.ApplicationRefused,
        "withdraw": applications.ApplicationWithdrawn,
        "withdraw_award": awards.AwardWithdrawn,
        "lower": awards.AwardAltered,
        "settle": awards.AwardSettled,
    },
    "assessment": {"conclude": assessments.AssessmentDecided},
    "board": {"dissolve": boards.BoardDissolved},
    "bottleneck": dict.fromkeys(("decline", "resolve"), bottlenecks.BottleneckResolved),
    "cluster": {
        "designate": clusters.ClusterDesignated,
        "open_review": clusters.ClusterReviewDue,
        "confirm": clusters.ClusterConfirmed,
        "withdraw": clusters.ClusterDesignationWithdrawn,
    },
    "commitment": {
        "come_due": commitments.CommitmentDue,
        "pass_due": commitments.CommitmentDue,
        "fulfil": commitments.CommitmentFulfilled,
        "withdraw": commitments.CommitmentWithdrawn,
    },
    "demand": {
        "decide": demands.DemandDecided,
        "pay": demands.DemandPaid,
        "reverse": demands.DemandReopened,
        "reverse_reminded": demands.DemandReopened,
        "remind": demands.DemandReminded,
        "withdraw": demands.DemandWithdrawn,
    },
    "evaluation": {
        "deliver": evaluations.EvaluationDelivered,
        "appreciate": evaluations.EvaluationAppreciated,
    },
    "guarantee": {
        "ask_aid_room": loans.AidReservationRequested,
        "refuse": loans.GuaranteeRefused,
        "lapse": loans.GuaranteeReleased,
        "issue": loans.LoanGuaranteed,
        "release": loans.GuaranteeReleased,
        "expire": loans.GuaranteeReleased,
        "report_default": claims.DefaultBooked,
        "suspend": premiums.CoverSuspended,
        "resume": premiums.CoverResumed,
        "cure": claims.DefaultWithdrawn,
        "pay_out": claims.ClaimPaid,
        "recover": recoveries.RecoveryBooked,
        "close": recoveries.GuaranteeClosed,
        "reopen": recoveries.GuaranteeReopened,
    },
    "guarantee-claim": {
        "withdraw": claims.DefaultWithdrawn,
        "lapse": loans.GuaranteeReleased,
        **dict.fromkeys(("file", "supplement"), claims.ClaimReceived),
        "request_supplement": claims.ClaimSupplementRequested,
        **dict.fromkeys(("grant", "refuse"), claims.ClaimDecided),
        "confirm_payment": claims.ClaimPaid,
    },
    "guarantee-closing": {
        "decline": recoveries.ClosingDeclined,
        "close": recoveries.GuaranteeClosed,
        "reopen": recoveries.GuaranteeReopened,
    },
    "guarantee-premium": {
        "remind": premiums.PremiumReminded,
        **dict.fromkeys(("reverse", "reverse_reminded"), premiums.PremiumReversed),
        "pay": premiums.PremiumPaid,
        "withdraw": premiums.PremiumWithdrawn,
    },
    "guarantee-recovery": {
        "withdraw": recoveries.RecoveryWithdrawn,
        "settle": recoveries.RecoveryBooked,
        "remit": recoveries.RecoveryRemitted,
        "miss": recoveries.RemittanceMissed,
        "confirm": recoveries.RecoveryReceived,
    },
    "initiative": {
        **dict.fromkeys(("fund", "support", "decline"), initiatives.InitiativeSupportDecided),
        **dict.fromkeys(("complete_support", "stop"), initiatives.InitiativeSupportEnded),
    },
    "instrument": {"publish": instruments.InstrumentPublished, "end": instruments.InstrumentEnded},
    "instrument-window": {"open": instruments.InstrumentOpened, "close": instruments.InstrumentClosed},
    "ladder-assessment": {"conclude": ladder_assessments.LadderAssessed},
    "ladder-condition": {"come_due": ladder_assessments.LadderConditionDue},
    "loan": {"approve": loans.LoanApproved},
    "mirt-item": dict.fromkeys(MIRT, mirt_items.MirtPhaseChanged),
    "observation-import": {"store": observation_imports.ObservationsImported},
    "opportunity": {
        "match": opportunities.OpportunityMatched,
        "drop": opportunities.OpportunityDropped,
    },
    "organisation": {
        "end": organisations.OrganisationEnded,
        "merge": organisations.OrganisationMerged,
        "correct": organisations.OrganisationCorrected,
        "revive": organisations.OrganisationCorrected,
    },
    "advance": {"confirm": payments.AdvancePaid, "reverse": payments.AdvanceReversed},
    "pledge": {"confirm": cofunding.PledgeConfirmed, "withdraw": cofunding.PledgeWithdrawn},
    "project": {
        "approve": projects.ProjectApproved,
        "start": projects.ProjectStarted,
        "finish": projects.ProjectFinished,
        "stop": projects.ProjectStopped,
        "cancel": projects.ProjectCancelled,
    },
    "report": {"publish": reports.ReportPublished},
    "spatial-instrument": {"end": spatial_instruments.SpatialInstrumentEnded},
    "tranche": {
        "publish": programmes.TranchePublished,
        "open": programmes.TrancheOpened,
        "close": programmes.TrancheClosed,
        "rank": programmes.TrancheRanked,
        "rank_anew": programmes.TrancheRankingSuperseded,
        "decide_all": programmes.TrancheDecided,
    },
}
ON = "it goes on: what was told still holds"
TOLD_TO_US = "funding told it, and whoever reads us reads funding"
MONEY = ("disburse", "repay_in_full")
REVISED = "what was published stays public, and the revision is published in its turn"
GUARANTEE_SAYS = "the events of its guarantee say so"
# the steps out of a state that was told, which are not told, and why
QUIET: dict[tuple[str, str], str] = {
    **{("application", step): ON for step in ("check_complete", "assess", "conclude", "lose_assessor")},
    ("aid", "ask_again"): "the answer is told in the same moment: aid-reserved, or aid-refused",
    ("bottleneck", "take_up"): ON,
    **{("evaluation", step): ON for step in ("plan_follow_up", "close")},
    ("guarantee", "reserve"): "funding, which heard the request, says so itself: aid-reserved",
    ("guarantee", "disburse"): "disbursement-booked says so",
    **{("guarantee-claim", step): ON for step in ("assess", "return", "order_payment", "fail_payment")},
    **{("initiative", step): ON for step in ("complete", "route_generic", "open_assessment")},
    ("ladder-assessment", "fulfil_all"): ON,
    ("ladder-condition", "fulfil"): "its last day was told, which is past or met; nobody acts on it",
    **{("loan", step): GUARANTEE_SAYS for step in ("offer", "request_guarantee", "lose_guarantee")},
    **{("loan", step): ON for step in ("contract", "go_without")},
    **{("loan", step): "disbursement-booked and repayment-booked say so" for step in MONEY},
    **{("opportunity", step): ON for step in ("explore", "facilitate")},
    **{
        ("project", step): TOLD_TO_US
        for step in ("fund", "lose_cofunding", "apply", "lose_application", "lose_award")
    },
    ("project", "award"): TOLD_TO_US,
    ("project", "evaluate"): "it had ended: what was told still holds",
    **{("report", step): REVISED for step in ("revise", "collect", "write", "adopt")},
    ("tranche", "refill"): "award-withdrawn and award-altered say what is room again",
    ("tranche", "exhausted"): "it keeps receiving: the window that was told still holds (AWB-3)",
}
NO_STATE = "it says that something took place, which nothing undoes"
# the events that are told of no step of a life cycle
FACTS: dict[type[Event], str] = {
    **dict.fromkeys(
        [
            agendas.PartnerJoined,
            ambassadors.QuestionRouted,
            boards.BoardAdviceGiven,
            evaluations.EvaluationDue,
            initiatives.InitiativeTableConvened,
            organisations.OrganisationRenamed,
            loans.DisbursementBooked,
            loans.RepaymentBooked,
            loans.MessageRefused,
            programmes.ProgrammeYearOpened,
            state_aid.AidRefused,
        ],
        NO_STATE,
    ),
    agendas.PartnerLeft: "the other way of partner-joined",
    agenda.indicators.IndicatorUpdated: "a revision is told as the first value was",
    cofunding.ProjectCofundingCompleted: "project-cofunding-lost is its other way",
    cofunding.ProjectCofundingLost: "project-cofunding-completed is its other way",
    loans.AidReservationReleased: "the other way of aid-reservation-requested",
}


def told_states(name: str) -> set[str]:
    """The states of which others were told that an entity is in them."""
    life, steps = LIFECYCLES[name], TELLS.get(name, {})
    known = {str(new) for (_, step), new in life.transitions.items() if step in steps}
    known |= {str(life.start)} if name in BEGUN else set()
    for _ in life.transitions:  # what goes on after a step that is not told was told all the same
        known |= {str(new) for (old, _), new in life.transitions.items() if str(old) in known}
    return known


def ways_out() -> Iterator[tuple[str, str]]:
    """Every step that leads an entity out of a state that was told."""
    for name, life in LIFECYCLES.items():
        known = told_states(name)
        out = {step for (old, step), new in life.transitions.items() if str(old) in known and old != new}
        yield from ((name, step) for step in sorted(out))


@pytest.mark.parametrize(("name", "step"), list(ways_out()), ids=str)
def test_every_step_out_of_a_state_that_was_told_is_told_too(name: str, step: str) -> None:
    assert (step in TELLS.get(name, {})) != ((name, step) in QUIET)


def test_the_table_names_every_event_and_only_steps_that_there_are() -> None:
    steps = {(name, step) for name, life in LIFECYCLES.items() for _, step in life.transitions}
    assert {(name, step) for name, told in TELLS.items() for step in told} <= steps
    assert set(QUIET) <= set(ways_out())
    listed = {event for told in TELLS.values() for event in told.values()} | set(BEGUN.values()) | set(FACTS)
    every = {event for each in (agenda, funding, loans) for event in each.EVENTS}
    assert listed == {event for event in every if not issubclass(event, FactWithdrawn)}


@pytest.mark.parametrize("name", TELLS)
def test_what_a_step_is_said_to_tell_is_made_where_that_step_is_taken(name: str) -> None:
    for step, event in TELLS[name].items():
        service = Path("services", event.service)
        makers = [p.read_text() for p in service.rglob("*.py") if f"{event.__name__}(" in p.read_text()]
        assert makers, f"nothing makes {event.__name__} for {step}"
