"""A business rule as a named value: it has a code, a sentence, a source, and refuses by raising `Refused`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TypeVar, cast

from shared.kernel.principal import Principal
from shared.kernel.sentences import Sentence

T = TypeVar("T")

CATALOGUE: dict[str, "Rule"] = {}
# what each rule says in Dutch: `statement`, `mend` and `refusal` by the rule's code
DUTCH: dict[str, dict[str, str]] = json.loads(files(__package__).joinpath("nl.json").read_bytes())
DETAIL, MORE_DETAIL = "{title}. {mend}", "{title}. {more} {mend}"


@dataclass(frozen=True)
class Rule:
    """What must hold, as one sentence; `make rules` prints the catalogue of all of them.

    `code` is stable and ends the `type` of the problem a client sees; `source` is the row of domain.md or
    the article of law it comes from; `mend` tells the client what to do about a refusal. `refusal` says in
    a few words what is the matter when the rule does not hold: the title of each problem of this type,
    always the same and of no other rule (RFC 9457 3.1.3).
    Refusals of an `audited` rule are kept on the audit trail. `passes_after` says after how many seconds
    what refuses may have passed by itself, so that the same request may be sent again.
    """

    code: str
    statement: str
    source: str = field(default="design", kw_only=True)
    mend: str = field(default="", kw_only=True)
    refusal: str = field(kw_only=True)
    status: int = field(default=409, kw_only=True)
    audited: bool = field(default=False, kw_only=True)
    passes_after: int | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if self.code in CATALOGUE:
            raise ValueError(f"rule code {self.code!r} is taken; codes are unique and never reused")
        CATALOGUE[self.code] = self

    @property
    def title(self) -> Sentence:
        """What is the matter when the rule does not hold; English while nobody translated it."""
        return Sentence(self.refusal, DUTCH.get(self.code, {}).get("refusal", self.refusal))

    def told(self, more: Sentence | None = None) -> Sentence:
        """What is the matter, more about this case where there is, and how to mend it."""
        form = DETAIL if more is None else MORE_DETAIL
        mend = Sentence(self.mend, DUTCH.get(self.code, {}).get("mend", self.mend))
        return Sentence(form, form).of(title=self.title, more=more, mend=mend)

    def require(self, holds: bool, **facts: object) -> None:
        """Refuse unless the rule holds; `facts` are shown to the client, so give figures, never input."""
        if not holds:
            raise Refused(self, facts)

    def present(self, value: T | None, **facts: object) -> T:
        """The value, which the rule says must be there; refused when it is not."""
        self.require(value is not None, **facts)
        return cast(T, value)


@dataclass(frozen=True)
class FourEyes(Rule):
    """A rule that two steps are taken by two people (vierogenprincipe), whatever roles they hold."""

    audited: bool = field(default=True, kw_only=True)

    def require_another(self, officer: Principal, *earlier: str | None) -> None:
        """Refuse when the officer took one of the earlier steps."""
        self.require(officer.subject not in earlier)


def with_author(authors: Sequence[str], author: Principal) -> list[str]:
    """All who wrote on a content, with one more: none of them decides on it, whoever puts it forward."""
    return sorted({*authors, author.subject})


class Refused(Exception):
    """A rule does not hold; nothing was changed.

    `detail` says so for whoever asked, with `more` about this case.
    """

    def __init__(self, rule: Rule, facts: dict[str, object], more: Sentence | None = None) -> None:
        super().__init__(f"{rule.code}: {rule.statement}")
        self.rule = rule
        self.facts = facts
        self.detail = rule.told(more)


NOT_FOUND = Rule(
    "resource.not-found",
    "The resource exists and the caller's body may see it.",
    mend="Check the id; another body's resources look as if they do not exist.",
    refusal="There is nothing with this id that your body may see",
    source="B7, B10",
    status=404,
)
STALE = Rule(
    "resource.stale",
    "A change names the version it was based on, and that version is still the current one.",
    mend="Read the resource again, check that your change still makes sense, and send its new ETag.",
    refusal="The version that the request names is not the present one",
    source="RFC 9110 13.1.1",
    status=412,
)
COUNTABLE = Rule(
    "number.countable",
    "A number, and every sum that it counts in, stays below 2 to the power of 63.",
    mend="Send a smaller number.",
    refusal="A number, or a sum that it counts in, is too large",
)
NO_INTEREST = Rule(
    "tenancy.no-interest",
    "Whoever has an interest in a file neither reads it nor acts on it.",
    source="domain.md 3.4; B38",
    mend="Leave the file to somebody else.",
    refusal="You have an interest in this file",
    status=403,
    audited=True,
)
OWN_OBJECTS = Rule(
    "tenancy.own-objects",
    "A body acts on its own objects only; no body can decide for another.",
    mend="Ask the body that owns the object to take this step.",
    refusal="The object belongs to another body",
    source="B7, B10",
    status=403,
    audited=True,
)
CHANGE = (NOT_FOUND, OWN_OBJECTS, STALE)  # what any change of something that is there may be refused for
