"""What the agenda service tells of imports of observations."""

from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import OBSERVATION_IMPORT
from shared.kernel.events import Event


class ObservationsImported(AgendaEvent):
    """All observations of a file were stored at once (A10, B5); read them with the codes.

    One fact for the whole file: no `indicator-updated` is told of each. `codes` are at most 200 of the
    indicators, in alphabetical order.
    """

    fact = "observations-imported"
    aggregate = "import_id"

    import_id: UUID
    codes: list[str]
    new_count: int
    revised_count: int
    unchanged_count: int


EVENTS: list[type[Event]] = [ObservationsImported]
EXAMPLES: list[Event] = [
    ObservationsImported(
        import_id=OBSERVATION_IMPORT,
        codes=["GROSS_REGIONAL_PRODUCT"],
        new_count=342,
        revised_count=12,
        unchanged_count=0,
    )
]
