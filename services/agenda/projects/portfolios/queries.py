"""How many projects there are, and what money, by what they are about."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, cast, func, select, true

from services.agenda.projects.projects.models import Project
from services.agenda.projects.projects.queries import approved_in


def portfolios(year: int | None) -> dict[str, Select[Any]]:
    """A selection for each table of the portfolio; a project that names none of a list is counted there too.

    A project with two topsectors stands in the rows of both, and once in the total and in its region.
    """
    of_year = approved_in(year)
    topsectors = func.unnest(Project.topsectors).table_valued("code").render_derived()
    themes = func.unnest(Project.themes).table_valued("code").render_derived()
    return {
        "total": select(*_sums()).where(of_year),
        "regions": _by(of_year, region_code=Project.region_code),
        "topsectors": _by(of_year, topsectors, topsector=topsectors.c.code, region_code=Project.region_code),
        "themes": _by(of_year, themes, theme=themes.c.code),
        "policy_lines": _by(of_year, policy_line=Project.policy_line),
        "categories": _by(of_year, category=Project.category),
    }


def _sums() -> list[ColumnElement[Any]]:
    def total(cents: Any) -> ColumnElement[int]:
        return cast(func.coalesce(func.sum(cents), 0), BigInteger)

    return [
        func.count(Project.id).label("projects"),
        total(Project.total_cost_cents).label("total_cost_cents"),
        total(Project.awarded_cents).label("awarded_cents"),
    ]


def _by(where: ColumnElement[bool], named: FromClause | None = None, **keys: Any) -> Select[Any]:
    """The sums by these keys; `named` is a list to join, of which an empty one leaves its project a row."""
    whole: FromClause = Project.__table__
    rows = whole if named is None else whole.outerjoin(named, true())
    columns = [key.label(name) for name, key in keys.items()]
    found = select(*columns, *_sums()).select_from(rows).where(where)
    return found.group_by(*keys.values()).order_by(*keys.values())
