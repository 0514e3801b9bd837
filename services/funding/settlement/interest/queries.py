"""Every version of a regime, for what runs over many of them."""

from sqlalchemy import Select, select

from shared.store.tables import REGIME


def versions(code: str) -> Select[tuple[object, ...]]:
    """The versions of a regime in the order in which they came into force."""
    return select(REGIME).filter_by(code=code).order_by(REGIME.c.valid_from)
