"""When a commitment to parliament is due, overdue and fulfilled."""

from datetime import date, timedelta

from services.agenda.accountability.commitments.models import Commitment, Status
from shared.contracts.agenda.commitments import CommitmentDue, CommitmentFulfilled, CommitmentWithdrawn
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "commitment",
    Status.OPEN,
    {
        (Status.OPEN, "come_due"): Status.DUE_SOON,
        (Status.OPEN, "pass_due"): Status.OVERDUE,
        (Status.DUE_SOON, "pass_due"): Status.OVERDUE,
        (Status.OPEN, "fulfil"): Status.FULFILLED,
        (Status.DUE_SOON, "fulfil"): Status.FULFILLED,
        (Status.OVERDUE, "fulfil"): Status.FULFILLED,
        (Status.OPEN, "withdraw"): Status.WITHDRAWN,
        (Status.DUE_SOON, "withdraw"): Status.WITHDRAWN,
        (Status.OVERDUE, "withdraw"): Status.WITHDRAWN,
    },
    source="domain.md 3.23; B1, B20",
)
DATES = Rule(
    "commitment.dates",
    "A commitment is made by now, and due and fulfilled no earlier than it was made.",
    source="B1, B20",
    mend="Correct madeOn, dueOn or fulfilledOn.",
    refusal="The days of the commitment are in the future or out of order",
)
MINISTRY = Rule(
    "commitment.known-ministry",
    "The ministries that answer for an item exist on its date, and one of them leads.",
    source="B2",
    mend="Choose among the ministries named in the answer.",
    refusal="A ministry of the commitment is not there on its day",
)
DAY = Rule(
    "commitment.day-reached",
    "A commitment is due soon within the term of notice before its day, and overdue after it.",
    source="domain.md 3.23; B1, B20",
    mend="Wait until the day that the answer names.",
    refusal="The day of the commitment is not that near, or has not passed",
)
REGISTER = (DATES, MINISTRY)
MINISTRIES, TERMS = "ministries", "accountability-terms"


def register(commitment: Commitment, regime: Regime, today: date) -> CommitmentDue | None:
    """Register a commitment (B1); one that was due already is overdue from the start, and said to be."""
    DATES.require(commitment.made_on <= min(commitment.due_on, today), today=today)
    known = regime.codes("ministries")
    named = {commitment.lead_ministry, *commitment.ministries}
    MINISTRY.require(named <= set(known), ministries=known)
    if today <= commitment.due_on:
        return None
    return _due(commitment, "pass_due")


def step_on(commitment: Commitment, today: date) -> CommitmentDue:
    """Say once that a commitment is due soon, and once that its day has passed (B20)."""
    return _due(commitment, "come_due" if today <= commitment.due_on else "pass_due")


def remind(commitment: Commitment, event: str, terms: Regime, today: date) -> CommitmentDue:
    """Say by hand what time does not: of a commitment whose day had passed when it was entered here (B20)."""
    LIFE.after(commitment.status, event)
    passed = commitment.due_on < today
    soon = today <= commitment.due_on <= notice_day(terms, today)
    DAY.require(passed if event == "pass_due" else soon, due_on=commitment.due_on)
    return _due(commitment, event)


def fulfil(commitment: Commitment, document: str, on: date, today: date) -> CommitmentFulfilled:
    """Fulfil (afdoen) a commitment with the document that does so (B1)."""
    status = LIFE.after(commitment.status, "fulfil")
    DATES.require(commitment.made_on <= on <= today, made_on=commitment.made_on)

    commitment.status = status
    commitment.document = document
    commitment.fulfilled_on = on
    commitment.days_open = (on - commitment.made_on).days
    return CommitmentFulfilled(
        commitment_id=commitment.id,
        kamerstuk=commitment.kamerstuk,
        document=document,
        fulfilled_on=on,
        days_open=commitment.days_open,
        in_time=on <= commitment.due_on,
    )


def withdraw(commitment: Commitment, reason: str, today: date) -> list[CommitmentWithdrawn]:
    """Withdraw a commitment that parliament no longer asks for; who was told that it is due hears that."""
    status = LIFE.after(commitment.status, "withdraw")
    was_told = commitment.status is not Status.OPEN
    commitment.status = status
    commitment.reason = reason
    withdrawn = CommitmentWithdrawn(
        commitment_id=commitment.id, kamerstuk=commitment.kamerstuk, withdrawn_on=today
    )
    return [withdrawn] if was_told else []


def notice_day(terms: Regime, today: date) -> date:
    """The last due date that counts as soon today."""
    return today + timedelta(weeks=terms.whole("due_soon_weeks"))


def _due(commitment: Commitment, event: str) -> CommitmentDue:
    commitment.status = LIFE.after(commitment.status, event)
    return CommitmentDue(
        commitment_id=commitment.id,
        kamerstuk=commitment.kamerstuk,
        title=commitment.title,
        lead_ministry=commitment.lead_ministry,
        due_on=commitment.due_on,
        soft=commitment.soft,
        overdue=commitment.status is Status.OVERDUE,
    )
