"""Selections of regions and memberships."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.places.regions.models import Kind, Membership, Region
from shared.kernel.principal import Tenant
from shared.store.periods import holds_on
from shared.store.words import asked, found_by


def with_codes(codes: Sequence[str]) -> Select[Region]:
    """Regions with one of these codes."""
    return select(Region).where(Region.code.in_(codes))


def on_day(day: date | None) -> ColumnElement[bool]:
    """Memberships that hold on a day; all of them for None."""
    return true() if day is None else holds_on(Membership.valid_from, Membership.valid_until, day)


def there_on(day: date | None) -> ColumnElement[bool]:
    """Regions that are there on a day; all of them for None."""
    return true() if day is None else holds_on(Region.valid_from, Region.valid_until, day)


def within(code: str | None, day: date) -> ColumnElement[bool]:
    """Regions that are members of a region on a day; all of them for None."""
    if code is None:
        return true()
    members = select(Membership.member_code).where(Membership.region_code == code, on_day(day))
    return Region.code.in_(members)


def named(words: str | None, reader: Tenant) -> ColumnElement[bool]:
    """Regions whose name has these words; all of them for None."""
    return true() if words is None else found_by(Region, asked(words, reader))


def above(code: str, day: date) -> Select[Membership]:
    """What a region belongs to on a day, its urban regions left out."""
    tree = (Membership.member_code == code) & (Membership.kind != Kind.URBAN_REGION)
    return select(Membership).where(tree, on_day(day))


def members_of(code: str) -> Select[Membership]:
    """Every membership of a region, past ones too."""
    return select(Membership).where(Membership.region_code == code)


def municipalities_of(code: str, day: date) -> Select[Membership]:
    """The municipalities of a region on a day."""
    of = (Membership.region_code == code) & (Membership.member_kind == Kind.MUNICIPALITY)
    return select(Membership).where(of, on_day(day))
