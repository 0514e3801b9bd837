"""Selections of MIRT items."""

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.mirt_items.models import MirtItem


def with_code(code: str) -> Select[MirtItem]:
    """Items with a code."""
    return select(MirtItem).where(MirtItem.code == code)


def lying_in(region_code: str | None) -> ColumnElement[bool]:
    """Items that lie in a region, among others; all of them for None."""
    return true() if region_code is None else MirtItem.region_codes.contains([region_code])
