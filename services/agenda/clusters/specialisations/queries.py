"""Selections of strategies, and of the projects whose budget they are measured by."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select, true

from services.agenda.clusters.specialisations.models import HELD, InnovationStrategy
from services.agenda.indicators.indicators.areas import regions_within
from services.agenda.projects.projects.models import Project
from services.agenda.projects.projects.queries import approved_in
from shared.reference import catalogue
from shared.store.periods import holds_on


def matching(region_code: str | None, day: date | None) -> ColumnElement[bool]:
    """Strategies for a region or a larger area, holding on a day; all of them for None."""
    fits: list[ColumnElement[bool]] = [true()]
    if region_code is not None:
        fits.append(InnovationStrategy.region_codes.overlap(catalogue.areas_of(region_code)))
    if day is not None:
        fits.append(holds_on(InnovationStrategy.valid_from, InnovationStrategy.valid_until, day))
    return and_(*fits)


def held_in(region_code: str) -> Select[InnovationStrategy]:
    """Strategies that were ever adopted for a region, for an area it lies in or for a part of it."""
    areas = [*catalogue.areas_of(region_code), *regions_within(region_code)]
    named = InnovationStrategy.region_codes.overlap(areas)
    return select(InnovationStrategy).where(InnovationStrategy.status.in_(HELD), named)


def approved_within(region_code: str, year: int) -> Select[Project]:
    """Projects of a region and its parts that were approved in a year."""
    regions = [region_code, *regions_within(region_code)]
    return select(Project).where(Project.region_code.in_(regions), approved_in(year))
