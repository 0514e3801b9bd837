"""How an evaluation is planned, commissioned, delivered, appreciated and followed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from services.agenda.accountability.agreed_actions import rules as agreed_actions
from services.agenda.accountability.evaluations.models import Conclusion, Evaluation, Status
from shared.contracts.agenda.evaluations import EvaluationAppreciated, EvaluationDelivered, EvaluationDue
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "evaluation",
    Status.SCHEDULED,
    {
        (Status.SCHEDULED, "commission"): Status.COMMISSIONED,
        (Status.COMMISSIONED, "begin"): Status.RUNNING,
        (Status.RUNNING, "deliver"): Status.DELIVERED,
        (Status.DELIVERED, "appreciate"): Status.APPRECIATED,
        (Status.APPRECIATED, "plan_follow_up"): Status.FOLLOW_UP,
        (Status.FOLLOW_UP, "complete_action"): Status.FOLLOW_UP,
        (Status.FOLLOW_UP, "close"): Status.CLOSED,
    },
    source="domain.md 3.23; B49-B53",
)
PERIOD = Rule(
    "evaluation.period",
    "The period that is evaluated ends after it begins, and before the evaluation is due.",
    source="B49",
    mend="Correct periodFrom, periodUntil or lastReportOn.",
    refusal="The period that is evaluated ends before it begins, or after the evaluation is due",
)
TERM = Rule(
    "evaluation.known-object",
    "What is evaluated is of a kind whose term is known: five years unless the law says otherwise.",
    source="Awb 4:24 (AWB-8); B49",
    mend="Choose one of the kinds named in the answer.",
    refusal="No term is known for evaluating this",
)
EXTERNAL = Rule(
    "evaluation.external",
    "An evaluation is done by an external party, not by whoever made the policy.",
    source="B53, domain.md 3.23",
    mend="Name the bureau that does it.",
    refusal="The evaluation is not done by an external party",
)
EVERY_RECOMMENDATION = Rule(
    "evaluation.every-recommendation-answered",
    "The appreciation answers each recommendation exactly once, and says what is done where it agrees.",
    source="B53",
    mend="Give one answer for each recommendation, by its number.",
    refusal="A recommendation is not answered exactly once, or no action follows where it is agreed with",
)
MINISTRY = Rule(
    "evaluation.known-ministry",
    "A recommendation is answered by a ministry that exists on that day.",
    source="B53, B2",
    mend="Choose among the ministries named in the answer.",
    refusal="A recommendation is answered by a ministry that is not there on that day",
)
DATES = Rule(
    "evaluation.dates",
    "An evaluation is delivered by now and after its period; what follows is due later.",
    source="B49",
    mend="Correct the dates.",
    refusal="The days of the evaluation are in the future or out of order",
)
ALL_DONE = Rule(
    "evaluation.followed-up",
    "An evaluation is closed when every action that follows from it was completed.",
    source="B53",
    mend="Complete the actions named in the answer first.",
    refusal="An action that follows from the evaluation is still open",
)
ACTION = Rule(
    "evaluation.known-action",
    "An action that is completed is one of those planned, and was not completed before.",
    source="B53",
    mend="Give the number of an open action.",
    refusal="No such action was planned, or it was completed before",
)
SCHEDULE = (TERM, PERIOD)
APPRECIATE = (EVERY_RECOMMENDATION, MINISTRY)
TERMS, NOTICE, MINISTRIES = "evaluation-terms", "accountability-terms", "ministries"


def term_of(object_kind: str, regime: Regime) -> int:
    """The number of years within which the next report is due."""
    TERM.require(object_kind in regime.terms, kinds=sorted(regime.terms))
    return regime.whole(object_kind)


def schedule(evaluation: Evaluation) -> Evaluation:
    """Put an evaluation on the plan (evaluatieplan; B49)."""
    in_order = evaluation.period_from < evaluation.period_until <= evaluation.due_on
    PERIOD.require(in_order, due_on=evaluation.due_on)
    return evaluation


def next_due(last_report_on: date, years: int) -> date:
    """When the next report is due: so many years after the last one (Awb 4:24)."""
    return last_report_on + relativedelta(years=years)


def commission(evaluation: Evaluation, evaluator: str, ministries: Regime) -> None:
    """Commission an external party (B53)."""
    status = LIFE.after(evaluation.status, "commission")
    EXTERNAL.require(evaluator.upper() not in ministries.codes("ministries"))
    evaluation.status = status
    evaluation.evaluator = evaluator


def begin(evaluation: Evaluation) -> None:
    """Record that the external party began."""
    evaluation.status = LIFE.after(evaluation.status, "begin")


@dataclass(frozen=True)
class Delivery:
    """A report as the external party delivered it (oplevering), and when the cabinet answers."""

    document: str
    delivered_on: date
    conclusion: Conclusion
    summary: str
    recommendations: list[str]
    appreciation_due_on: date


def deliver(evaluation: Evaluation, delivery: Delivery, today: date) -> EvaluationDelivered:
    """Take delivery of the report with its main conclusion and recommendations (B4, B50)."""
    status = LIFE.after(evaluation.status, "deliver")
    on = delivery.delivered_on
    DATES.require(evaluation.period_until <= on <= today, period_until=evaluation.period_until)
    DATES.require(on <= delivery.appreciation_due_on, delivered_on=on)

    evaluation.status = status
    for name, value in vars(delivery).items():
        setattr(evaluation, name, value)
    return EvaluationDelivered(
        evaluation_id=evaluation.id,
        title=evaluation.title,
        document=delivery.document,
        conclusion=delivery.conclusion,
        recommendations=len(delivery.recommendations),
        delivered_on=on,
        in_time=on <= evaluation.due_on,
    )


def appreciate(
    evaluation: Evaluation,
    answers: Sequence[dict[str, Any]],
    document: str,
    ministries: Regime,
    today: date,
) -> EvaluationAppreciated:
    """Appreciate (kabinetsreactie): agree or not with each recommendation, and say what is done (B53)."""
    status = LIFE.after(evaluation.status, "appreciate")
    numbers = sorted(answer["recommendation"] for answer in answers)
    wanted = list(range(1, len(evaluation.recommendations) + 1))
    EVERY_RECOMMENDATION.require(numbers == wanted, recommendations=len(wanted))
    idle = [a["recommendation"] for a in answers if a["judgement"] == "AGREE" and not a["action"]]
    EVERY_RECOMMENDATION.require(not idle, without_action=idle)
    known = ministries.codes("ministries")
    MINISTRY.require(all(answer["ministry"] in known for answer in answers), ministries=known)

    evaluation.status = status
    evaluation.appreciation = [*answers]
    evaluation.appreciation_document = document
    return EvaluationAppreciated(
        evaluation_id=evaluation.id,
        title=evaluation.title,
        document=document,
        agreed=sum(answer["judgement"] == "AGREE" for answer in answers),
        recommendations=len(wanted),
        appreciated_on=today,
    )


def plan_follow_up(evaluation: Evaluation, actions: list[dict[str, Any]], today: date) -> None:
    """Plan what follows from the appreciation, with who does it and until when (B53)."""
    status = LIFE.after(evaluation.status, "plan_follow_up")
    DATES.require(all(str(today) <= action["due_on"] for action in actions), today=today)
    evaluation.status = status
    evaluation.follow_up = agreed_actions.agreed(actions)
    evaluation.follow_up_due_on = agreed_actions.first_due(evaluation.follow_up)


def complete(evaluation: Evaluation, number: int, today: date) -> None:
    """Record that an action was completed; actions are numbered from one."""
    LIFE.after(evaluation.status, "complete_action")
    open_ones = agreed_actions.still_open(evaluation.follow_up)
    ACTION.require(number in open_ones, open=open_ones)
    evaluation.follow_up = agreed_actions.completed(evaluation.follow_up, number, today)
    evaluation.follow_up_due_on = agreed_actions.first_due(evaluation.follow_up)


def close(evaluation: Evaluation, regime: Regime, today: date) -> Evaluation:
    """Close an evaluation; the next one of the same object, which this puts on the plan (AWB-8)."""
    status = LIFE.after(evaluation.status, "close")
    open_ones = agreed_actions.still_open(evaluation.follow_up)
    ALL_DONE.require(not open_ones, open=open_ones)
    years = term_of(evaluation.object_kind, regime)
    due_on = next_due(evaluation.delivered_on or today, years)

    following = Evaluation(
        owner=evaluation.owner,
        object_kind=evaluation.object_kind,
        object_name=evaluation.object_name,
        object_code=evaluation.object_code,
        title=evaluation.title,
        period_from=evaluation.period_until + timedelta(days=1),
        period_until=due_on,
        question=evaluation.question,
        method=evaluation.method,
        treated=evaluation.treated,
        compared=evaluation.compared,
        basis=evaluation.basis,
        due_on=due_on,
        regime=regime.reference,
        recorded_on=today,
        previous_id=evaluation.id,
    )
    evaluation.status = status
    evaluation.next_id = following.id
    return following


def announce(evaluation: Evaluation) -> EvaluationDue:
    """Say once, a year ahead, that an evaluation is due (AWB-8)."""
    evaluation.announced = True
    return EvaluationDue(
        evaluation_id=evaluation.id,
        object_kind=evaluation.object_kind,
        object_name=evaluation.object_name,
        title=evaluation.title,
        due_on=evaluation.due_on,
    )


def notice_day(terms: Regime, today: date) -> date:
    """The last due date that is announced today."""
    return today + relativedelta(years=terms.whole("evaluation_notice_years"))
