"""The agenda service's worker: which events it reacts to."""

from shared.bus.inbox import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
TIMERS = ()
