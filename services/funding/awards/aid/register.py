"""The recipients of an award with their rows locked, what aid they had, and the regimes of the day."""

from collections.abc import Iterable

from services.funding.applications.applications.models import Application
from services.funding.awards.aid.rules import GBER, TRANSPARENCY, Register
from services.funding.state_aid.state_aid import queries, register
from services.funding.state_aid.state_aid.models import AidEntry
from services.funding.state_aid.state_aid.rooms import dates_to_check
from shared.store.tx import Tx


async def of_recipients(kvk_numbers: Iterable[str], tx: Tx) -> Register:
    """Lock the recipients, after every other row that an award locks, and read what they had."""
    numbers = set(kvk_numbers)
    await register.locked(numbers, tx)
    entries = await tx.all(queries.entries_of(*numbers))
    return Register(
        entries,
        await register.regimes_on(dates_to_check(entries, tx.today), tx),
        (await tx.nearest_regimes(GBER, [tx.today]))[tx.today],
        (await tx.nearest_regimes(TRANSPARENCY, [tx.today]))[tx.today],
    )


async def standing_of(application: Application, tx: Tx) -> list[AidEntry]:
    """The aid of an award that stands, its undertakings locked after every other row that it locks."""
    await register.locked({part["kvk_number"] for part in application.recipients or []}, tx)
    return await tx.all(queries.granted_by(application.id))
