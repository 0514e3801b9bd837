"""What is said about any record: of which kind it is, and who else may see it."""

from enum import StrEnum

from shared.store.audience import Tenancy


class Visibility(StrEnum):
    """Who may see a document or a comment (zichtbaarheid; B10, B18).

    `INTERNAL`: the body that made it. `PARTNERS`: also the body that owns the record, and the State.
    `PUBLIC`: everybody who may see the record.
    """

    INTERNAL = "INTERNAL"
    PARTNERS = "PARTNERS"
    PUBLIC = "PUBLIC"


TENANCY = Tenancy(
    reads_when=("visibility", frozenset({Visibility.PARTNERS, Visibility.PUBLIC})),
    open_when=("visibility", frozenset({Visibility.PUBLIC})),
    addressee="addressee",
    about=("subject_kind", "subject_id"),
)
