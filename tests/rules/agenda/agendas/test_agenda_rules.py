"""What a goal asks of a region (A2), and the life of an agenda by chance (domain.md 3.1; A8)."""

import difflib
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.agendas.agendas.goals import yearly_growth
from services.agenda.agendas.agendas.models import Status
from services.agenda.agendas.agendas.rules import LIFE
from services.agenda.agendas.versions.models import AgendaVersion
from services.agenda.agendas.versions.rules import text_difference


@pytest.mark.parametrize(
    ("baseline", "target", "years", "growth"),
    [
        (100, 200, 10, "7.1773"),  # doubling in ten years
        (100, 121, 2, "10.0000"),
        (200, 100, 1, "-50.0000"),
        (30_000, 34_000, 5, "2.5349"),
        (0, 100, 5, None),
        (100, -1, 5, None),
        (100, 110, 0, None),
    ],
)
def test_the_growth_a_year_that_closes_the_gap(
    baseline: int, target: int, years: int, growth: str | None
) -> None:
    assert yearly_growth(baseline, target, years) == (None if growth is None else Decimal(growth))


@given(
    st.integers(min_value=1_000, max_value=10**9),
    st.integers(min_value=10, max_value=1_000),
    st.integers(min_value=1, max_value=50),
)
def test_growing_so_fast_for_so_long_reaches_the_target(baseline: int, percent: int, years: int) -> None:
    target = baseline * percent // 100
    growth = yearly_growth(baseline, target, years)
    assert growth is not None
    reached = baseline * (1 + float(growth) / 100) ** years
    assert reached == pytest.approx(target, rel=1e-4)


EVENTS = sorted({event for _, event in LIFE.transitions})


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_no_order_of_events_brings_an_agenda_back_from_its_end(events: list[str]) -> None:
    status, seen = Status.DRAFT, [Status.DRAFT]
    for event in events:
        status = LIFE.transitions.get((status, event), status)
        seen.append(status)
    for last in (Status.WITHDRAWN, Status.EVALUATED):
        if last in seen:
            assert set(seen[seen.index(last) :]) == {last}
    if Status.ADOPTED in seen:
        assert seen.index(Status.CONSULTATION) < seen.index(Status.PROPOSED) < seen.index(Status.ADOPTED)
        assert Status.DRAFT not in seen[seen.index(Status.ADOPTED) :]


def version(edition: int, **content: Any) -> AgendaVersion:
    return AgendaVersion(
        owner="region:CR36",
        agenda_id=UUID(int=1),
        edition=edition,
        title="Brainport",
        content=content,
        decisions=[],
        digest="",
        adopted_on=date(2015, 1, 1),
    )


def test_each_place_of_a_version_is_compared_with_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty thousand much alike lines compared all at once took forty seconds, without a token (A8)."""
    compared: list[int] = []
    unified = difflib.unified_diff

    def counted(old: list[str], new: list[str], *names: str, **how: Any) -> Any:
        compared.append(len(old) + len(new))
        return unified(old, new, *names, **how)

    monkeypatch.setattr(difflib, "unified_diff", counted)
    before = version(1, title="Brainport", urgency=[{"text": "a\nb\nc", "source": "CBS"}], themes=["WATER"])
    after = version(2, title="Brainport", urgency=[{"text": "a\nc\nd", "source": "CBS"}], themes=[])
    assert text_difference(before, after).splitlines() == [
        "--- version 1",
        "+++ version 2",
        "@@ -1,3 +1,3 @@",
        " urgency 1, text: a",
        "-urgency 1, text: b",
        " urgency 1, text: c",
        "+urgency 1, text: d",
        "@@ -1 +0,0 @@",
        "-themes 1: WATER",
    ]
    assert max(compared) == 6
    assert text_difference(before, before) == ""
