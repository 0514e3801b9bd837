"""The shapes of requests and answers, and the text and time types they are made of."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar, get_args
from uuid import UUID

from fastapi import Response
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    Strict,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from shared.kernel.capitals import InCapitals
from shared.kernel.flaws import KINDS, TEXT
from shared.kernel.names import camel, named_outside
from shared.kernel.sentences import Sentence
from shared.kernel.written import LINE_PATTERN, PROSE_PATTERN, line, prose
from shared.store.entity import Entity
from shared.store.withheld import shown
from shared.web.languages import spoken
from shared.web.schema_names import name_of

# the years 1900 to 2200: what lies outside is a slip of the pen
DATE_PATTERN = "^(19[0-9]{2}|2[01][0-9]{2}|2200)-[0-9]{2}-[0-9]{2}$"
INSTANT_PATTERN = (
    # small letters as RFC 3339 5.6 lets them be; 7 digits as .NET writes them
    DATE_PATTERN[:-1] + r"[Tt][0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
)
A_DATE = Sentence(
    "must be a date such as 2026-12-31, from 1900 to 2200",
    "moet een datum zijn zoals 2026-12-31, van 1900 tot en met 2200",
)
AN_INSTANT = Sentence(
    "must be an RFC 3339 instant such as 2026-12-31T09:00:00Z, from 1900 to 2200",
    "moet een tijdstip volgens RFC 3339 zijn zoals 2026-12-31T09:00:00Z, van 1900 tot en met 2200",
)


def _text_schema(pattern: str, most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": most, "pattern": pattern})


Line = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=200),
    BeforeValidator(line),
    _text_schema(LINE_PATTERN, 200),
]
Words = Annotated[Line, Field(description="Dutch words, as one types in a search box.")]
Prose = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=4000),
    BeforeValidator(prose),
    _text_schema(PROSE_PATTERN, 4000),
]


Code = Annotated[str, InCapitals("^[A-Z][A-Z0-9_]{1,39}$")]
RegimeCode = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,39}$")]


def _text_only(value: object) -> object:
    """JSON has no dates or ids, so they arrive as text; a number here is a mistake."""
    if isinstance(value, (str, date, UUID, StrEnum)):
        return value
    raise ValueError(TEXT)


def _plain_date(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(DATE_PATTERN, value):
        raise ValueError(A_DATE)
    return value


def _plain_instant(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(INSTANT_PATTERN, value):
        raise ValueError(AN_INSTANT)
    return value


def utc(value: datetime) -> str:
    """An instant as the API writes it."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


Date = Annotated[
    date,
    Strict(False),
    BeforeValidator(_plain_date),
    BeforeValidator(_text_only),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DATE_PATTERN}),
]
Instant = Annotated[
    AwareDatetime,
    Strict(False),
    BeforeValidator(_plain_instant),
    BeforeValidator(_text_only),
    PlainSerializer(utc, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": INSTANT_PATTERN}),
]
Uuid = Annotated[UUID, Strict(False), BeforeValidator(_text_only)]


AS_TEXT = Strict(False)  # `Annotated[Status, AS_TEXT]`: an enumeration arrives as JSON text


V = TypeVar("V")
NAME_PATTERN = "^([a-z][A-Za-z0-9]*|[A-Z][A-Z0-9_]*|[a-z]+/[a-z0-9.+-]+)$"  # a name, a code or a media type
NAMES_OUTSIDE = {"propertyNames": {"pattern": NAME_PATTERN}}
# an answer with names that its schema does not list: terms, rows, facts, stored content
Composed = Annotated[dict[str, V], AfterValidator(named_outside), Field(json_schema_extra=NAMES_OUTSIDE)]
ByCode = Annotated[dict[str, V], Field(json_schema_extra={"propertyNames": {"pattern": "^[A-Z][A-Z0-9_]*$"}})]
FieldName = Annotated[str, AfterValidator(camel)]  # a value that says of which field something is told


WHOLE_NUMBER_MAX = 10**18 - 1  # of a query key


class Wire(BaseModel):
    """camelCase on the wire, snake_case inside."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True, model_title_generator=name_of
    )


class Write(Wire):
    """The body of a request: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


STORED = ConfigDict(populate_by_name=True)  # a part of a request shown again from where it was stored


class Read(Wire):
    """An answer, read off a stored entity; `owner` is the body that recorded it."""

    id: UUID
    version: int
    owner: Annotated[str, Field(description="The body that recorded this and answers for it.")]

    @model_validator(mode="before")
    @classmethod
    def _without_what_is_withheld(cls, value: Any) -> Any:
        return shown(value, cls.model_fields) if isinstance(value, Entity) else value


class TwoLanguages(Read):
    """An answer with a sentence that is stored in both languages, and told in the reader's."""

    detail: str

    @model_validator(mode="wrap")
    @classmethod
    def _in_the_language_of_the_reader(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        told = handler(value)
        told.detail = getattr(value, f"detail_{spoken()}", None) or told.detail
        return told


def in_a_language(response: Response) -> None:
    """Say in which language the sentences of an answer are."""
    response.headers["Content-Language"] = spoken()
    response.headers["Vary"] = "Accept-Language"


def _is_whole(annotation: Any) -> bool:
    """Whether a type is of whole numbers, however it is composed."""
    return annotation is int or any(_is_whole(part) for part in get_args(annotation))


class Filter(Wire):
    """The query keys of a request: text on the wire, and nothing unknown."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)

    @field_validator("*", mode="before")
    @classmethod
    def _digits_only(cls, value: object, about: ValidationInfo) -> object:
        """A whole number has no sign, blank, underscore or exponent, and fits in a column."""
        if _is_whole(cls.model_fields[about.field_name or ""].annotation) and not re.fullmatch(
            "0|[1-9][0-9]{0,17}", str(value)
        ):
            raise ValueError(KINDS["int_parsing"])
        return value
