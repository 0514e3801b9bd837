"""Municipalities in the body of a request: each must be there on the day on which the act takes place."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel

from shared.kernel.identifiers import MunicipalityCode
from shared.kernel.municipalities import municipality_on
from shared.web.bodies import said


@dataclass(frozen=True)
class Today:
    """That a code in a body is of what is there today."""


MunicipalityToday = Annotated[MunicipalityCode, Today()]


def require_there(body: BaseModel, today: date) -> None:
    """Refuse municipalities that are not there; asked after the route's own rules, which say more."""
    for part, name, code in said(body):
        if any(isinstance(each, Today) for each in type(part).model_fields[name].metadata):
            municipality_on(code, today)
