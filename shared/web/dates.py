"""Dates in the body of a request, with how far they may lie ahead of the day on which the act takes place."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from shared.kernel.calendar import years_after
from shared.kernel.names import camel
from shared.kernel.rules import Rule
from shared.web.bodies import said
from shared.web.schema import Date

IN_TIME = Rule(
    "date.in-time",
    "What happened is not dated after today, and what is to come within the years that its field says.",
    source="A9; domain.md 6",
    mend="Give a date up to the latest that the answer names.",
    refusal="A day lies in the future, or outside the years that its field takes",
)


@dataclass(frozen=True)
class Ahead:
    """How many years a date may lie after the day of the act; none for what happened."""

    years: int

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        limit = f"At most {self.years} years from today." if self.years else "Not after today."
        return {"description": limit, **handler(schema)}


PastDate = Annotated[Date, Ahead(0)]  # of what happened
SoonDate = Annotated[Date, Ahead(1)]  # of what happened, or was announced
PlannedDate = Annotated[Date, Ahead(30)]  # of what is to be done
PeriodDate = Annotated[Date, Ahead(100)]  # the first or the last day of a period


def require_in_time(body: BaseModel, today: date) -> None:
    """Refuse dates that cannot be; asked after the route's own rules, which say more."""
    for part, name, given in said(body):
        for limit in _limits(type(part)).get(name, ())[:1]:
            latest = years_after(today, limit.years)
            IN_TIME.require(given <= latest, field=camel(name), latest=latest)


@cache
def _limits(kind: type[BaseModel]) -> dict[str, list[Ahead]]:
    return {name: limits_of(field.annotation, field.metadata) for name, field in kind.model_fields.items()}


def is_dated(annotation: Any) -> bool:
    """Whether a body of this type has dates, however deep they lie."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.values()
        return any(limits_of(each.annotation, each.metadata) or is_dated(each.annotation) for each in fields)
    return any(is_dated(part) for part in get_args(annotation))


def limits_of(annotation: Any, metadata: Any = ()) -> list[Ahead]:
    """How far the dates of a type may lie ahead; nothing for what is no date."""
    own = [each for each in metadata if isinstance(each, Ahead)]
    parts = [limits_of(each, getattr(each, "__metadata__", ())) for each in get_args(annotation)]
    return own + [each for part in parts for each in part]
