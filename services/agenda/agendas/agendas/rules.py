"""When an agenda may be consulted on, proposed and adopted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.agenda.agendas.agendas import goals
from services.agenda.agendas.agendas.models import Agenda, Helix, Partner, Status
from shared.contracts.agenda.agendas import (
    AgendaAdopted,
    AgendaConsultationOpened,
    AgendaProposed,
    PartnerJoined,
)
from shared.kernel.calendar import end_of_term
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.periods import overlap
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "agenda",
    Status.DRAFT,
    {
        (Status.DRAFT, "revise"): Status.DRAFT,
        (Status.DRAFT, "join"): Status.DRAFT,
        (Status.DRAFT, "submit_for_consultation"): Status.CONSULTATION,
        (Status.CONSULTATION, "join"): Status.CONSULTATION,
        (Status.CONSULTATION, "react"): Status.CONSULTATION,
        (Status.CONSULTATION, "answer"): Status.CONSULTATION,
        (Status.CONSULTATION, "return"): Status.DRAFT,
        (Status.CONSULTATION, "propose"): Status.PROPOSED,
        (Status.PROPOSED, "reject"): Status.DRAFT,
        (Status.PROPOSED, "adopt"): Status.ADOPTED,
        (Status.ADOPTED, "join"): Status.ADOPTED,
        (Status.ADOPTED, "amend"): Status.ADOPTED,
        (Status.ADOPTED, "expire"): Status.CLOSED,
        (Status.ADOPTED, "withdraw"): Status.WITHDRAWN,
        (Status.CLOSED, "evaluate"): Status.EVALUATED,
    },
    source="domain.md 3.1; A8-A24",
)
PERIOD = Rule(
    "agenda.period",
    "An agenda ends after it starts.",
    source="A8",
    mend="Correct startsOn or endsOn.",
    refusal="The agenda would end before it starts",
)
URGENCY = Rule(
    "agenda.urgency-analysed",
    "An agenda that is consulted on explains what makes it urgent.",
    source="A1, domain.md 3.1",
    mend="Add at least one urgency driver.",
    refusal="The agenda does not explain what makes it urgent",
)
GOALS = Rule(
    "agenda.goals-measurable",
    "An agenda that is consulted on has a goal with a baseline (nulmeting) and a target.",
    source="A2, domain.md 3.1",
    mend="Add at least one goal.",
    refusal="The agenda has no goal with a baseline and a target",
)
CONSULTED = Rule(
    "agenda.consulted",
    "An agenda is proposed after its consultation term has passed.",
    source="domain.md 3.1",
    mend="Wait until the day after closesOn.",
    refusal="The consultation on the agenda is not over yet",
)
CHAPTERS = Rule(
    "agenda.both-chapters",
    "Every agenda holds an economic and a spatial chapter.",
    source="A23",
    mend="Return the agenda to draft and write the missing chapter.",
    refusal="The agenda lacks its economic or its spatial chapter",
)
WHOLE_HELIX = Rule(
    "agenda.whole-helix",
    "Government, business and knowledge institutions all stand behind an agenda.",
    source="A8, domain.md 3.1",
    mend="Have a partner of each missing part join.",
    refusal="Government, business or knowledge does not stand behind the agenda yet",
    audited=True,
)
ONE_AT_A_TIME = Rule(
    "agenda.one-at-a-time",
    "The periods of a region's adopted agendas do not overlap.",
    source="domain.md 3.1",
    mend="Correct the period, or close the other agenda first.",
    refusal="The region has another adopted agenda in this period",
)
TERM = Rule(
    "agenda.consultation-term",
    "A consultation lasts at least the term that is in force on the day it is opened.",
    source="domain.md 3.1; Awb 3:16",
    mend="Close it no earlier than the day that the answer names.",
    refusal="The consultation would be shorter than the term in force",
)
ANSWERED = Rule(
    "agenda.reactions-answered",
    "An agenda is proposed when every reaction (zienswijze) to it was answered.",
    source="domain.md 3.1",
    mend="Answer the reactions that are open.",
    refusal="A view on the agenda has not been answered yet",
)
REQUIRED = Rule(
    "agenda.required-body",
    "A decision on an agenda is one of a body that must take it, and each takes it once.",
    source="A8, B10",
    mend="Name one of the bodies that have not decided yet.",
    refusal="This body need not decide on the agenda, or did so before",
)
NOT_OVER = Rule(
    "agenda.over",
    "An agenda is closed after its last day.",
    source="domain.md 3.1",
    mend="Wait until the period has ended, or withdraw the agenda with its reason.",
    refusal="The last day of the agenda has not passed",
)
NO_RUNNING_AWARDS = Rule(
    "agenda.no-running-awards",
    "An agenda is not withdrawn while awarded projects depend on it.",
    source="domain.md 3.1",
    mend="Wait until the projects that the answer counts were evaluated and closed.",
    refusal="Awarded projects still depend on the agenda",
)
PARTNER_ONCE = Rule(
    "partner.once",
    "An organisation joins an agenda by now, and stands behind it once at a time.",
    source="A9",
    mend="Give the day on which it joined, or look it up among the partners.",
    refusal="The organisation stands behind the agenda already, or would join in the future",
)
THEMES = Rule(
    "agenda.known-theme",
    "A theme is one that the programme knows on that day; the list is open.",
    source="B9",
    mend="Choose among the themes named in the answer.",
    refusal="This is no theme of an agenda on that day",
)
FOUR_EYES = FourEyes(
    "agenda.four-eyes",
    "Whoever wrote on an agenda or proposed it may neither adopt nor reject it.",
    source="domain.md 3; B10",
    mend="Have another person of the deciding body decide.",
    refusal="You wrote on this agenda or proposed it",
)
PROPOSE = (LIFE.rule, CONSULTED, ANSWERED, CHAPTERS, WHOLE_HELIX)
ADOPT = (LIFE.rule, FOUR_EYES, REQUIRED, WHOLE_HELIX, ONE_AT_A_TIME)
TERMS, THEMES_KNOWN = "agenda-terms", "themes"


def draft(agenda: Agenda, themes: Regime) -> Agenda:
    """Check a new or revised draft and work its goals and budget out (A2, A8, B9)."""
    PERIOD.require(agenda.starts_on < agenda.ends_on)
    known = themes.codes("themes")
    THEMES.require(set(agenda.themes) <= set(known), themes=known)
    agenda.required_bodies = list(dict.fromkeys(agenda.required_bodies))
    agenda.goals = [goals.measured(goal) for goal in agenda.goals]
    agenda.budget_cents = sum(action.get("budget_cents") or 0 for action in agenda.actions)
    return agenda


def revise(agenda: Agenda, content: dict[str, object], themes: Regime, author: Principal) -> None:
    """Replace the content of a draft; whoever did so is one of its authors."""
    LIFE.after(agenda.status, "revise")
    for name, value in content.items():
        setattr(agenda, name, value)
    draft(agenda, themes)
    agenda.drafted_by = with_author(agenda.drafted_by, author)


def join(agenda: Agenda, partner: Partner, active: Sequence[Partner], today: date) -> PartnerJoined:
    """Have an organisation stand behind the agenda (A9), beside the `active` partners."""
    status = LIFE.after(agenda.status, "join")
    known = partner.kvk_number in {other.kvk_number for other in active}
    PARTNER_ONCE.require(partner.joined_on <= today and not known, known=known)
    agenda.status = status
    agenda.helix = sorted({*agenda.helix, partner.helix})
    return PartnerJoined(
        agenda_id=agenda.id,
        partner_id=partner.id,
        name=partner.name,
        kvk_number=partner.kvk_number,
        helix=partner.helix,
        joined_on=partner.joined_on,
    )


def consult(agenda: Agenda, closes_on: date, today: date, terms: Regime) -> AgendaConsultationOpened:
    """Open the consultation (consultatie) until and including a day (A1)."""
    status = LIFE.after(agenda.status, "submit_for_consultation")
    URGENCY.require(bool(agenda.urgency))
    GOALS.require(bool(agenda.goals))
    earliest = end_of_term(today, weeks=terms.whole("consultation_weeks"))
    TERM.require(earliest <= closes_on, earliest=earliest)
    agenda.status = status
    agenda.consultation_closes_on = closes_on
    return AgendaConsultationOpened(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        drivers=[driver["driver"] for driver in agenda.urgency],
        closes_on=closes_on,
    )


def require_whole_helix(agenda: Agenda) -> None:
    """Refuse while a part of the triple helix does not stand behind the agenda (A8)."""
    absent = [part.value for part in Helix if part not in agenda.helix]
    WHOLE_HELIX.require(not absent, missing=absent)


def require_both_chapters(economic: str | None, spatial: str | None) -> None:
    """Refuse while a chapter is not written (A23)."""
    missing = [name for name, text in (("economic", economic), ("spatial", spatial)) if text is None]
    CHAPTERS.require(not missing, missing=missing)


def require_free_period(first: date, last: date, others: Sequence[Agenda]) -> None:
    """Refuse a period that shares a day with one of the other adopted agendas of the region."""
    overlapping = [other.title for other in others if overlap(first, last, other.starts_on, other.ends_on)]
    ONE_AT_A_TIME.require(not overlapping, overlapping=overlapping)


def propose(agenda: Agenda, officer: Principal, when: Moment) -> AgendaProposed:
    """Put the agenda before its deciding body; refused with the parts that are missing."""
    status = LIFE.after(agenda.status, "propose")
    closes_on = agenda.consultation_closes_on
    CONSULTED.require(closes_on is not None and closes_on < when.today, closes_on=closes_on)
    ANSWERED.require(agenda.open_responses == 0, open=agenda.open_responses)
    require_both_chapters(agenda.economic_chapter, agenda.spatial_chapter)
    require_whole_helix(agenda)

    agenda.status = status
    agenda.proposed_by = officer.subject
    agenda.proposed_at = when.at
    return AgendaProposed(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        starts_on=agenda.starts_on,
        ends_on=agenda.ends_on,
        proposed_at=when.at,
    )


def decided(
    required: Sequence[str], decisions: list[dict[str, Any]], decision: dict[str, Any]
) -> tuple[list[dict[str, Any]], bool]:
    """The decisions with one more, and whether all bodies that must decide have done so now (B10)."""
    earlier = [taken["body"] for taken in decisions]
    waiting = [body for body in required if body not in earlier]
    REQUIRED.require(not required or decision["body"] in waiting, waiting=waiting)
    return [*decisions, decision], len(waiting) <= 1


def adopt(
    agenda: Agenda, others: list[Agenda], decision: dict[str, Any], officer: Principal, when: Moment
) -> list[AgendaAdopted]:
    """Adopt (vaststellen) a proposed agenda by a body, at last by the last; `others` are the adopted ones."""
    status = LIFE.after(agenda.status, "adopt")
    FOUR_EYES.require_another(officer, *agenda.drafted_by, agenda.proposed_by)
    require_whole_helix(agenda)
    decisions, complete = decided(agenda.required_bodies, agenda.decisions, decision)
    require_free_period(agenda.starts_on, agenda.ends_on, others)

    agenda.decisions = decisions
    if not complete:
        return []
    agenda.status = status
    agenda.adopted_by = officer.subject
    agenda.adopted_at = when.at
    agenda.adopted_on_record = when.recorded_on
    agenda.deciding_body = decision["body"]
    agenda.edition = 1
    told = AgendaAdopted(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        starts_on=agenda.starts_on,
        ends_on=agenda.ends_on,
        deciding_body=decision["body"],
        adopted_at=when.at,
    )
    return [told]
