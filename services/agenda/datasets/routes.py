"""Open data over HTTP: a DCAT catalogue, and every published record as CSV or JSON."""

from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import JSONResponse
from pydantic.alias_generators import to_camel

from services.agenda.datasets import queries
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND
from shared.web.auth import anybody
from shared.web.caching import kept_for
from shared.web.exports import CsvResponse, JsonRowsResponse, csv_lines, json_rows
from shared.web.problems import problems
from shared.web.router import Router
from shared.web.schema import Line

router = Router("datasets")

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
CONTEXT = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}
FRESH_ENOUGH = kept_for(300)
Name = Annotated[Line, Path(examples=["agenda"])]
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The rows as CSV."}
}
ROWS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}},
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
    address = f"{request.app.state.settings.public_url}{request.url.path}"
    described = [_dataset(name, f"{address}/{name}", entity) for name, entity in queries.published().items()]
    return LinkedData(
        {"@context": CONTEXT, "@type": "dcat:Catalog", "@id": address, "dcat:dataset": described}
    )


def _dataset(name: str, address: str, entity: type[Any]) -> dict[str, Any]:
    kinds = (("csv", "text/csv"), ("rows", "application/json"))
    return {
        "@type": "dcat:Dataset",
        "@id": address,
        "dct:identifier": name,
        "dct:title": {"@language": "en", "@value": name.replace("-", " ")},
        "dct:description": {"@language": "en", "@value": (entity.__doc__ or name).strip().splitlines()[0]},
        "dct:publisher": "Groeikracht",
        "dct:license": {"@id": LICENCE},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": f"{address}/{ending}"},
                "dcat:mediaType": media_type,
                "dct:license": {"@id": LICENCE},
            }
            for ending, media_type in kinds
        ],
    }


@router.get(
    "/{name}/csv",
    response_class=CsvResponse,
    dependencies=[FRESH_ENOUGH],
    responses={**CSV, **problems(NOT_FOUND)},
)
async def download_dataset(
    request: Request, name: Name, _: Principal = anybody("agenda:read")
) -> CsvResponse:
    """Every published record of a kind as CSV, streamed in the order of their making (B18)."""
    entity = NOT_FOUND.present(queries.published().get(name), resource="dataset")
    names = [column.name for column in queries.columns_of(entity)]
    lines = csv_lines(request.app.state.sessions, queries.rows(entity), names)
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
    names = [to_camel(column.name) for column in queries.columns_of(entity)]
    return JsonRowsResponse(json_rows(request.app.state.sessions, queries.rows(entity), names))
