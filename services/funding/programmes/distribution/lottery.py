"""A lottery that everybody can draw again: participants in fixed order, a published seed, SHA-256."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

ALGORITHM = (
    "Participants in the order of their codes; each draws the SHA-256 of seed, colon and code in UTF-8, "
    "written in hexadecimals; the lowest comes first."
)


@dataclass(frozen=True)
class Lot:
    """What a participant drew; the lowest comes first."""

    code: str
    digest: str


def draw(seed: str, codes: Iterable[str]) -> list[Lot]:
    """The participants in the order in which they were drawn; the same seed always draws the same."""
    lots = (Lot(code, sha256(f"{seed}:{code}".encode()).hexdigest()) for code in sorted(codes))
    return sorted(lots, key=lambda lot: (lot.digest, lot.code))


def commitment(seed: str) -> str:
    """What is published before the lottery, so that nobody can choose the seed after: its own SHA-256."""
    return sha256(seed.encode()).hexdigest()
