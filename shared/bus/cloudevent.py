"""The only gate for events: out by the NL GOV profile for CloudEvents 1.1, in by CloudEvents 1.0."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from shared.bus import forms
from shared.kernel import strict_json
from shared.kernel.flaws import listed, words
from shared.kernel.sentences import Sentence
from shared.kernel.trace import sound

CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8"
SIZE_MAX = 64 * 1024  # bytes; nobody on the way has to forward more (standards.md 2.1)
ID_MAX = 255  # an id comes back as causation, in answers and in keys; a longer one would not fit there
SOURCE_MAX = 512
SEQUENCE_DIGITS = 19  # as many as a bigint has, so that comparing as text is comparing as number

Headers = Sequence[tuple[str, bytes | None]]

_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_TRACEPARENT = r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_URI = r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]"
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 (RFC 2046 calls it a token)


class NotAnEvent(Exception):
    """A message that may not pass the gate; `reason` is safe to show and never echoes the message."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _rfc3339(value: object) -> str:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError(forms.TIME)
    return value.upper()


Text = Annotated[str, StringConstraints(min_length=1)]
UriReference = Annotated[Text, StringConstraints(pattern=rf"^{_URI}+$")]
Uri = Annotated[Text, StringConstraints(pattern=rf"^[A-Za-z][A-Za-z0-9+.-]*:{_URI}+$")]
MediaType = Annotated[Text, StringConstraints(pattern=rf"^{_TOKEN}/{_TOKEN}(\s*;.*)?$")]
Time = Annotated[AwareDatetime, BeforeValidator(_rfc3339)]


class CloudEvent(BaseModel):
    """Any valid CloudEvent 1.0; extensions that we do not know are kept as they came."""

    model_config = ConfigDict(extra="allow", frozen=True)

    specversion: Literal["1.0"]
    id: Annotated[Text, StringConstraints(max_length=ID_MAX)]
    source: Annotated[UriReference, StringConstraints(max_length=SOURCE_MAX)]
    type: Text
    datacontenttype: MediaType | None = None
    dataschema: Uri | None = None
    subject: Text | None = None
    time: Time | None = None
    data: Any = None
    data_base64: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _follow_the_json_format(cls, raw: object) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            raise ValueError(forms.AN_OBJECT)
        present = {name: value for name, value in raw.items() if value is not None or name == "data"}
        if "data" in present and "data_base64" in present:
            raise ValueError(forms.DATA_TWICE)
        for name in present.keys() - {"data", "data_base64"}:
            _require_attribute(name, present[name])
        return present

    def extension(self, name: str) -> str | int | bool | None:
        """The value of an extension attribute such as `traceparent`; None when the event has none."""
        value: str | int | bool | None = getattr(self, name, None)
        return value


def _require_attribute(name: str, value: object) -> None:
    if not re.fullmatch(r"[a-z0-9]+", name):
        raise ValueError(forms.NAMES)
    if isinstance(value, str):
        if _CONTROL.search(value):
            raise ValueError(forms.CONTROL)
    elif not isinstance(value, int) or not -(2**31) <= value < 2**31:
        raise ValueError(forms.VALUES)


class NlgovEvent(CloudEvent):
    """What we publish: the NL GOV profile for CloudEvents 1.1 (standards.md 2.1) and no other attribute."""

    model_config = ConfigDict(extra="forbid")

    id: Text = Field(description="A random UUIDv7; it identifies nothing but this event.")
    source: Text = Field(pattern=r"^urn:nld:(oin:[0-9A-Z]{20}|kvknr:[0-9]{8}):systeem:[a-z0-9-]+$")
    type: Text = Field(pattern=r"^nl(\.[a-z0-9]+(-[a-z0-9]+)*)+(\.v[0-9]+)?$")
    subject: Text = Field(description="Id of the aggregate the fact is about.")
    time: Time = Field(description="When the fact was recorded; when it happened is in the data.")
    datacontenttype: Literal["application/json"]
    dataschema: Uri
    partitionkey: Text = Field(description="The aggregate's id; also the Kafka key.")
    sequence: Text = Field(
        pattern=rf"^[0-9]{{{SEQUENCE_DIGITS}}}$", description="Counts per source; compare as text."
    )
    traceparent: Text | None = Field(
        None, pattern=_TRACEPARENT, description="The trace in which the fact arose."
    )
    causationid: Text | None = Field(None, description="Id of the event that led to this one.")
    data: dict[str, Any]
    data_base64: None = None


def system_urn(oin: str, system: str) -> str:
    """The `source` of a system of an organisation with an OIN (NL GOV profile 1.1)."""
    return f"urn:nld:oin:{oin}:systeem:{system}"


def envelope(
    *,
    id: UUID,
    type: str,
    subject: UUID | str,
    data: Mapping[str, Any],
    schema_path: str,
    time: datetime,
    sequence: int,
    source: str,
    public_url: str,
    traceparent: str | None = None,
    causationid: str | None = None,
) -> dict[str, Any]:
    """A fact in its envelope, as JSON values; `encode` is the gate that checks it.

    `subject` is the aggregate's id, `time` when the fact was recorded, `schema_path` that of
    `Event.schema_path()`. A malformed `traceparent` is left out: W3C Trace Context says to ignore it, and a
    caller's bad header must not keep a fact from being sent.
    """
    if time.utcoffset() is None:
        raise ValueError("the time of an event needs an offset")
    attributes = {
        "specversion": "1.0",
        "id": str(id),
        "source": source,
        "type": type,
        "subject": str(subject),
        "time": time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataschema": f"{public_url.rstrip('/')}/schemas/{schema_path}",
        "partitionkey": str(subject),
        "sequence": f"{sequence:0{SEQUENCE_DIGITS}d}",
    }
    if sound(traceparent) is not None:
        attributes["traceparent"] = str(traceparent)
    if causationid is not None:
        attributes["causationid"] = causationid
    return {**attributes, "data": data}


def encode(
    event: Mapping[str, Any], traceparent: str | None = None
) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    """Key, value and headers of the Kafka record, structured mode (standards.md 2.3).

    `traceparent` is the present hop's, in a header of its own; the one in the envelope stays the first
    hop's. Raises NotAnEvent for what the NL GOV profile or the limit of 64 KiB forbids: call it before a
    fact goes into the outbox too, for one that cannot be sent would stay there. The length does not
    depend on the sequence, so any will do then.
    """
    _checked(NlgovEvent, event)
    return written(event, traceparent)


def written(
    event: Mapping[str, Any], traceparent: str | None = None
) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    """As `encode` does, of an event whose kind the profile allowed before; only its length is looked at."""
    try:
        value = json.dumps(event, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, TypeError, RecursionError):
        raise NotAnEvent(forms.NO_JSON) from None
    if len(value) > SIZE_MAX:
        raise NotAnEvent(forms.TOO_LARGE.of(most=SIZE_MAX))
    headers = [("content-type", CONTENT_TYPE.encode())]
    if traceparent is not None:
        headers.append(("traceparent", traceparent.encode()))
    return event["partitionkey"].encode(), value, headers


def decode(value: bytes | None, headers: Headers) -> CloudEvent:
    """The event in a Kafka record, structured or binary mode (standards.md 2.3); NotAnEvent for all else."""
    if len(value or b"") + sum(len(held or b"") for _, held in headers) > SIZE_MAX:
        raise NotAnEvent(forms.TOO_LARGE.of(most=SIZE_MAX))
    content_type = (_only_text(headers, "content-type") or "").strip()
    # The content type alone decides: a structured record may carry copied ce_ headers too.
    if content_type.lower().startswith("application/cloudevents"):
        return _checked(CloudEvent, _structured(value, content_type))
    return _checked(CloudEvent, _binary(value, content_type, headers))


E = TypeVar("E", bound=CloudEvent)


def _checked(profile: type[E], raw: object) -> E:
    try:
        return profile.model_validate(raw)
    except ValidationError as invalid:
        problems = invalid.errors()
    # A place inside the message is named only when the profile knows the name: others are the sender's words.
    flaws = []
    for problem in problems:
        name = str(problem["loc"][0]) if problem["loc"] else ""
        flaws.append((name if name in profile.model_fields else "", words(problem, profile)))
    raise NotAnEvent(listed(flaws))


def _structured(value: bytes | None, content_type: str) -> object:
    media_type = content_type.lower().partition(";")[0]
    if media_type.strip() != "application/cloudevents+json" or not strict_json.in_utf_8(content_type):
        raise NotAnEvent(forms.ONE_A_RECORD)
    if value is None:
        raise NotAnEvent(forms.TOMBSTONE)
    return _data(value)


def _binary(value: bytes | None, content_type: str, headers: Headers) -> dict[str, Any]:
    names = {name.lower() for name, _ in headers}
    attributes: dict[str, Any] = {
        name.removeprefix("ce_"): _only_text(headers, name)
        for name in sorted(names)
        if name.startswith("ce_")
    }
    if not attributes:
        raise NotAnEvent(forms.NO_MODE)
    if attributes.keys() & {"data", "data_base64", "datacontenttype"}:
        raise NotAnEvent(forms.DATA_IN_HEADER)
    media_type = content_type.lower().partition(";")[0].strip()
    if content_type:
        attributes["datacontenttype"] = content_type
    if value is None:  # without data there is no value, which is legal
        return attributes
    if media_type in ("", "application/json") or media_type.endswith("+json"):
        if not strict_json.in_utf_8(content_type):
            raise NotAnEvent(forms.JSON_CODING)
        return {**attributes, "data": _data(value)}
    return {**attributes, "data_base64": base64.b64encode(value).decode()}


def _only_text(headers: Headers, wanted: str) -> str | None:
    found = [held for name, held in headers if name.lower() == wanted]
    if len(found) > 1:
        raise NotAnEvent(forms.HEADER_TWICE)
    if not found:
        return None
    if found[0] is None:
        raise NotAnEvent(forms.HEADER_EMPTY)
    try:
        return found[0].decode()
    except UnicodeDecodeError:
        raise NotAnEvent(forms.HEADER_CODING) from None


def _data(value: bytes) -> object:
    try:
        return strict_json.parse(value)
    except ValueError as problem:
        raise NotAnEvent(problem.args[0]) from None
