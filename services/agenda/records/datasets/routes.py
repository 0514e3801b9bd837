"""Open data over HTTP: a DCAT catalogue, and every published record as CSV or JSON."""

from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import JSONResponse

from services.agenda.records.datasets import dcat, queries
from shared.kernel.names import camel
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import anybody
from shared.web.caching import kept_for
from shared.web.exports import CsvResponse, JsonRowsResponse, csv_lines, json_rows
from shared.web.problems import problems
from shared.web.router import Router
from shared.web.schema import NAMES_OUTSIDE, Line

router = Router("datasets")

FRESH_ENOUGH = kept_for(300)
Name = Annotated[Line, Path(examples=["agenda"])]
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The rows as CSV."}
}
ROWS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"schema": {"type": "array", "items": {"type": "object", **NAMES_OUTSIDE}}}
        },
        "description": "The rows as one array.",
    }
}


class LinkedData(JSONResponse):
    """JSON-LD."""

    media_type = "application/ld+json"


@router.get(
    "",
    response_class=LinkedData,
    dependencies=[FRESH_ENOUGH],
    responses={200: {"content": {"application/ld+json": {"schema": {"type": "object"}}}}},
)
async def describe_datasets(request: Request, _: Principal = anybody("agenda:read")) -> LinkedData:
    """The catalogue of open data (DCAT), with licence and distributions (B18)."""
    home = request.app.state.settings.public_url
    return LinkedData(dcat.catalogue(f"{home}{request.url.path}", home, queries.published()))


@router.get(
    "/{name}/csv",
    response_class=CsvResponse,
    dependencies=[FRESH_ENOUGH],
    responses={**CSV, **problems(NOT_FOUND)},
)
async def download_dataset(
    request: Request, name: Name, _: Principal = anybody("agenda:read")
) -> CsvResponse:
    """Every published record of a kind as CSV, streamed in the order of their making (B18).

    Columns are named as in the JSON. One of several texts has `|` between them; composed values are in the
    JSON only.
    """
    entity = NOT_FOUND.present(queries.published().get(name), resource="dataset")
    columns = queries.cells_of(entity)
    names = [camel(column.name) for column in columns]
    lines = csv_lines(request.app.state.sessions, queries.rows(entity, columns), names)
    return CsvResponse(lines, headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})


@router.get(
    "/{name}/rows",
    response_class=JsonRowsResponse,
    dependencies=[FRESH_ENOUGH],
    responses={**ROWS, **problems(NOT_FOUND)},
)
async def read_dataset(
    request: Request, name: Name, _: Principal = anybody("agenda:read")
) -> JsonRowsResponse:
    """Every published record of a kind as JSON, streamed in the order of their making (B18)."""
    entity = NOT_FOUND.present(queries.published().get(name), resource="dataset")
    columns = queries.columns_of(entity)
    names = [camel(column.name) for column in columns]
    return JsonRowsResponse(json_rows(request.app.state.sessions, queries.rows(entity, columns), names))
