"""Municipalities by day: those of the past are known, and those of today were not always there."""

from datetime import date

from shared.kernel.rules import Rule
from shared.reference import catalogue
from shared.reference.entries import GemeentePeriod

THERE = Rule(
    "municipality.there",
    "A municipality is there on the day of what is recorded about it.",
    source="A4; domain.md section 5",
    mend="Name the municipality of that day: the answer names the successors of one that is gone.",
    refusal="There is no such municipality on that day",
)


def municipality_on(code: str, on: date) -> GemeentePeriod:
    """The municipality (gemeente) with this code as it is on a day; refused when it is not there then."""
    periods = catalogue.gemeente_periods().get(code, ())
    heirs = sorted({heir for period in periods for heir in period.successors})
    return THERE.present(catalogue.gemeente_on(code, on), day=on, successors=heirs)
