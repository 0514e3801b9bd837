"""When a Ladder assessment may be concluded, and what becomes of its conditions."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.agenda.spatial.ladder_assessments.models import (
    ConditionStatus,
    LadderAssessment,
    LadderCondition,
    Outcome,
    Status,
)
from shared.contracts.agenda.ladder_assessments import LadderAssessed, LadderConditionDue
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "ladder-assessment",
    Status.DRAFT,
    {
        (Status.DRAFT, "state_condition"): Status.DRAFT,
        (Status.DRAFT, "conclude"): Status.CONCLUDED,
        (Status.CONCLUDED, "fulfil_all"): Status.FULFILLED,
    },
    source="A21",
)
CONDITION_LIFE = Lifecycle(
    "ladder-condition",
    ConditionStatus.OPEN,
    {
        (ConditionStatus.OPEN, "come_due"): ConditionStatus.DUE,
        (ConditionStatus.OPEN, "fulfil"): ConditionStatus.FULFILLED,
        (ConditionStatus.DUE, "fulfil"): ConditionStatus.FULFILLED,
    },
    source="A21",
)
STEPS = Rule(
    "ladder-assessment.steps-taken",
    "An assessment takes every step of the Ladder that is in force: outside the built-up area it weighs the "
    "possibilities inside, and until July 2017 it looked at multimodal access.",
    source="A21; Bro 3.1.6(2), Bkl 5.129g",
    mend="Fill in what the answer names.",
    refusal="A step of the Ladder that is in force was not taken",
)
CONDITIONS = Rule(
    "ladder-assessment.conditions-fit",
    "Yes provided (ja, mits) names at least one condition; a plain yes names none.",
    source="A21",
    mend="State a condition, or choose the other outcome.",
    refusal="Yes provided has no condition, or a plain yes has one",
)
REASONS = Rule(
    "ladder-assessment.reasons",
    "A no says why; the need is always weighed, whatever the policy.",
    source="A21, domain.md 2.19",
    mend="Give reasons.",
    refusal="The no has no reason",
)
FOUR_EYES = FourEyes(
    "ladder-assessment.four-eyes",
    "Whoever assessed or stated a condition does not conclude.",
    source="domain.md 3; B10",
    mend="Have another officer of the deciding body conclude.",
    refusal="You made this assessment or stated a condition",
)
DUE_LATER = Rule(
    "ladder-condition.due-later",
    "A condition is due after the day it is stated.",
    source="A21",
    mend="Give a later dueOn.",
    refusal="The condition would not be due later than it is stated",
)
CONCLUDED = Rule(
    "ladder-condition.of-a-conclusion",
    "A condition is fulfilled after the assessment that states it was concluded.",
    source="A21",
    mend="Have the assessment concluded first.",
    refusal="The assessment that states the condition is not concluded",
)
CONCLUDE = (LIFE.rule, FOUR_EYES, STEPS, CONDITIONS, REASONS)
FULFIL = (CONDITION_LIFE.rule, CONCLUDED)
LADDER = "ladder"


def state(assessment: LadderAssessment, condition: LadderCondition, author: Principal) -> LadderCondition:
    """State a condition (mits) with its owner and its date (A21)."""
    LIFE.after(assessment.status, "state_condition")
    DUE_LATER.require(condition.stated_on < condition.due_on)
    assessment.open_conditions += 1
    assessment.written_by = with_author(assessment.written_by, author)
    return condition


def missing_steps(assessment: LadderAssessment, regime: Regime) -> list[str]:
    """The steps of the Ladder in force that the assessment does not take."""
    steps = regime.codes("steps")
    outside = not assessment.inside_urban_area and assessment.alternatives is None
    access = "MULTIMODAL_ACCESS" in steps and assessment.multimodal_access is None
    return ["alternatives"] * outside + ["multimodalAccess"] * (access and not assessment.inside_urban_area)


@dataclass(frozen=True)
class Conclusion:
    """How an assessment ends: yes, yes provided, or no with reasons; and whose decision it is."""

    outcome: Outcome
    reasons: str | None
    deciding_body: str


def conclude(
    assessment: LadderAssessment, conclusion: Conclusion, officer: Principal, regime: Regime, today: date
) -> LadderAssessed:
    """Conclude an assessment (A21); `regime` is the Ladder it was made under."""
    status = LIFE.after(assessment.status, "conclude")
    FOUR_EYES.require_another(officer, *assessment.written_by, assessment.assessed_by)
    missing = missing_steps(assessment, regime)
    STEPS.require(not missing, missing=missing)
    outcome, stated = conclusion.outcome, assessment.open_conditions
    CONDITIONS.require(outcome is not Outcome.YES or stated == 0, conditions=stated)
    CONDITIONS.require(outcome is not Outcome.YES_PROVIDED or stated > 0, conditions=stated)
    REASONS.require(outcome is not Outcome.NO or conclusion.reasons is not None)

    assessment.status = status
    assessment.outcome = outcome
    assessment.reasons = conclusion.reasons
    assessment.deciding_body = conclusion.deciding_body
    assessment.concluded_by = officer.subject
    assessment.concluded_on = today
    return LadderAssessed(
        assessment_id=assessment.id,
        region_code=assessment.region_code,
        municipality_code=assessment.municipality_code,
        opportunity_id=assessment.opportunity_id,
        outcome=outcome,
        conditions=stated,
        deciding_body=conclusion.deciding_body,
        concluded_on=today,
        regime=regime.reference,
    )


def fulfil(condition: LadderCondition, assessment: LadderAssessment, evidence: str, today: date) -> None:
    """Fulfil a condition; with the last one the assessment is fulfilled too."""
    status = CONDITION_LIFE.after(condition.status, "fulfil")
    CONCLUDED.require(assessment.status is Status.CONCLUDED, status=assessment.status)
    condition.status = status
    condition.fulfilled_on = today
    condition.evidence = evidence
    assessment.open_conditions -= 1
    if assessment.open_conditions == 0 and assessment.outcome is Outcome.YES_PROVIDED:
        assessment.status = LIFE.after(assessment.status, "fulfil_all")


def notice_day(regime: Regime, today: date) -> date:
    """The last day on which conditions are due that are announced today."""
    return today + timedelta(days=regime.whole("condition_notice_days"))


def come_due(condition: LadderCondition) -> LadderConditionDue:
    """Announce once that a condition is about to be due (A21)."""
    condition.status = CONDITION_LIFE.after(condition.status, "come_due")
    return LadderConditionDue(
        condition_id=condition.id,
        assessment_id=condition.assessment_id,
        due_on=condition.due_on,
        responsible=condition.responsible,
    )
