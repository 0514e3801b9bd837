"""What is committed for readers of our events is what the code publishes."""

import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator, ValidationError

from services.loans.lending.loans.rules import WITHIN_PRINCIPAL
from shared.bus.cloudevent import encode
from shared.contracts import asyncapi
from shared.contracts.data_schema import data_schema, mode
from shared.contracts.examples import EXAMPLES
from shared.contracts.loans import MessageRefused
from shared.contracts.publish import EVENTS, FOLDER, check, generate
from shared.kernel.events import Event

GENERATED = generate(EVENTS, EXAMPLES)


class ProjectStarted(Event):
    """A project started."""

    service = "agenda"
    fact = "project-started"
    aggregate = "project_id"

    project_id: UUID
    starts_on: date


class ProjectStartedLater(ProjectStarted):
    """The next version, with one field more."""

    semver = "1.1.0"

    note: str = ""


STARTED = ProjectStarted(project_id=UUID(int=7), starts_on=date(2015, 1, 1))
LATER = ProjectStartedLater(project_id=UUID(int=7), starts_on=date(2015, 1, 1))


def committed(folder: Path, *examples: Event) -> dict[str, str]:
    files = generate([type(example) for example in examples], list(examples))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    return files


def test_the_committed_contracts_are_those_of_the_code() -> None:
    assert check(FOLDER, GENERATED) == []


def test_every_event_has_a_type_of_its_own() -> None:
    assert len({(event.type(), event.semver) for event in EVENTS}) == len(EVENTS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.type())
def test_an_example_follows_its_committed_schema_and_passes_the_gate(example: Event) -> None:
    schema = json.loads((FOLDER / "schemas" / example.schema_path()).read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(example.payload())
    validator.validate(example.payload() | {"aFieldOfTomorrow": 1})
    without_subject = {name: held for name, held in example.payload().items() if held != str(example.subject)}
    with pytest.raises(ValidationError):
        validator.validate(without_subject)
    message = json.loads(GENERATED["asyncapi.json"])["components"]["messages"][example.type()]
    encode(message["examples"][0]["payload"])
    assert type(example).model_validate(example.payload()) == example


def test_the_example_of_a_refusal_says_what_a_rom_is_told() -> None:
    (refused,) = [example for example in EXAMPLES if isinstance(example, MessageRefused)]
    assert refused.reason == WITHIN_PRINCIPAL.code
    told = WITHIN_PRINCIPAL.told()
    assert (refused.detail, refused.detail_nl) == (told.told("en"), told.told("nl"))
    assert refused.facts == {"roomCents": "400000000"}  # what loans.disburse names: room_cents


def test_a_schema_says_what_the_id_of_the_event_is() -> None:
    schema = data_schema(ProjectStarted, mode(ProjectStarted))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "`id` is a random UUIDv7" in schema["description"]
    assert list(schema["properties"]) == ["projectId", "startsOn"]
    assert "additionalProperties" not in schema


def test_a_reader_may_count_on_every_field_that_we_write() -> None:
    assert data_schema(ProjectStartedLater, "serialization")["required"] == ["projectId", "startsOn", "note"]
    assert data_schema(ProjectStartedLater, "validation")["required"] == ["projectId", "startsOn"]


def test_a_schema_that_was_not_written_is_missing(tmp_path: Path) -> None:
    committed(tmp_path, STARTED)
    files = generate([ProjectStartedLater], [LATER])
    assert [line.partition(" ")[0] for line in check(tmp_path, files)] == [
        "schemas/agenda/project-started/1.1.0.json",
        "asyncapi.json",
    ]


def test_a_published_schema_may_not_be_changed(tmp_path: Path) -> None:
    files = committed(tmp_path, STARTED)
    path = tmp_path / "schemas/agenda/project-started/1.0.0.json"
    path.write_text(path.read_text().replace("project started", "project has started"))
    assert "raise the `semver`" in "".join(check(tmp_path, files))


def test_an_event_that_was_published_may_not_vanish(tmp_path: Path) -> None:
    committed(tmp_path, STARTED)
    assert "schemas/agenda/project-started is published" in "".join(check(tmp_path, {}))


def test_an_older_version_stays_beside_the_newer_one(tmp_path: Path) -> None:
    committed(tmp_path, STARTED)
    files = committed(tmp_path, LATER)
    assert check(tmp_path, files) == []
    assert (tmp_path / "schemas/agenda/project-started/1.0.0.json").exists()


def test_an_event_needs_an_example() -> None:
    with pytest.raises(ValueError, match="no example of ProjectStartedLater"):
        generate([ProjectStarted, ProjectStartedLater], [STARTED])


def test_a_rom_finds_on_its_topic_what_concerns_it() -> None:
    channels = asyncapi.document(EXAMPLES)["channels"]
    assert {name: channel["address"] for name, channel in channels.items()} == {
        "agenda": "groeikracht.agenda",
        "funding": "groeikracht.funding",
        "loans": "groeikracht.loans",
        "rom-outbound": "groeikracht.rom.{rom}.outbound",
        "rom-inbound": "groeikracht.rom.{rom}.inbound",
    }
    assert "nl.groeikracht.loans.loan-guaranteed" in channels["rom-outbound"]["messages"]
    assert "nl.groeikracht.loans.loan-guaranteed" in channels["loans"]["messages"]
    assert "nl.groeikracht.loans.message-refused" not in channels["loans"]["messages"]
    assert "nl.groeikracht.loans.aid-reservation-requested" not in channels["rom-outbound"]["messages"]
    assert set(channels["rom-inbound"]["messages"]) == {
        "nl.groeikracht.rom.claim-filed",
        "nl.groeikracht.rom.claim-supplemented",
        "nl.groeikracht.rom.default-reported",
        "nl.groeikracht.rom.disbursement-reported",
        "nl.groeikracht.rom.recovery-reported",
        "nl.groeikracht.rom.remittance-reported",
        "nl.groeikracht.rom.repayment-reported",
    }
