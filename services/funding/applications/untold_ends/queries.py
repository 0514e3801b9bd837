"""What ended, we know when, before its end was published, found by what the audit trail does not hold."""

from typing import TypeVar

from sqlalchemy import ColumnElement, Select, Text, cast, exists, select

from services.funding.applications.applications import models as applications
from services.funding.applications.applications.models import Application
from services.funding.cofunding.pledges import models as pledges
from services.funding.cofunding.pledges.models import Pledge
from shared.contracts.funding.applications import ApplicationRefused, ApplicationWithdrawn
from shared.contracts.funding.cofunding import PledgeWithdrawn
from shared.kernel.events import Event
from shared.store.entity import Entity
from shared.store.tables import AUDIT

AT_ONCE = 500
E = TypeVar("E", bound=Entity)


def refused() -> Select[Application]:
    """Applications that were refused, of which nobody was told."""
    known = Application.refusal_ground.is_not(None) & Application.decided_at.is_not(None)
    ended = (Application.status == applications.Status.REFUSED) & known
    return _untold(Application, ApplicationRefused, ended)


def withdrawn() -> Select[Application]:
    """Applications that were withdrawn, of which nobody was told."""
    ended = (Application.status == applications.Status.WITHDRAWN) & Application.withdrawn_at.is_not(None)
    return _untold(Application, ApplicationWithdrawn, ended)


def pledges_withdrawn() -> Select[Pledge]:
    """Firm pledges that were withdrawn, of which nobody was told; an intended one was never told of."""
    known = Pledge.confirmed_at.is_not(None) & Pledge.withdrawn_at.is_not(None)
    ended = (Pledge.status == pledges.Status.WITHDRAWN) & known
    return _untold(Pledge, PledgeWithdrawn, ended)


def _untold(entity: type[E], fact: type[Event], ended: ColumnElement[bool]) -> Select[E]:
    told = exists().where(AUDIT.c.subject == cast(entity.id, Text), AUDIT.c.action == fact.type())
    return select(entity).where(ended, ~told).order_by(entity.id).limit(AT_ONCE)
