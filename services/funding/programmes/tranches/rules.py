"""When a tranche may be published, opened, awarded from and closed."""

from dataclasses import dataclass
from datetime import datetime

from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.programmes.tranches.methods import FITS, is_ranked, require_fitting
from services.funding.programmes.tranches.models import DistributionMethod, Status, Tranche
from services.funding.programmes.years import rules as years
from services.funding.programmes.years.models import ProgrammeYear
from shared.contracts.funding.programmes import TrancheClosed, TrancheOpened, TranchePublished
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "tranche",
    Status.PLANNED,
    {
        (Status.PLANNED, "publish"): Status.PUBLISHED,
        (Status.PUBLISHED, "open"): Status.OPEN,
        (Status.OPEN, "exhausted"): Status.EXHAUSTED,
        (Status.OPEN, "close"): Status.CLOSED,
        (Status.EXHAUSTED, "refill"): Status.OPEN,
        (Status.EXHAUSTED, "close"): Status.CLOSED,
        (Status.CLOSED, "rank"): Status.RANKED,
        (Status.RANKED, "rank_anew"): Status.CLOSED,
        (Status.RANKED, "decide_all"): Status.DECIDED,
    },
    source="domain.md 3.5; AWB-2 to AWB-6",
)
WINDOW = Rule(
    "tranche.window",
    "A tranche closes after it opens.",
    source="AWB-2",
    mend="Correct opensAt or closesAt.",
    refusal="The tranche would close before it opens",
)
NUMBER = Rule(
    "tranche.number",
    "A tranche has a number of its own within its year.",
    source="B31",
    mend="Choose another number.",
    refusal="Another tranche of the year has this number",
)
MEASURES = Rule(
    "tranche.measures",
    "A tranche of a scheme that lists its measures names those it allows.",
    source="B31; domain.md 2.7",
    mend="Name one or more of the measures in the answer.",
    refusal="The tranche names no measures, or some that the scheme does not list",
)
ANNOUNCED = Rule(
    "tranche.announced-before-it-opens",
    "A ceiling is published before the period it is for.",
    source="AWB-6 (Awb 4:27)",
    mend="Plan a tranche that opens later.",
    refusal="The tranche would be published after it opens",
)
NOT_BEFORE_OPENING = Rule(
    "tranche.not-before-opening",
    "A tranche opens at its published time, not before.",
    source="domain.md 3.5",
    mend="Wait until opensAt.",
    refusal="The opening time of the tranche has not come",
)
NOT_BEFORE_CLOSING = Rule(
    "tranche.not-before-closing",
    "A tranche closes at its published time, not before.",
    source="domain.md 3.5",
    mend="Wait until closesAt.",
    refusal="The closing time of the tranche has not come",
)
TRANCHE_DECIDES = Rule(
    "award.tranche-decides",
    "Awards come from a published tranche; except by order of arrival, only when its window is over.",
    source="AWB-5; domain.md 3.5",
    mend="Wait until closesAt, so that all its applications are compared.",
    refusal="The tranche gives no awards yet",
)
IN_ORDER = Rule(
    "award.in-order-of-arrival",
    "By order of arrival, an award leaves what earlier complete applications still ask for.",
    source="AWB-5; EZ-7 (Kaderbesluit 27); O26b",
    mend="Award at most the room in the answer, or decide on the earlier complete applications first.",
    refusal="Earlier complete applications come before this award",
    audited=True,
)
WITHIN_TRANCHE = Rule(
    "award.within-tranche",
    "The awards of a tranche together stay within its ceiling; in so far as one does not, it is refused.",
    source="AWB-3 (Awb 4:25)",
    mend="Award at most the room named in the answer.",
    refusal="The tranche has too little room for this award",
    audited=True,
)
BY_RANKING = Rule(
    "award.by-ranking",
    "Except by order of arrival, awards are given in and by the confirmed ranking, each at most what that "
    "gives.",
    source="AWB-5 (Awb 4:26); EZ-4; domain.md 3.5",
    mend="Award at most the room in the answer; without a place in a confirmed ranking that is nothing.",
    refusal="The ranking does not give this award",
    audited=True,
)
PLAN = (WINDOW, NUMBER, MEASURES, FITS)
PUBLISH = (LIFE.rule, FITS, ANNOUNCED, years.WITHIN_STATE_PART)


def plan(tranche: Tranche, regime: Regime, same_number: Tranche | None) -> Tranche:
    """Check a new tranche; `same_number` is the tranche of its year that already has the number."""
    WINDOW.require(tranche.opens_at < tranche.closes_at)
    NUMBER.require(same_number is None)
    require_fitting(tranche)
    known = regime.codes("measures")
    fits = set(tranche.allowed_measures) <= set(known) and bool(known) == bool(tranche.allowed_measures)
    MEASURES.require(fits, measures=known)
    return tranche


def publish(tranche: Tranche, year: ProgrammeYear, when: Moment) -> TranchePublished:
    """Publish a tranche with its ceiling, which is then set aside in the year."""
    status = LIFE.after(tranche.status, "publish")
    require_fitting(tranche)
    ANNOUNCED.require(when.at < tranche.opens_at, opens_at=tranche.opens_at)
    years.require_unallotted(year, tranche.ceiling_cents)

    year.allotted_cents += tranche.ceiling_cents
    tranche.status = status
    tranche.published_at = when.at
    tranche.published_on_record = when.recorded_on
    return TranchePublished(
        tranche_id=tranche.id,
        programme=year.programme,
        year=year.year,
        number=tranche.number,
        title=tranche.title,
        ceiling_cents=tranche.ceiling_cents,
        distribution_method=tranche.distribution_method,
        allowed_measures=tranche.allowed_measures,
        opens_at=tranche.opens_at,
        closes_at=tranche.closes_at,
        published_at=when.at,
        seed_commitment=(tranche.distribution or {}).get("seed_commitment"),
    )


def open_tranche(tranche: Tranche, at: datetime) -> TrancheOpened:
    """Open a tranche for applications."""
    status = LIFE.after(tranche.status, "open")
    NOT_BEFORE_OPENING.require(tranche.opens_at <= at, opens_at=tranche.opens_at)
    tranche.status = status
    tranche.opened_at = at
    return TrancheOpened(tranche_id=tranche.id, opened_at=at)


def close(tranche: Tranche, at: datetime) -> TrancheClosed:
    """Close a tranche; what was received in time is still decided."""
    status = LIFE.after(tranche.status, "close")
    NOT_BEFORE_CLOSING.require(tranche.closes_at <= at, closes_at=tranche.closes_at)
    tranche.status = status
    tranche.closed_at = at
    return TrancheClosed(tranche_id=tranche.id, closed_at=at)


def require_rankable(tranche: Tranche) -> None:
    """Refuse to rank while the window is open, and when all is decided."""
    LIFE.after(tranche.status, "rank_anew" if tranche.status is Status.RANKED else "rank")


def is_receiving(tranche: Tranche, at: datetime) -> bool:
    """Whether applications are received: in the published window, whatever step was taken by then (AWB-2)."""
    return tranche.status is not Status.PLANNED and tranche.opens_at <= at < tranche.closes_at


def publication_of_tranche(tranche: Tranche, at: datetime) -> list[Entry]:
    """A tranche takes its ceiling out of its year."""
    source, target = ledger.year_room(tranche.programme_year_id), ledger.tranche_room(tranche.id)
    return ledger.move(tranche.ceiling_cents, source, target, "tranche.publish", tranche.id, at)


@dataclass(frozen=True)
class Turn:
    """What an application may take of its tranche, in cents, by the method of distribution.

    `ahead_cents` is what the undecided applications ask for that were complete before this one (EZ-7);
    `ranked_cents` what the confirmed ranking gives, None without a place in one.
    """

    ahead_cents: int = 0
    ranked_cents: int | None = None


def require_room(tranche: Tranche, amount_cents: int, turn: Turn, at: datetime) -> None:
    """Refuse an award that the tranche may not give, or has no room for (AWB-3)."""
    by_arrival = tranche.distribution_method is DistributionMethod.ARRIVAL
    decides = tranche.status is not Status.PLANNED and (by_arrival or tranche.closes_at <= at)
    TRANCHE_DECIDES.require(decides, status=tranche.status, closes_at=tranche.closes_at)
    given = turn.ranked_cents or 0
    BY_RANKING.require(not is_ranked(tranche) or amount_cents <= given, room_cents=given)
    left = room(tranche)
    WITHIN_TRANCHE.require(amount_cents <= left, room_cents=left)
    left = max(left - turn.ahead_cents, 0)
    IN_ORDER.require(not by_arrival or amount_cents <= left, room_cents=left)


def room(tranche: Tranche) -> int:
    """What the tranche has left for awards, in cents."""
    return tranche.ceiling_cents - tranche.awarded_cents - tranche.lapsed_cents


def commit(tranche: Tranche, amount_cents: int, at: datetime) -> None:
    """Take an award, whose room was required before, out of the tranche; the last cent exhausts it."""
    tranche.awarded_cents += amount_cents
    by_arrival = tranche.distribution_method is DistributionMethod.ARRIVAL
    if by_arrival and tranche.status is Status.OPEN and room(tranche) == 0:
        tranche.status = LIFE.after(tranche.status, "exhausted")
        tranche.exhausted_at = at


def free(tranche: Tranche, amount_cents: int, refills: bool) -> None:
    """Take an award back, which is room again or has lapsed (vrijval; domain.md 3.22, D12)."""
    tranche.awarded_cents -= amount_cents
    if not refills:
        tranche.lapsed_cents += amount_cents
    elif tranche.status is Status.EXHAUSTED:
        tranche.status = LIFE.after(tranche.status, "refill")
        tranche.exhausted_at = None
