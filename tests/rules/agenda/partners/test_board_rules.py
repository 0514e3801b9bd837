"""Economic boards, taskforces and committees: who must sit on one, and when it may speak (B44–B48)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.partners.boards import rules
from services.agenda.partners.boards.models import (
    Advice,
    AdviceKind,
    Board,
    BoardMember,
    Kind,
    Outcome,
    Status,
)
from services.agenda.partners.organisations.models import Role
from shared.kernel.ids import uuid7
from shared.kernel.rules import Refused, Rule

START, ADVISED, TODAY = date(2014, 3, 1), date(2014, 10, 1), date(2014, 10, 20)


def board(kind: Kind = Kind.ECONOMIC_BOARD, **values: Any) -> Board:
    known: dict[str, Any] = {
        "name": "Economic Board Groningen",
        "region_code": "CR03",
        "assignment": "Strengthen the economy of the earthquake area.",
        "mandate": None,
        "state_member": True,
        "tasks": [],
        "jobs_at_stake": None,
        "closes_on": None,
        "installed_on": START,
        "advice_due_on": date(2014, 12, 1),
    }
    return Board(owner="region:CR03", kind=kind, **{**known, **values})


def member(of: Board, role: Role, joined_on: date = START, *, chair: bool = False) -> BoardMember:
    return BoardMember(
        owner=of.owner,
        board_id=of.id,
        organisation="An organisation",
        role=role,
        joined_on=joined_on,
        chair=chair,
    )


def advice(of: Board, **values: Any) -> Advice:
    known: dict[str, Any] = {
        "kind": AdviceKind.ADVICE,
        "outcome": Outcome.POSITIVE,
        "given_on": ADVISED,
        "text": "Do it.",
        "source": None,
        "subject_kind": None,
        "subject_id": None,
    }
    return Advice(owner=of.owner, board_id=of.id, **{**known, **values})


WHOLE = (Role.GOVERNMENT, Role.BUSINESS, Role.KNOWLEDGE)


def test_an_economic_board_without_knowledge_institutions_does_not_speak() -> None:
    of = board()
    members = [member(of, role) for role in WHOLE[:2]]
    with pytest.raises(Refused) as refused:
        rules.advise(of, advice(of), members, None, TODAY)
    assert refused.value.rule is rules.WHOLE_HELIX
    assert refused.value.facts == {"missing": ["KNOWLEDGE"]}
    assert of.advice_due_on == date(2014, 12, 1)
    given_now = rules.advise(of, advice(of), [*members, member(of, Role.KNOWLEDGE)], None, TODAY)
    assert (given_now.board_kind, given_now.outcome) == ("ECONOMIC_BOARD", "POSITIVE")
    assert of.advice_due_on is None


def test_a_triple_helix_organisation_stands_for_all_three() -> None:
    of = board()
    rules.advise(of, advice(of), [member(of, Role.TRIPLE_HELIX)], None, TODAY)


@pytest.mark.parametrize("kind", [Kind.COMMITTEE, Kind.TASKFORCE])
def test_a_committee_may_be_one_person(kind: Kind) -> None:
    of = board(kind)
    rules.advise(of, advice(of), [], None, TODAY)


def test_who_joined_after_the_advice_does_not_count() -> None:
    of = board()
    members = [*(member(of, role) for role in WHOLE[:2]), member(of, Role.KNOWLEDGE, date(2014, 10, 2))]
    with pytest.raises(Refused) as refused:
        rules.advise(of, advice(of), members, None, TODAY)
    assert refused.value.facts == {"missing": ["KNOWLEDGE"]}


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"given_on": date(2014, 2, 28)}, rules.DATES),
        ({"given_on": date(2014, 10, 21)}, rules.DATES),
        ({"kind": AdviceKind.DECISION}, rules.MANDATED),
        ({"subject_kind": "AGENDA"}, rules.KNOWN_SUBJECT),
        ({"subject_kind": "AGENDA", "subject_id": uuid7()}, rules.KNOWN_SUBJECT),
    ],
)
def test_what_a_board_may_not_say(values: dict[str, object], rule: Rule) -> None:
    of = board(Kind.COMMITTEE)
    with pytest.raises(Refused) as refused:
        rules.advise(of, advice(of, **values), [], None, TODAY)
    assert refused.value.rule is rule


def test_two_never_chair_a_board_on_the_same_day() -> None:
    """The day on which one leaves is still the day of that chair (B46)."""
    of = board()
    first = rules.seat(of, member(of, Role.GOVERNMENT, chair=True), [])
    rules.seat(of, member(of, Role.BUSINESS), [first])
    rules.leave(first, ADVISED)
    with pytest.raises(Refused) as refused:
        rules.seat(of, member(of, Role.KNOWLEDGE, ADVISED, chair=True), [first])
    assert refused.value.rule is rules.ONE_CHAIR
    assert refused.value.facts == {"chairs": [str(first.id)]}
    second = rules.seat(of, member(of, Role.KNOWLEDGE, date(2014, 10, 2), chair=True), [first])
    assert [rules.chair_on([first, second], day) for day in (ADVISED, date(2014, 10, 2))] == [
        first.id,
        second.id,
    ]
    given = advice(of, kind=AdviceKind.ADVICE)
    told = rules.advise(of, given, [first, member(of, Role.TRIPLE_HELIX)], None, TODAY)
    assert (given.chair_id, told.chair_id) == (first.id, first.id)


def test_within_its_mandate_a_board_decides() -> None:
    of = board(Kind.COMMITTEE, mandate="May spend a budget")
    decided = rules.advise(of, advice(of, kind=AdviceKind.DECISION), [], None, TODAY)
    assert decided.kind == "DECISION"


@given(st.lists(st.sampled_from(["seat", "advise", "dissolve"]), max_size=8))
def test_after_its_dissolution_nothing_happens_any_more(events: list[str]) -> None:
    of = board(Kind.COMMITTEE)
    steps = {
        "seat": lambda: rules.seat(of, member(of, Role.BUSINESS), []),
        "advise": lambda: rules.advise(of, advice(of), [], None, TODAY),
        "dissolve": lambda: rules.dissolve(of, TODAY),
    }
    dissolved = False
    for event in events:
        if dissolved:
            with pytest.raises(Refused) as refused:
                steps[event]()
            assert refused.value.rule is rules.LIFE.rule
        else:
            steps[event]()
        dissolved = dissolved or event == "dissolve"
    assert (of.status is Status.DISSOLVED) == dissolved
