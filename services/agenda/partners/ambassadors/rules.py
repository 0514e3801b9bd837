"""Who is the ambassador of a landsdeel, and to whom a question goes."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.agenda.partners.ambassadors.models import Ambassador, Question, QuestionStatus, Status
from services.agenda.places.regions.models import Kind, Membership
from shared.contracts.agenda.ambassadors import AmbassadorAssigned, AmbassadorEnded, QuestionRouted
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.periods import overlap
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle("ambassador", Status.ASSIGNED, {(Status.ASSIGNED, "end"): Status.ENDED}, source="B22")
QUESTION_LIFE = Lifecycle(
    "question",
    QuestionStatus.OPEN,
    {
        (QuestionStatus.OPEN, "answer"): QuestionStatus.ANSWERED,
        (QuestionStatus.OPEN, "close"): QuestionStatus.CLOSED,
    },
    source="B21, B22",
)
ONE_A_LANDSDEEL = Rule(
    "ambassador.one-a-landsdeel",
    "A landsdeel has one ambassador on each day.",
    source="B22",
    mend="End the appointment that the answer names first, or choose another period.",
    refusal="The landsdeel has another ambassador in this period",
)
PERIOD = Rule(
    "ambassador.period",
    "An appointment does not end before it starts.",
    source="B22",
    mend="Correct startsOn or endsOn.",
    refusal="The appointment would end before it starts, or later than it does now",
)
PLACED = Rule(
    "question.placed",
    "A question is about a municipality that exists on the day it is asked.",
    source="B22; domain.md section 5, point 3",
    mend="Name the municipality it has become part of.",
    refusal="There is no such municipality on the day of the question",
)
REACHABLE = Rule(
    "question.reachable",
    "A question goes to the ambassador of the landsdeel on the day it is asked.",
    source="B22",
    mend="Have an ambassador assigned for the landsdeel that the answer names.",
    refusal="The landsdeel has no ambassador on the day of the question",
)
AREAS, TERMS = "ambassador-areas", "ambassador-terms"


def assign(ambassador: Ambassador, others: Sequence[Ambassador], today: date) -> AmbassadorAssigned:
    """Assign (aanstellen) an ambassador, one of the past too; `others` are all of the landsdeel (B22)."""
    PERIOD.require(ambassador.ends_on is None or ambassador.starts_on <= ambassador.ends_on)
    clashing = [other for other in others if _at_once(ambassador, other)]
    periods = [f"{other.starts_on}/{other.ends_on or '..'}" for other in clashing]
    ONE_A_LANDSDEEL.require(not clashing, periods=periods)
    if ambassador.ends_on is not None and ambassador.ends_on < today:
        run_out(ambassador)
    return AmbassadorAssigned(
        ambassador_id=ambassador.id,
        landsdeel_code=ambassador.landsdeel_code,
        office=ambassador.office,
        starts_on=ambassador.starts_on,
        ends_on=ambassador.ends_on,
    )


def run_out(ambassador: Ambassador) -> AmbassadorEnded:
    """Let an appointment end with its last day."""
    return end(ambassador, PERIOD.present(ambassador.ends_on))


def end(ambassador: Ambassador, on: date) -> AmbassadorEnded:
    """End an appointment on its last day."""
    status = LIFE.after(ambassador.status, "end")
    last = ambassador.ends_on
    PERIOD.require(ambassador.starts_on <= on and (last is None or on <= last), ends_on=last)
    ambassador.status = status
    ambassador.ends_on = on
    return AmbassadorEnded(ambassador_id=ambassador.id, landsdeel_code=ambassador.landsdeel_code, ends_on=on)


def place(municipality_code: str, above: Sequence[Membership], areas: Regime) -> tuple[str, str]:
    """The province of a municipality and the landsdeel whose ambassador serves it, on the day of `above`."""
    levels = {membership.kind: membership.region_code for membership in above}
    province = PLACED.present(levels.get(Kind.PROVINCE), municipality=municipality_code)
    return province, landsdeel_for(province, levels[Kind.LANDSDEEL], areas)


def landsdeel_for(province_code: str, landsdeel_code: str, areas: Regime) -> str:
    """The landsdeel whose ambassador serves a province: its own, unless the regime says otherwise."""
    return areas.text(province_code) if province_code in areas.terms else landsdeel_code


def route(question: Question) -> QuestionRouted:
    """Route a question to the ambassador in office (B22)."""
    return QuestionRouted(
        question_id=question.id,
        ambassador_id=question.ambassador_id,
        municipality_code=question.municipality_code,
        landsdeel_code=question.landsdeel_code,
        asked_on=question.asked_on,
        due_on=question.due_on,
    )


def due_on(asked_on: date, terms: Regime) -> date:
    """The day on which an answer is due."""
    return asked_on + timedelta(days=terms.whole("answer_days"))


def answer(question: Question, text: str, today: date) -> None:
    """Answer a question for the State (B21)."""
    status = QUESTION_LIFE.after(question.status, "answer")
    question.status = status
    question.answer = text
    question.answered_on = today


def close(question: Question, reason: str, today: date) -> None:
    """Close a question that needs no answer any more (sluiten): by who asked it, or the State (B22)."""
    question.status = QUESTION_LIFE.after(question.status, "close")
    question.closing_reason = reason
    question.closed_on = today


def _at_once(one: Ambassador, other: Ambassador) -> bool:
    return overlap(one.starts_on, one.ends_on, other.starts_on, other.ends_on)
