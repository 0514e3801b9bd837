"""Selections of agendas, their partners, and what depends on them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.agendas.agendas.models import Agenda, Partner, PartnerStatus, Status
from shared.store.periods import entered_by_now

AT_ONCE = 100


def acting_on(policy_domain: str | None) -> ColumnElement[bool]:
    """Agendas with an action in a policy domain; all of them for None (A5)."""
    return true() if policy_domain is None else Agenda.actions.contains([{"policy_domain": policy_domain}])


def on_day(day: date | None) -> ColumnElement[bool]:
    """Agendas whose period holds a day; all of them for None."""
    return true() if day is None else (Agenda.starts_on <= day) & (Agenda.ends_on >= day)


def partners_of(agenda_id: UUID) -> Select[Partner]:
    """Every partner that stands or stood behind an agenda."""
    return select(Partner).where(Partner.agenda_id == agenda_id)


def active_partners_of(agenda_id: UUID) -> Select[Partner]:
    """The partners that stand behind an agenda, in the order in which they were recorded."""
    return partners_of(agenda_id).where(Partner.status == PartnerStatus.ACTIVE).order_by(Partner.id)


def adopted_beside(agenda: Agenda) -> Select[Agenda]:
    """The other adopted agendas of its region."""
    others = select(Agenda).where(Agenda.id != agenda.id)
    return others.filter_by(region_code=agenda.region_code, status=Status.ADOPTED)


def expired(today: date) -> Select[Agenda]:
    """Adopted agendas whose period is over, once their adoption was entered here (0015)."""
    over = (Agenda.status == Status.ADOPTED) & (Agenda.ends_on < today)
    entered = entered_by_now(Agenda.adopted_on_record, Agenda.ends_on, today)
    return select(Agenda).where(over, entered).order_by(Agenda.ends_on).limit(AT_ONCE)
