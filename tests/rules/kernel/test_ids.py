"""Ids of one process sort as they were made, whatever the millisecond (RFC 9562 6.2)."""

from itertools import pairwise

import pytest

from shared.kernel import ids
from shared.kernel.ids import uuid7


def test_ids_sort_as_they_were_made() -> None:
    made = [uuid7() for _ in range(20_000)]
    assert all(earlier < later for earlier, later in pairwise(made))
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}


def test_a_clock_that_is_set_back_or_stands_still_makes_larger_ids_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = ids.time.time_ns()
    before = uuid7()
    later = [now, now, now - 60_000_000_000, now + 1]
    monkeypatch.setattr(ids.time, "time_ns", lambda: later.pop(0))
    made = [before, *(uuid7() for _ in range(4))]
    assert made == sorted(set(made))
