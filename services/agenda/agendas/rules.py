"""When an agenda may be consulted on, proposed and adopted."""

from datetime import date, datetime

from services.agenda.agendas.models import Agenda, Helix, Partner, Status
from shared.contracts.agenda.agendas import AgendaAdopted, AgendaProposed
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.rules import FourEyes, Rule

LIFE = Lifecycle(
    "agenda",
    Status.DRAFT,
    {
        (Status.DRAFT, "revise"): Status.DRAFT,
        (Status.DRAFT, "join"): Status.DRAFT,
        (Status.DRAFT, "submit_for_consultation"): Status.CONSULTATION,
        (Status.CONSULTATION, "join"): Status.CONSULTATION,
        (Status.CONSULTATION, "return"): Status.DRAFT,
        (Status.CONSULTATION, "propose"): Status.PROPOSED,
        (Status.PROPOSED, "reject"): Status.DRAFT,
        (Status.PROPOSED, "adopt"): Status.ADOPTED,
    },
    source="domain.md 3.1; A8-A24",
)
PERIOD = Rule(
    "agenda.period",
    "An agenda ends after it starts.",
    source="A8",
    mend="Correct startsOn or endsOn.",
)
URGENCY = Rule(
    "agenda.urgency-analysed",
    "An agenda that is consulted on explains what makes it urgent.",
    source="A1, domain.md 3.1",
    mend="Add at least one urgency driver.",
)
GOALS = Rule(
    "agenda.goals-measurable",
    "An agenda that is consulted on has a goal with a baseline (nulmeting) and a target.",
    source="A2, domain.md 3.1",
    mend="Add at least one goal.",
)
CONSULTED = Rule(
    "agenda.consulted",
    "An agenda is proposed after its consultation term has passed.",
    source="domain.md 3.1",
    mend="Wait until the day after closesOn.",
)
CHAPTERS = Rule(
    "agenda.both-chapters",
    "Every agenda holds an economic and a spatial chapter.",
    source="A23",
    mend="Return the agenda to draft and write the missing chapter.",
)
WHOLE_HELIX = Rule(
    "agenda.whole-helix",
    "Government, business and knowledge institutions all stand behind an agenda.",
    source="A8, domain.md 3.1",
    mend="Have a partner of each missing part join.",
    audited=True,
)
ONE_AT_A_TIME = Rule(
    "agenda.one-at-a-time",
    "The periods of a region's adopted agendas do not overlap.",
    source="domain.md 3.1",
    mend="Correct the period, or close the other agenda first.",
)
FOUR_EYES = FourEyes(
    "agenda.four-eyes",
    "Whoever proposed an agenda may not adopt it.",
    source="domain.md 3; B10",
    mend="Have another person of the deciding body adopt it.",
)
PROPOSE = (LIFE.rule, CONSULTED, CHAPTERS, WHOLE_HELIX)
ADOPT = (LIFE.rule, FOUR_EYES, ONE_AT_A_TIME)


def draft(agenda: Agenda) -> Agenda:
    """Check a new or revised draft (A8)."""
    PERIOD.require(agenda.starts_on < agenda.ends_on)
    return agenda


def revise(agenda: Agenda, content: dict[str, object]) -> None:
    """Replace the content of a draft."""
    LIFE.after(agenda.status, "revise")
    for name, value in content.items():
        setattr(agenda, name, value)
    draft(agenda)


def join(agenda: Agenda, partner: Partner) -> Partner:
    """Have an organisation stand behind the agenda (A9)."""
    status = LIFE.after(agenda.status, "join")
    agenda.status = status
    agenda.helix = sorted({*agenda.helix, partner.helix})
    return partner


def consult(agenda: Agenda, closes_on: date) -> None:
    """Open the consultation (consultatie) until and including a day."""
    status = LIFE.after(agenda.status, "submit_for_consultation")
    URGENCY.require(bool(agenda.urgency))
    GOALS.require(bool(agenda.goals))
    agenda.status = status
    agenda.consultation_closes_on = closes_on


def take_back(agenda: Agenda) -> None:
    """Return an agenda from consultation to draft."""
    agenda.status = LIFE.after(agenda.status, "return")


def propose(agenda: Agenda, officer: Principal, at: datetime, today: date) -> AgendaProposed:
    """Put the agenda before its deciding body; refused with the parts that are missing."""
    status = LIFE.after(agenda.status, "propose")
    closes_on = agenda.consultation_closes_on
    CONSULTED.require(closes_on is not None and closes_on < today, closes_on=closes_on)
    missing = [name for name in ("economic", "spatial") if getattr(agenda, f"{name}_chapter") is None]
    CHAPTERS.require(not missing, missing=missing)
    absent = [part.value for part in Helix if part not in agenda.helix]
    WHOLE_HELIX.require(not absent, missing=absent)

    agenda.status = status
    agenda.proposed_by = officer.subject
    agenda.proposed_at = at
    return AgendaProposed(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        starts_on=agenda.starts_on,
        ends_on=agenda.ends_on,
        proposed_at=at,
    )


def reject(agenda: Agenda) -> None:
    """Send a proposed agenda back to draft; the reason is on the audit trail."""
    agenda.status = LIFE.after(agenda.status, "reject")


def adopt(
    agenda: Agenda, others: list[Agenda], deciding_body: str, officer: Principal, at: datetime
) -> AgendaAdopted:
    """Adopt (vaststellen) a proposed agenda by a named body; `others` are the region's adopted agendas."""
    status = LIFE.after(agenda.status, "adopt")
    FOUR_EYES.require_another(officer, agenda.proposed_by)
    overlapping = [o.title for o in others if o.starts_on <= agenda.ends_on and agenda.starts_on <= o.ends_on]
    ONE_AT_A_TIME.require(not overlapping, overlapping=overlapping)

    agenda.status = status
    agenda.adopted_by = officer.subject
    agenda.adopted_at = at
    agenda.deciding_body = deciding_body
    return AgendaAdopted(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        starts_on=agenda.starts_on,
        ends_on=agenda.ends_on,
        deciding_body=deciding_body,
        adopted_at=at,
    )
