"""When something is done: the time that it is judged by, and the time at which it is recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.kernel.calendar import legal_date


@dataclass(frozen=True)
class Moment:
    """When an act takes place (`at`), and when it is really recorded; they differ for back-dated work."""

    at: datetime
    recorded_at: datetime

    @property
    def today(self) -> date:
        """The legal date of the act (Europe/Amsterdam)."""
        return legal_date(self.at)

    @property
    def recorded_on(self) -> date:
        """The legal date on which it is really recorded, whatever business time it is judged by."""
        return legal_date(self.recorded_at)
