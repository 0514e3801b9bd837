"""How an issue that was put to the State is taken up and answered."""

from datetime import date

from services.agenda.accountability.bottlenecks.models import Bottleneck, Kind, Status
from shared.contracts.agenda.bottlenecks import BottleneckReported, BottleneckResolved
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "bottleneck",
    Status.REPORTED,
    {
        (Status.REPORTED, "take_up"): Status.TAKEN_UP,
        (Status.REPORTED, "decline"): Status.DECLINED,
        (Status.TAKEN_UP, "decline"): Status.DECLINED,
        (Status.TAKEN_UP, "resolve"): Status.RESOLVED,
    },
    source="B52",
)
LAW = Rule(
    "bottleneck.names-the-law",
    "A legal bottleneck names the law that is in the way.",
    source="B52",
    mend="Give the BWB or CVDR id of the law.",
    refusal="The law that is in the way is not named",
)
BY_NOW = Rule(
    "bottleneck.reported-by-now",
    "An issue was reported by now, and is to be answered no earlier than that.",
    source="B52",
    mend="Correct reportedOn or answerDueOn.",
    refusal="The issue is reported in the future, or answered before it was reported",
)
OWNER_MINISTRY = Rule(
    "bottleneck.owner-ministry",
    "An issue is taken up by a ministry that exists on that day.",
    source="B52, B2",
    mend="Choose among the ministries named in the answer.",
    refusal="No such ministry takes up issues on that day",
)
REPORT = (LAW, BY_NOW)
MINISTRIES = "ministries"


def report(bottleneck: Bottleneck, today: date) -> BottleneckReported:
    """Put an issue to the State (B52)."""
    BY_NOW.require(bottleneck.reported_on <= min(today, bottleneck.answer_due_on or today), today=today)
    LAW.require(bottleneck.kind is not Kind.LEGAL_BOTTLENECK or bottleneck.law is not None)
    return BottleneckReported(
        bottleneck_id=bottleneck.id,
        kind=bottleneck.kind,
        title=bottleneck.title,
        law=bottleneck.law,
        region_codes=bottleneck.region_codes,
        reported_on=bottleneck.reported_on,
    )


def take_up(bottleneck: Bottleneck, ministry: str, regime: Regime) -> None:
    """Take an issue up (oppakken): a ministry owns it from now on."""
    status = LIFE.after(bottleneck.status, "take_up")
    known = regime.codes("ministries")
    OWNER_MINISTRY.require(ministry in known, ministries=known)
    bottleneck.status = status
    bottleneck.ministry = ministry


def answer(
    bottleneck: Bottleneck, event: str, outcome: str, document: str | None, today: date
) -> BottleneckResolved:
    """Resolve (wegnemen) or decline an issue, and say what came of it (B52)."""
    status = LIFE.after(bottleneck.status, event)
    bottleneck.status = status
    bottleneck.outcome = outcome
    bottleneck.document = document
    bottleneck.answered_on = today
    return BottleneckResolved(
        bottleneck_id=bottleneck.id,
        kind=bottleneck.kind,
        ministry=bottleneck.ministry,
        resolved=status is Status.RESOLVED,
        document=document,
        answered_on=today,
    )
