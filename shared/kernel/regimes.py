"""Legal and policy parameters as dated data: named terms with a validity and a source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from shared.kernel.names import camel
from shared.kernel.periods import holds
from shared.kernel.rules import Rule

IN_FORCE = Rule(
    "regime.in-force",
    "A decision needs the regime in force on its legal date.",
    source="domain.md 2; AWB-7",
    mend="Publish the regime version that covers this date, or correct the date.",
    refusal="No regime is known that is in force on this day",
)
TERM_KNOWN = Rule(
    "regime.term-known",
    "A regime states every term that a decision under it needs.",
    source="domain.md 2",
    mend="Publish a regime version that states the missing term; no value is ever assumed.",
    refusal="The regime does not state a term that this decision needs",
)


@dataclass(frozen=True)
class Regime:
    """One version of a regime; `terms` are texts, whole numbers or lists of texts, never floats."""

    code: str
    version: str
    valid_from: date
    valid_until: date | None
    source: str
    terms: Mapping[str, object]

    @property
    def reference(self) -> str:
        """What a decision stores to say under which rules it was taken, e.g. `de-minimis@2024-1`."""
        return f"{self.code}@{self.version}"

    def covers(self, on: date) -> bool:
        """Whether this version is in force on a legal date; its last day is one of its days."""
        return holds(self.valid_from, self.valid_until, on)

    def percent(self, name: str) -> Decimal:
        """A percentage, written as text in the data so that it stays exact."""
        return Decimal(self.text(name))

    def whole(self, name: str) -> int:
        """A whole number: cents, days, weeks or years, as the term's name says."""
        found = self.terms.get(name)
        TERM_KNOWN.require(type(found) is int, regime=self.reference, term=camel(name))
        return cast(int, found)

    def text(self, name: str) -> str:
        """A code or a name."""
        found = self.terms.get(name)
        TERM_KNOWN.require(isinstance(found, str), regime=self.reference, term=camel(name))
        return cast(str, found)

    def codes(self, name: str) -> list[str]:
        """A list of codes."""
        found = self.terms.get(name)
        TERM_KNOWN.require(isinstance(found, list), regime=self.reference, term=camel(name))
        return cast(list[str], found)
