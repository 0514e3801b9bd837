"""What each service says when a backup made it forget what others heard of it."""

from datetime import datetime
from uuid import UUID

from shared.kernel.events import Event, outbound_topic


class FactWithdrawn(Event):
    """A fact that was published does not hold any more: its service was restored to a moment before it.

    It is sent wherever the fact was sent. What followed from messages is told again under a new id once they
    are read again; what a person did holds again when that person does it again.
    """

    fact = "fact-withdrawn"
    aggregate = "subject_id"

    subject_id: UUID
    fact_id: UUID
    fact_type: str
    rom_code: str | None
    withdrawn_at: datetime

    def topics(self) -> tuple[str, ...]:
        """The service's topic, and that of the ROM that heard the fact."""
        return (*super().topics(), *([outbound_topic(self.rom_code)] if self.rom_code else []))


class AgendaFactWithdrawn(FactWithdrawn):
    """A fact of the agenda service was lost with its database and does not hold any more."""

    service = "agenda"


class FundingFactWithdrawn(FactWithdrawn):
    """A fact of the funding service was lost with its database and does not hold any more."""

    service = "funding"


class LoansFactWithdrawn(FactWithdrawn):
    """A fact of the loans service was lost with its database and does not hold any more."""

    service = "loans"
    to_rom = True


OF_SERVICE = {kind.service: kind for kind in (AgendaFactWithdrawn, FundingFactWithdrawn, LoansFactWithdrawn)}
