"""What a published fact looks like before it is put in an envelope."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Event(BaseModel):
    """A fact in the past tense, published by one service about one aggregate.

    Subclasses set `service` (who publishes), `fact` (kebab-case name) and `aggregate` (the field that
    holds the aggregate's id, which is also the Kafka key). `semver` is the version of the data: raise it
    with every change. Consumers ignore fields they do not know.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        extra="ignore",
        json_schema_serialization_defaults_required=True,  # payload() writes every field
    )

    service: ClassVar[str]
    fact: ClassVar[str]
    aggregate: ClassVar[str]
    semver: ClassVar[str] = "1.0.0"
    to_rom: ClassVar[bool] = False

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type, e.g. `nl.groeikracht.agenda.project-approved` (standards.md 2.1)."""
        major = cls.semver.partition(".")[0]
        suffix = f".v{major}" if major != "1" else ""
        return f"nl.groeikracht.{cls.service}.{cls.fact}{suffix}"

    @classmethod
    def schema_path(cls) -> str:
        """Where the JSON Schema of the data is kept, below `schemas/`; a published version never changes."""
        return f"{cls.service}/{cls.fact}/{cls.semver}.json"

    @property
    def subject(self) -> UUID:
        """Id of the aggregate the fact is about."""
        found: UUID = getattr(self, self.aggregate)
        return found

    def topics(self) -> tuple[str, ...]:
        """Where the fact is published: its service's topic, and whoever it is addressed to."""
        return (f"groeikracht.{self.service}",)

    def payload(self) -> dict[str, Any]:
        """The fact as JSON values with camelCase names, as it goes over the wire."""
        return self.model_dump(mode="json", by_alias=True)


def outbound_topic(rom_code: str) -> str:
    """The topic only this ROM may read."""
    return f"groeikracht.rom.{rom_code.lower()}.outbound"


def inbound_topic(rom_code: str) -> str:
    """The topic only this ROM may write."""
    return f"groeikracht.rom.{rom_code.lower()}.inbound"
