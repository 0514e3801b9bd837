"""Settings that would open what is closed in production, and names that no setting reads."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from services.gateway.settings import GatewaySettings
from shared.objects.store import open_store
from shared.settings import Settings, unread


@pytest.mark.parametrize("kind", [Settings, GatewaySettings])
def test_a_clock_that_callers_set_is_refused_in_production(kind: type[Settings]) -> None:
    with pytest.raises(ValidationError, match="GROEIKRACHT_ENVIRONMENT=local only"):
        kind(environment="production", clock="settable", cursor_key=SecretStr("secret"))
    assert kind(environment="local", clock="settable").clock == "settable"


def test_a_misspelt_variable_is_told_with_the_name_that_is_meant() -> None:
    names = ["GROEIKRACHT_KAFKA_BOOTSTRAP", "GROEIKRACHT_CURSER_KEY", "GROEIKRACHT_DOSSIER_SECONDS", "PATH"]
    assert unread(names, *GatewaySettings.model_fields) == [
        "GROEIKRACHT_CURSER_KEY is read by nobody; is GROEIKRACHT_CURSOR_KEY meant?"
    ]
    assert unread(["GROEIKRACHT_XYZZY_QWERTY_0"]) == ["GROEIKRACHT_XYZZY_QWERTY_0 is read by nobody"]


def test_the_folder_of_documents_is_closed_to_other_logins(tmp_path: Path) -> None:
    folder = tmp_path / "within" / "objects"
    open_store(Settings(environment="local", objects_url=folder.as_uri()))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
