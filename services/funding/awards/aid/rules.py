"""What each part of an award is in State-aid law, and how it is booked as aid of its recipient (B41)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.funding.applications.applications.models import Application, Outcome
from services.funding.cofunding.projects.models import Project
from services.funding.state_aid.state_aid.models import AidEntry, Basis, Status
from services.funding.state_aid.state_aid.queries import undertaking_id
from services.funding.state_aid.state_aid.rooms import ROOMS, Regimes, dates_to_check, room
from services.funding.state_aid.state_aid.rules import WITHIN_ROOM
from shared.contracts.funding.state_aid import AidGranted
from shared.kernel.calendar import months_after
from shared.kernel.regimes import IN_FORCE, Regime
from shared.kernel.rules import Rule

OUTCOME = Rule(
    "award.aid-outcome",
    "An award names every undertaking that receives a part of it, and says what that part is in State-aid "
    "law; the parts together are the award.",
    source="B41 (criterion 4); SA-2; domain.md 3.9",
    mend="Name every recipient with its amount and its basis; the answer says how much has none.",
    refusal="The recipients and their aid do not add up to the award",
)
TAKES_PART = Rule(
    "award.recipient-takes-part",
    "What is awarded is for undertakings of the application: its lead, its participants and those of its "
    "project.",
    source="A13, B30; SA-2",
    mend="Name undertakings of those in the answer.",
    refusal="This undertaking takes no part in the application",
)
JUSTIFIED = Rule(
    "award.aid-justified",
    "Each part gives what its basis asks for and nothing else: why it is no aid, or which service of general "
    "interest was entrusted; the measure of the general block exemption; the Commission's decision and its "
    "day.",
    source="B41; SA-1, SA-3, SA-8; domain.md 2.9-2.11",
    mend="Give the fields that the answer names for this basis, and no others.",
    refusal="What is said of this part is not what its basis asks for",
)
APPROVED = Rule(
    "award.aid-approved",
    "Notified aid is awarded when the Commission has approved it, not before (standstill).",
    source="SA-8 (TFEU 108(3))",
    mend="Wait for the decision of the Commission, or correct its day.",
    refusal="The Commission had not approved this aid on that day",
)
MEASURE = Rule(
    "award.aid-measure",
    "Aid under the general block exemption falls under one of its measures in force.",
    source="domain.md 2.11; GBER art. 3",
    mend="Name one of the measures in the answer.",
    refusal="The general block exemption has no such measure",
)
BELOW_THRESHOLD = Rule(
    "award.aid-below-notification",
    "Aid under one measure of the general block exemption, to one undertaking for one project, stays within "
    "the threshold above which it is notified.",
    source="GBER art. 4; domain.md 2.11",
    mend="Award at most the room in the answer, or notify the aid to the Commission first.",
    refusal="This aid is more than may be given without notification",
    audited=True,
)
AID = (OUTCOME, TAKES_PART, JUSTIFIED, APPROVED, MEASURE, BELOW_THRESHOLD, WITHIN_ROOM)
GBER, TRANSPARENCY = "gber", "aid-transparency"
ASKED = {
    Outcome.NO_AID: {"reason"},
    Outcome.DE_MINIMIS: set(),
    Outcome.SGEI: {"reason"},
    Outcome.GBER: {"measure"},
    Outcome.NOTIFIED: {"commission_decision", "approved_on"},
}
PUBLISHED = (Outcome.GBER, Outcome.NOTIFIED)


@dataclass(frozen=True)
class Part:
    """What an undertaking receives of an award, on which basis, and what that basis asks for."""

    kvk_number: str
    amount_cents: int
    basis: Outcome
    measure: str | None = None
    commission_decision: str | None = None
    approved_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Register:
    """What the register has of the recipients, their rows locked, and the regimes of the day.

    `days` has the regimes on de minimis aid for every date that any of them needs.
    """

    entries: Sequence[AidEntry]
    days: Regimes
    gber: Regime
    transparency: Regime


def book(
    application: Application,
    project: Project | None,
    amount_cents: int,
    parts: Sequence[Part],
    register: Register,
    today: date,
) -> tuple[list[AidEntry], list[AidGranted]]:
    """Book the aid in an award, all of it or none (DM-3), and keep what was said of every part."""
    missing = amount_cents - sum(part.amount_cents for part in parts)
    OUTCOME.require(missing == 0, missing_cents=missing)
    taking_part = _taking_part(application, project)
    booked: list[AidEntry] = []
    recipients: list[dict[str, Any]] = []
    for part in parts:
        TAKES_PART.require(part.kvk_number in taking_part, kvk_number=part.kvk_number, recipients=taking_part)
        _require_justified(part, today)
        due_on = _publication_due_on(part, parts, register.transparency, today)
        entry = _aid_of(part, application, [*register.entries, *booked], register, today)
        if entry:
            entry.publication_due_on = due_on
            booked.append(entry)
        told = {**asdict(part), "approved_on": part.approved_on and str(part.approved_on)}
        due = due_on and str(due_on)
        recipients.append({**told, "regime": entry and entry.regime, "publication_due_on": due})
    application.recipients = recipients
    return booked, [_granted(entry) for entry in booked]


def _taking_part(application: Application, project: Project | None) -> list[str]:
    of_project = project.participants if project is not None else []
    return sorted({application.lead_applicant["kvk_number"], *application.participants, *of_project})


def _require_justified(part: Part, today: date) -> None:
    said = {name for name in set().union(*ASKED.values()) if getattr(part, name) is not None}
    JUSTIFIED.require(said == ASKED[part.basis], basis=part.basis, asked=sorted(ASKED[part.basis]))
    APPROVED.require(part.approved_on is None or part.approved_on <= today, approved_on=part.approved_on)


def _aid_of(
    part: Part, application: Application, known: list[AidEntry], register: Register, today: date
) -> AidEntry | None:
    """The entry of one part, within every room and threshold of its basis; none where there is no aid."""
    if part.basis is Outcome.NO_AID:
        return None
    entry = AidEntry(
        owner="state",
        undertaking_id=undertaking_id(part.kvk_number),
        kvk_number=part.kvk_number,
        basis=Basis(part.basis),
        amount_cents=part.amount_cents,
        counts_from=today,
        source=f"award {application.id}",
        status=Status.GRANTED,
        regime=part.commission_decision or "",
        application_id=application.id,
        project_id=application.project_id,
        measure=part.measure,
        commission_decision=part.commission_decision,
    )
    mine = [each for each in known if each.kvk_number == part.kvk_number]
    if part.basis is Outcome.GBER:
        _require_below_threshold(entry, mine, register.gber, today)
        entry.regime = register.gber.reference
    if entry.basis in ROOMS:
        entry.regime = _require_room(entry, mine, register.days, today)
    return entry


def _require_below_threshold(entry: AidEntry, known: list[AidEntry], gber: Regime, today: date) -> None:
    IN_FORCE.require(gber.covers(today), regime=GBER, date=today)
    measures = gber.codes("measures")
    measure = entry.measure or ""
    MEASURE.require(measure in measures, measures=measures, regime=gber.reference)
    given = sum(each.amount_cents for each in known if _for_the_same(each, entry))
    left = max(gber.whole(measure) - given, 0)
    BELOW_THRESHOLD.require(
        entry.amount_cents <= left, kvk_number=entry.kvk_number, measure=measure, room_cents=left
    )


def _for_the_same(known: AidEntry, entry: AidEntry) -> bool:
    """Whether aid was given by the same measure for the same project, or by the same award of a plan."""
    same_project = known.project_id is not None and known.project_id == entry.project_id
    together = same_project or known.application_id == entry.application_id
    return known.status is Status.GRANTED and known.measure == entry.measure and together


def _require_room(entry: AidEntry, known: list[AidEntry], days: Regimes, today: date) -> str:
    """The regime of the room that the aid fits in."""
    regimes = days.on(dates_to_check(known, today))
    in_force = regimes.of(entry.basis)[today]
    IN_FORCE.require(in_force.covers(today), regime=in_force.code, date=today)
    left = room(entry.basis, known, regimes)
    WITHIN_ROOM.require(entry.amount_cents <= left, kvk_number=entry.kvk_number, room_cents=left)
    return in_force.reference


def _publication_due_on(part: Part, parts: Sequence[Part], transparency: Regime, today: date) -> date | None:
    """By when this aid must be public: what one undertaking gets of an award counts together (art. 9)."""
    together = sum(p.amount_cents for p in parts if p.kvk_number == part.kvk_number and p.basis in PUBLISHED)
    owed = transparency.covers(today) and together > transparency.whole("above_cents")
    return months_after(today, transparency.whole("months")) if owed and part.basis in PUBLISHED else None


def _granted(entry: AidEntry) -> AidGranted:
    return AidGranted(
        reservation_id=entry.id,
        kvk_number=entry.kvk_number,
        amount_cents=entry.amount_cents,
        excess_cents=0,
        granted_on=entry.counts_from,
        basis=entry.basis,
    )
