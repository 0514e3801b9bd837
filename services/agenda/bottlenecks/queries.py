"""Conditions on issues that are more than a column's value."""

from sqlalchemy import ColumnElement, true

from services.agenda.bottlenecks.models import Bottleneck


def about(region_code: str | None) -> ColumnElement[bool]:
    """Issues of a region, among others; all of them for None."""
    return true() if region_code is None else Bottleneck.region_codes.contains([region_code])
