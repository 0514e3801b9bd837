"""The reference data that the agenda service ships with, loaded when its schema is migrated."""

from datetime import date
from importlib import resources
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.agenda.places.reference_versions import past, queries, rules

# what is shipped was there for all business that is entered; later sets are dated
FIRST_DAY = date(1900, 1, 1)
SHIPPED = "shipped with the suite; sources in shared/reference/README.md"


async def fill(connection: AsyncConnection) -> None:
    """Load the shipped set into an empty schema; one that was loaded before stays the older version.

    What is known of the past of municipalities is entered each time, where it was not.
    """
    if not await connection.scalar(select(func.to_regclass("reference_version"))):
        return  # the migration that makes its tables is being written
    number, _, _ = await queries.newest(connection)
    if number == 0:
        await load(connection, _shipped(), source=SHIPPED, valid_from=FIRST_DAY, loaded_on=FIRST_DAY)
    await queries.date_back(connection, past.municipalities(), FIRST_DAY)


async def load(
    connection: AsyncConnection, files: dict[str, bytes], *, source: str, valid_from: date, loaded_on: date
) -> tuple[int, list[rules.Change] | None]:
    """Load a set as the next version; None for the same set again. Damaged when it cannot be.

    One at a time: whoever loads meanwhile waits for the commit, a migration too.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("migrate-agenda"))))
    digest = rules.digest(files)
    number, last, since = await queries.newest(connection)
    if digest == last:
        return number, None
    rules.require_later(valid_from, since)
    changes = await queries.replace(
        connection,
        number + 1,
        rules.snapshot(files),
        source=source,
        digest=digest,
        valid_from=valid_from,
        loaded_on=loaded_on,
    )
    return number + 1, changes


def read(folder: Path) -> dict[str, bytes]:
    """The files of a set in a folder; one that is missing is told when the set is loaded."""
    return {name: path.read_bytes() for name in rules.COLUMNS if (path := folder / f"{name}.csv").is_file()}


def _shipped() -> dict[str, bytes]:
    folder = resources.files("shared.reference")
    return {name: folder.joinpath(f"{name}.csv").read_bytes() for name in rules.COLUMNS}
