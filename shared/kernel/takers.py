"""Who takes a step on a row that is there; a route says so where it loads it: `tx.get(…, by=OWNER)`."""

from dataclasses import dataclass, field

from shared.kernel.principal import TenantKind
from shared.kernel.rules import OWN_OBJECTS, Rule


@dataclass(frozen=True)
class By:
    """The bodies that may take a step, and the rule that refuses every other one (B7, B10).

    `owner` is the body that owns the row, `addressee` the one that its `Tenancy` names as such.
    """

    owner: bool = False
    state: bool = False
    addressee: bool = False
    rule: Rule = field(default=OWN_OBJECTS, kw_only=True)

    def require(self, body: str, *, owner: str, addressee: str | None, resource: str) -> None:
        """Refuse a body whose step this is not, on a row of this owner and addressee."""
        takes = (
            (self.owner and body == owner)
            or (self.state and body == TenantKind.STATE)
            or (self.addressee and body == addressee)
        )
        facts = {"resource": resource} if self.rule is OWN_OBJECTS else {}
        self.rule.require(takes, **facts)


OWNER = By(owner=True)
STATE = By(state=True)
OWNER_OR_STATE = By(owner=True, state=True)
EVERY_SIDE = By(owner=True, state=True, addressee=True)
