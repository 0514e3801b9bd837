"""How an adopted agenda gets its next version, while the one before holds until then."""

from datetime import date, datetime
from typing import Any

from services.agenda.agendas.agendas import rules as agendas
from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.amendments.models import Amendment, Status
from services.agenda.agendas.versions import rules as versions
from shared.contracts.agenda.agendas import AgendaAmended
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "amendment",
    Status.DRAFT,
    {
        (Status.DRAFT, "revise"): Status.DRAFT,
        (Status.DRAFT, "propose"): Status.PROPOSED,
        (Status.PROPOSED, "adopt"): Status.ADOPTED,
        (Status.PROPOSED, "reject"): Status.REJECTED,
        (Status.DRAFT, "reject"): Status.REJECTED,
    },
    source="domain.md 3.1; A8",
)
ONE_AT_A_TIME = Rule(
    "amendment.one-at-a-time",
    "An agenda has one amendment under way at a time.",
    source="domain.md 3.1",
    mend="Adopt or reject the amendment that the answer names first.",
    refusal="Another amendment of the agenda is under way",
)
FOUR_EYES = FourEyes(
    "amendment.four-eyes",
    "Whoever wrote on an amendment or proposed it may neither adopt nor reject it.",
    source="domain.md 3; B10",
    mend="Have another person of the deciding body decide.",
    refusal="You wrote on this amendment or proposed it",
)
DRAFT = (agendas.LIFE.rule, ONE_AT_A_TIME, agendas.PERIOD, agendas.THEMES)
REVISE = (LIFE.rule, agendas.LIFE.rule)
PROPOSE = (*REVISE, agendas.URGENCY, agendas.GOALS, agendas.CHAPTERS, agendas.WHOLE_HELIX)
ADOPT = (*REVISE, FOUR_EYES, agendas.REQUIRED, agendas.WHOLE_HELIX, agendas.ONE_AT_A_TIME)


def draft(
    agenda: Agenda, reason: str, content: dict[str, Any], under_way: list[Amendment], themes: Regime
) -> Amendment:
    """Draft the next version of an adopted agenda (A8)."""
    agendas.LIFE.after(agenda.status, "amend")
    ONE_AT_A_TIME.require(not under_way, amendments=[str(other.id) for other in under_way])
    checked = _checked(agenda, content, themes)
    return Amendment(owner=agenda.owner, agenda_id=agenda.id, reason=reason, content=checked)


def revise(
    amendment: Amendment, agenda: Agenda, content: dict[str, Any], themes: Regime, author: Principal
) -> None:
    """Replace the content of an amendment that was not proposed yet."""
    LIFE.after(amendment.status, "revise")
    agendas.LIFE.after(agenda.status, "amend")
    amendment.content = _checked(agenda, content, themes)
    amendment.drafted_by = with_author(amendment.drafted_by, author)


def propose(amendment: Amendment, agenda: Agenda, officer: Principal, today: date) -> None:
    """Put an amendment before the bodies that adopt it, under the same guards as an agenda (A8, A23)."""
    status = LIFE.after(amendment.status, "propose")
    agendas.LIFE.after(agenda.status, "amend")
    held = amendment.content
    agendas.URGENCY.require(bool(held["urgency"]))
    agendas.GOALS.require(bool(held["goals"]))
    agendas.require_both_chapters(held["economic_chapter"], held["spatial_chapter"])
    agendas.require_whole_helix(agenda)
    amendment.status = status
    amendment.proposed_by = officer.subject
    amendment.proposed_on = today


def adopt(
    amendment: Amendment,
    agenda: Agenda,
    others: list[Agenda],
    decision: dict[str, Any],
    officer: Principal,
    at: datetime,
) -> list[AgendaAmended]:
    """Adopt an amendment by a body: with the last that must decide, the agenda becomes its next version."""
    status = LIFE.after(amendment.status, "adopt")
    agendas.LIFE.after(agenda.status, "amend")
    FOUR_EYES.require_another(officer, *amendment.drafted_by, amendment.proposed_by)
    agendas.require_whole_helix(agenda)
    required = amendment.content["required_bodies"]
    decisions, complete = agendas.decided(required, amendment.decisions, decision)
    starts_on, ends_on = (date.fromisoformat(amendment.content[name]) for name in ("starts_on", "ends_on"))
    agendas.require_free_period(starts_on, ends_on, others)

    amendment.decisions = decisions
    if not complete:
        return []
    amendment.status = status
    amendment.adopted_at = at
    period = {"starts_on": starts_on, "ends_on": ends_on}
    return _become(amendment, agenda, period, decision["body"], at)


def _become(
    amendment: Amendment,
    agenda: Agenda,
    period: dict[str, date],
    deciding_body: str,
    at: datetime,
) -> list[AgendaAmended]:
    for name, value in {**amendment.content, **period}.items():
        setattr(agenda, name, value)
    agenda.decisions = amendment.decisions
    agenda.deciding_body = deciding_body
    agenda.edition += 1
    told = AgendaAmended(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        edition=agenda.edition,
        deciding_body=deciding_body,
        adopted_at=at,
    )
    return [told]


def reject(amendment: Amendment, officer: Principal) -> None:
    """Reject an amendment, or give it up before it was proposed; the agenda stays as it is."""
    status = LIFE.after(amendment.status, "reject")
    decides = amendment.status is Status.PROPOSED  # a draft may be given up by whoever wrote it
    FOUR_EYES.require_another(officer, *(amendment.drafted_by if decides else ()), amendment.proposed_by)
    amendment.status = status


def _checked(agenda: Agenda, content: dict[str, Any], themes: Regime) -> dict[str, Any]:
    """The content as the agenda would hold it, checked as a draft is."""
    trial = Agenda(owner=agenda.owner, region_code=agenda.region_code, **content)
    return versions.content_of(agendas.draft(trial, themes))
