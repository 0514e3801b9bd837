"""The JSON Schema of an event's data, as its readers and its writers may rely on it."""

from typing import Any, Literal

from pydantic.json_schema import GenerateJsonSchema

from shared.kernel.events import Event

Mode = Literal["serialization", "validation"]


class Plain(GenerateJsonSchema):
    """Without a title for each field: pydantic's only repeat the name in a worse spelling."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def mode(event: type[Event]) -> Mode:
    """What is published of an event: what we write, or, of a ROM's report, what we accept."""
    return "validation" if event.service == "rom" else "serialization"


def data_schema(event: type[Event], mode: Mode) -> dict[str, Any]:
    """JSON Schema 2020-12 of the data; open, so that fields may be added."""
    schema = event.model_json_schema(mode=mode, schema_generator=Plain)
    about = f"{schema['description']}\n\nThe event's `id` is a random UUIDv7 that identifies nothing else."
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema, "description": about}
