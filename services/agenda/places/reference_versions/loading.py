"""Loads a newer set of reference data into the agenda service: `python -m services load-reference FOLDER`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from services.agenda.migrations import data
from services.agenda.places.reference_versions.rules import Damaged
from shared.kernel.calendar import legal_date
from shared.settings import Settings
from shared.store.engine import connect


async def run(folder: Path, source: str, valid_from: date, say: Callable[[str], None]) -> int:
    """Load the set in one transaction and say what changed; 1 and every problem when it is damaged."""
    engine = connect("agenda", Settings())
    try:
        async with engine.begin() as connection:
            number, changes = await data.load(
                connection,
                data.read(folder),
                source=source,
                valid_from=valid_from,
                loaded_on=legal_date((await connection.execute(select(func.now()))).scalar_one()),
            )
    except Damaged as damaged:
        for problem in damaged.problems:
            say(f"{problem.file}, line {problem.line}: {problem.fault}")
        say(f"{len(damaged.problems)} problem(s); nothing was loaded.")
        return 1
    finally:
        await engine.dispose()
    if changes is None:
        say(f"Nothing changed; version {number} stays.")
        return 0
    for change in changes:
        say(f"{change.what} {change.code}: {change.detail}")
    say(f"Version {number}: {len(changes)} change(s).")
    return 0
