"""Which records documents, comments and histories can be of."""

from shared.kernel.rules import Rule
from shared.records.subjects.models import Visibility
from shared.store.entity import Entity
from shared.store.records import E, Records

KIND_KNOWN = Rule(
    "subject.kind-known",
    "A record is of a kind that this service keeps, and that can carry what is asked for.",
    source="issue: what everyone needs",
    mend="Choose one of the kinds named in the answer.",
    refusal="Records of this kind are not kept here, or do not carry this",
)


def entity_of(records: Records[E], kind: str) -> type[E]:
    """The entity of a kind of record, such as `AGENDA`."""
    found = records.kinds()
    return KIND_KNOWN.present(found.get(kind), known=sorted(found))


def carrier_of(records: Records[E], kind: str) -> type[E]:
    """The entity of a kind of record that documents and comments can be attached to: none of those two."""
    found = {code: entity for code, entity in records.kinds().items() if entity.tenancy.about is None}
    return KIND_KNOWN.present(found.get(kind), known=sorted(found))


def addressee(subject: Entity, visibility: Visibility) -> str | None:
    """The body that is shown what others say about its record, unless they keep that to themselves."""
    return None if visibility is Visibility.INTERNAL else subject.owner
