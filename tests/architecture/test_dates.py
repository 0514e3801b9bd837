"""Every date in the body of a request says how far ahead it may lie: what cannot be is not stored."""

from datetime import date
from typing import Annotated, Any, get_args

import pytest
from pydantic import Field, TypeAdapter

from shared.kernel.rules import Refused
from shared.web.dates import PastDate, PeriodDate, PlannedDate, SoonDate, limits_of, require_in_time
from shared.web.schema import Date, Write
from tests.architecture.inputs import Input, inputs

TODAY = date(2014, 10, 20)


def holds_dates(annotation: Any) -> bool:
    """Whether a type is that of a date, of some dates, or of one that may be left out."""
    return annotation is date or any(holds_dates(part) for part in get_args(annotation))


@pytest.mark.parametrize("given", [each for each in inputs() if holds_dates(each.field.annotation)], ids=str)
def test_every_date_in_a_body_says_how_far_ahead_it_may_lie(given: Input) -> None:
    assert len(limits_of(given.field.annotation, given.field.metadata)) == 1
    assert "`date.in-time`" in given.route.responses[409]["description"]


def test_a_plain_date_is_found() -> None:
    class Body(Write):
        due_on: Annotated[Date | None, "optional"] = None

    assert holds_dates(Body.model_fields["due_on"].annotation)
    assert limits_of(Body.model_fields["due_on"].annotation) == []


class Part(Write):
    """A part that holds a date."""

    due_on: PlannedDate | None = None


class Body(Write):
    """One of each."""

    happened_on: PastDate = TODAY
    announced_on: SoonDate = TODAY
    ends_on: PeriodDate = TODAY
    parts: list[Part] = Field(default_factory=list)


@pytest.mark.parametrize(
    ("said", "latest"),
    [
        ({"happenedOn": "2014-10-21"}, date(2014, 10, 20)),
        ({"announcedOn": "2015-10-21"}, date(2015, 10, 20)),
        ({"endsOn": "2200-12-31"}, date(2114, 10, 20)),
        ({"parts": [{"dueOn": "2044-10-21"}]}, date(2044, 10, 20)),
    ],
)
def test_a_date_that_cannot_be_is_refused(said: dict[str, Any], latest: date) -> None:
    with pytest.raises(Refused) as refused:
        require_in_time(TypeAdapter(Body).validate_python(said), TODAY)
    assert (refused.value.rule.code, refused.value.facts["latest"]) == ("date.in-time", latest)


def test_a_date_that_can_be_is_taken() -> None:
    said = {"happenedOn": "2014-10-20", "announcedOn": "2015-10-20", "parts": [{"dueOn": "2044-10-20"}, {}]}
    require_in_time(TypeAdapter(Body).validate_python(said), TODAY)
