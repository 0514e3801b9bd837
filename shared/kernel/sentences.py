"""What is said to whoever asked, in each language that is spoken here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Sentence:
    """The same thing said in English and in Dutch; `{name}` in both stands for a value or a sentence."""

    en: str
    nl: str
    values: Mapping[str, object] = field(default_factory=dict)

    def of(self, **values: object) -> "Sentence":
        """This sentence about these values."""
        return replace(self, values=values)

    def told(self, language: str) -> str:
        """The sentence in one language; English when it is none that is spoken here."""
        values = {
            name: value.told(language) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return (self.nl if language == "nl" else self.en).format(**values)

    def __str__(self) -> str:
        return self.told("en")
