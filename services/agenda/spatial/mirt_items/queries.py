"""Selections of MIRT items."""

from sqlalchemy import Select, select

from services.agenda.spatial.mirt_items.models import MirtItem


def with_code(code: str) -> Select[MirtItem]:
    """Items with a code."""
    return select(MirtItem).where(MirtItem.code == code)
