"""A POST that only computes: its transaction is read-only, so that the database itself refuses to store."""

from fastapi import Depends
from sqlalchemy import text

from shared.web.router import Transaction

READ_ONLY = text("set transaction read only")


async def _store_nothing(tx: Transaction) -> None:
    await tx.session.execute(READ_ONLY)


calculated = Depends(_store_nothing)
