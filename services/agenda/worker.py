"""The agenda service's worker: which events it reacts to."""

from services.agenda.documents.reactions import lapse_announcements
from shared.bus.inbox import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
TIMERS = (lapse_announcements,)
