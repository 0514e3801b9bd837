"""The suite as public code: what its files tell the world, and the licences of all that is shipped."""

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SHIPPED = re.findall(r"^([a-z0-9_.-]+)==", (ROOT / "deploy/locks/services.txt").read_text("utf-8"), re.M)
ONLY_ELSEWHERE = {"colorama"}  # on Windows
# Permissive, or of a library that is used as it comes (MPL, LGPL): article 5 of the EUPL and its appendix.
COMPATIBLE = {
    *("MIT", "MIT-0", "MIT License", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "ISC License (ISCL)"),
    *("Apache-2.0", "Apache Software License", "PSF-2.0", "Mozilla Public License 2.0 (MPL 2.0)"),
    "GNU Lesser General Public License v2 or later (LGPLv2+)",
}
NAMED = {"pyreqwest": ["Apache-2.0"]}  # the metadata have its text alone


def described() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8")))


def test_the_catalogue_of_public_code_is_told_what_the_package_says() -> None:
    told = described()
    assert told["softwareVersion"] == PROJECT["version"]
    assert told["legal"]["license"] == PROJECT["license"] == "EUPL-1.2"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_the_catalogue_of_public_code_finds_what_its_standard_asks() -> None:
    """The keys and lengths of publiccode.yml 0.4 that are mandatory."""
    told = described()
    asked = "name url platforms developmentStatus softwareType description legal maintenance localisation"
    assert set(asked.split()) <= told.keys()
    assert set(told["description"]) == {"en", "nl"} == set(told["localisation"]["availableLanguages"])
    for each in told["description"].values():
        assert len(each["shortDescription"]) <= 150
        assert 150 <= len(each["longDescription"]) <= 10_000
        assert each["features"]
        assert all(len(feature) <= 100 for feature in each["features"])
    assert told["maintenance"]["type"] == "internal"
    assert told["maintenance"]["contacts"]


def test_what_the_page_on_security_points_at_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"`((?:shared|tests|deploy)/[^`*]+)`", text)
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("package", [name for name in SHIPPED if name not in ONLY_ELSEWHERE])
def test_what_is_shipped_may_be_shipped_under_the_licence(package: str) -> None:
    assert [name for name in licences(package) if not COMPATIBLE & set(name.split(" OR "))] == []


def licences(package: str) -> list[str]:
    """The licences of an installed package, one of which is enough where it says OR."""
    told = metadata.metadata(package)
    if expression := told.get("License-Expression"):
        return re.split(r" AND ", expression)
    classified = [each.split("::")[-1].strip() for each in told.get_all("Classifier", [])]
    found = [each for each in classified if "License" in each]
    return found or NAMED.get(package) or [told.get("License") or "not named"]
