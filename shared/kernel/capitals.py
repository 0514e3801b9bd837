"""Codes that are written in capitals: found however their letters are written, and kept in one form."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

AROUND = " \t\xa0"  # what may stand around a code: Statistics Netherlands (CBS) pads its own with blanks
_PART = re.compile(r"\\.|\[[^]]*\]|[A-Z]")


def capitals(value: Any) -> Any:
    """A code in capitals without blanks around it; what cannot be one is left as it is."""
    code = value.strip(AROUND) if isinstance(value, str) else value
    return code.upper() if isinstance(code, str) and code.isascii() else code


def either_case(pattern: str) -> str:
    """What `capitals` makes of a text fits the pattern exactly when the text fits this one."""
    written = _PART.sub(_in_either_case, pattern).removeprefix("^").removesuffix("$")
    return rf"^[ \t\xa0]*({written})[ \t\xa0]*$"


def _in_either_case(part: re.Match[str]) -> str:
    found = part[0]
    if found.startswith("\\"):
        return found
    if found.startswith("["):
        return re.sub("[A-Z](-[A-Z])?", lambda letters: letters[0] + letters[0].lower(), found)
    return f"[{found}{found.lower()}]"


@dataclass(frozen=True)
class InCapitals:
    """A code of a form in capitals: `cr36` is read as CR36."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        form = core_schema.str_schema(pattern=self.pattern, strict=True)
        return core_schema.no_info_before_validator_function(capitals, form)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": either_case(self.pattern)}
