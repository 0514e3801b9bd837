"""`make cases`: enters the real cases of the letter through GROEIKRACHT_URL; may be repeated."""

from deploy.local.cases import (
    accountability,
    boards,
    clusters,
    documents,
    indicators,
    initiatives,
    instruments,
    physical_conditions,
    projects,
    regions,
)
from deploy.local.story.__main__ import perform

CASES = (
    regions,
    indicators,
    boards,
    clusters,
    instruments,
    physical_conditions,
    projects,
    initiatives,
    accountability,
    documents,
)


def main() -> None:
    """Enter every case; the exit code is 1 when anything surprises."""
    perform(CASES, "The cases of the letter are there.")


if __name__ == "__main__":
    main()
