"""Reference data over HTTP: regions, clusters, thresholds, with their sources."""

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import Field

from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.reference import catalogue
from shared.web.auth import anybody
from shared.web.caching import kept_for
from shared.web.problems import problems
from shared.web.router import Router
from shared.web.schema import Composed, Filter, Line, Wire


class ReferenceSets(Wire):
    items: list[str]


class ReferenceRows(Wire):
    """The rows of one set, with the values of its source; null means no certain value, never 0."""

    items: list[Composed[str | None]]


class ReferenceQuery(Filter):
    key: Annotated[Line | None, Field(description="Only the row with this key (the set's first column).")] = (
        None
    )


HOUR = 3600
router = Router("reference-data")


@router.get("", response_model=ReferenceSets, dependencies=[kept_for(HOUR)])
async def list_reference_sets(_: Principal = anybody("agenda:read")) -> dict[str, Any]:
    """The names of the reference sets."""
    return {"items": [file.replace("_", "-") for file in catalogue.sets()]}


@router.get(
    "/{name}",
    response_model=ReferenceRows,
    dependencies=[kept_for(HOUR)],
    responses=problems(NOT_FOUND),
)
async def list_reference_rows(
    name: Annotated[Line, Path(examples=["provinces"])],
    query: Annotated[ReferenceQuery, Query()],
    _: Principal = anybody("agenda:read"),
) -> dict[str, Any]:
    """The rows of one reference set: topsectors (B14), hotspots (B15), ROMs (B23), labour market (B29)."""
    file = name.replace("-", "_")
    NOT_FOUND.require(file in catalogue.sets(), resource="reference set")
    rows = catalogue.rows(file)
    return {"items": [dict(row) for row in rows if query.key in (None, next(iter(row.values())))]}
