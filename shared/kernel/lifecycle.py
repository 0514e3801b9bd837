"""Life cycles as tables: which event takes an entity from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from shared.kernel.rules import Rule

S = TypeVar("S", bound=StrEnum)

LIFECYCLES: dict[str, "Lifecycle[StrEnum]"] = {}


@dataclass(frozen=True)
class Lifecycle(Generic[S]):
    """The table of one life cycle; an event that the current state does not list is refused (409)."""

    name: str
    start: S
    transitions: Mapping[tuple[S, str], S]
    source: str
    rule: Rule = field(init=False)

    def __post_init__(self) -> None:
        article = "an" if self.name[0] in "aeiou" else "a"
        rule = Rule(
            f"{self.name}.life-cycle",
            f"A step of {article} {self.name.replace('-', ' ')} is one that its present state allows.",
            source=self.source,
            mend="Take one of the allowed steps named in the answer first.",
            refusal=f"This step is not possible in the present state of the {self.name.replace('-', ' ')}",
        )
        object.__setattr__(self, "rule", rule)
        LIFECYCLES[self.name] = self  # type: ignore[assignment]  # Generic is invariant; readers only iterate

    def allowed(self, status: S) -> list[str]:
        """The events that this state knows, sorted."""
        return sorted(event for state, event in self.transitions if state == status)

    def after(self, status: S, event: str) -> S:
        """The state that `event` leads to; refused when the present state does not know it."""
        target = self.transitions.get((status, event))
        return self.rule.present(target, status=status, event=event, allowed=self.allowed(status))

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.name}"]
        lines += [f"    {old.name} --> {new.name}: {event}" for (old, event), new in self.transitions.items()]
        sources = {old for old, _ in self.transitions}
        finals = dict.fromkeys(new for new in self.transitions.values() if new not in sources)
        return "\n".join(lines + [f"    {state.name} --> [*]" for state in finals])
