"""Instants are read as RFC 3339 lets others write them."""

from datetime import datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.web.schema import Instant, utc

INSTANT = TypeAdapter[datetime](Instant)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2016-08-01t12:00:00z", "2016-08-01T12:00:00Z"),  # 5.6: small letters too
        ("2016-08-01T12:00:00.1234567Z", "2016-08-01T12:00:00.123456Z"),  # .NET
        ("2016-08-01T12:00:00.123456789+02:00", "2016-08-01T10:00:00.123456Z"),  # Java
        ("2016-03-27T02:30:00+01:00", "2016-03-27T01:30:00Z"),  # in the hour that Amsterdam has not
        ("2016-10-30T02:30:00+01:00", "2016-10-30T01:30:00Z"),  # the second of the two that it has
        ("2016-12-31T23:59:59-00:00", "2016-12-31T23:59:59Z"),
    ],
)
def test_an_instant_is_one_however_its_sender_writes_it(sent: str, kept: str) -> None:
    assert utc(INSTANT.validate_python(sent)) == kept


@pytest.mark.parametrize(
    "sent",
    [
        "2016-08-01T12:00:00",
        "2016-08-01 12:00:00Z",
        "2016-08-01T24:00:00Z",
        "2016-08-01T12:00:60Z",
        "2016-08-01T12:00Z",
        "2016-08-01T12:00:00,5Z",
        "2016-08-01T12:00:00+24:00",
        "2016-08-01T12:00:00+0200",
        "20160801T120000Z",
        "2016-W31-1T12:00:00Z",
        "2016-214T12:00:00Z",
        "2015-02-29T12:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2016-08-01T12:00:00.1234567890Z",
        "1470052800",
    ],
)
def test_what_is_no_instant_is_refused(sent: str) -> None:
    with pytest.raises(ValidationError):
        INSTANT.validate_python(sent)
