"""Commitments (B1, B2, B20), issues for the State (B52), evaluations (B49–B53) and yearly reports (B5)."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.accountability.bottlenecks import rules as bottlenecks
from services.agenda.accountability.bottlenecks.models import Bottleneck
from services.agenda.accountability.bottlenecks.models import Kind as BottleneckKind
from services.agenda.accountability.commitments import rules as commitments
from services.agenda.accountability.commitments.models import Commitment, Kind, Status
from services.agenda.accountability.consultations import rules as consultations
from services.agenda.accountability.consultations.models import Consultation
from services.agenda.accountability.consultations.models import Kind as ConsultationKind
from services.agenda.accountability.evaluations import rules as evaluations
from services.agenda.accountability.evaluations.models import Conclusion, Evaluation
from services.agenda.accountability.evaluations.models import Status as EvaluationStatus
from services.agenda.accountability.reports import rules as reports
from services.agenda.accountability.reports.models import Report, SubjectKind
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule
from shared.testing.rules import person, refused

TODAY = date(2014, 10, 20)
MINISTRIES = Regime("ministries", "t", date(2010, 1, 1), None, "test", {"ministries": ["EZ", "SZW"]})
TERMS = Regime("evaluation-terms", "t", date(1998, 1, 1), None, "test", {"POLICY": 5})
NOTICE = Regime("accountability-terms", "t", date(2010, 1, 1), None, "test", {"due_soon_weeks": 8})


def commitment(**values: Any) -> Commitment:
    known = {
        "made_on": TODAY,
        "due_on": date(2014, 12, 31),
        "lead_ministry": "EZ",
        "ministries": ["SZW"],
        **values,
    }
    return Commitment(
        owner="state",
        kind=Kind.COMMITMENT,
        title="Inform parliament",
        text="if possible this year",
        kamerstuk="27 406, nr. 214",
        kamerstuk_code="27406-214",
        minister="Minister of Economic Affairs",
        soft=True,
        linked=[],
        recorded_on=TODAY,
        regime="ministries@t",
        **known,
    )


def test_so_much_softness_moves_no_date() -> None:
    """B20: "zo mogelijk nog dit jaar": soft, and overdue on 1 January 2015 all the same."""
    found = commitment()
    assert commitments.register(found, MINISTRIES, TODAY) is None
    soon = commitments.step_on(found, date(2014, 12, 1))
    assert (found.status, soon.overdue, soon.soft) == (Status.DUE_SOON, False, True)
    late = commitments.step_on(found, date(2015, 1, 1))
    assert (found.status, late.overdue) == (Status.OVERDUE, True)
    done = commitments.fulfil(found, "32637-160", date(2015, 1, 9), date(2015, 1, 9))
    assert (done.days_open, done.in_time) == (81, False)  # 20 October to 9 January
    refused(commitments.LIFE.rule, lambda: commitments.withdraw(found, "No", TODAY))


def test_what_was_due_before_it_was_entered_is_overdue_from_the_start() -> None:
    found = commitment()
    told = commitments.register(found, MINISTRIES, date(2026, 11, 25))
    assert told is not None
    assert (told.overdue, found.status) == (True, Status.OVERDUE)


@pytest.mark.parametrize(
    ("day", "event", "holds"),
    [
        (date(2014, 11, 4), "come_due", False),  # eight weeks and a day before 31 December 2014
        (date(2014, 11, 5), "come_due", True),
        (date(2014, 12, 31), "come_due", True),
        (date(2014, 12, 31), "pass_due", False),
        (date(2015, 1, 1), "come_due", False),
        (date(2015, 1, 1), "pass_due", True),
    ],
)
def test_what_is_said_by_hand_is_true_on_that_day(day: date, event: str, holds: bool) -> None:
    """B1, B20: of a commitment whose day had passed when it was entered."""
    found = commitment()
    if holds:
        assert commitments.remind(found, event, NOTICE, day).overdue == (event == "pass_due")
    else:
        refused(commitments.DAY, lambda: commitments.remind(found, event, NOTICE, day))
        assert found.status is Status.OPEN


@given(st.lists(st.tuples(st.sampled_from(["remind", "pass", "fulfil", "withdraw"]), st.integers(0, 200))))
def test_a_commitment_ends_once_and_is_never_called_overdue_in_time(steps: list[tuple[str, int]]) -> None:
    """domain.md 3.23, in any order of events: an end is final, a fulfilment has its document and its days."""
    found, ended = commitment(), 0
    for step, days in steps:
        day = TODAY + timedelta(days)
        with suppress(Refused):
            match step:
                case "remind":
                    commitments.remind(found, "come_due", NOTICE, day)
                case "pass":
                    assert commitments.remind(found, "pass_due", NOTICE, day).due_on < day
                case "fulfil":
                    commitments.fulfil(found, "32637-160", day, day)
                    ended += 1
                case _:
                    commitments.withdraw(found, "No longer asked for", day)
                    ended += 1
    assert ended == (found.status in (Status.FULFILLED, Status.WITHDRAWN))
    assert (found.document, found.days_open is None) == (
        ("32637-160", False) if found.status is Status.FULFILLED else (None, True)
    )


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"made_on": date(2014, 10, 21)}, commitments.DATES),
        ({"due_on": date(2014, 10, 19)}, commitments.DATES),
        ({"lead_ministry": "LNV"}, commitments.MINISTRY),
        ({"ministries": ["EZ", "IENW"]}, commitments.MINISTRY),
    ],
)
def test_a_commitment_is_of_ministries_of_its_day(values: dict[str, Any], rule: Rule) -> None:
    refused(rule, lambda: commitments.register(commitment(**values), MINISTRIES, TODAY))


def bottleneck(kind: BottleneckKind, law: str | None = None) -> Bottleneck:
    return Bottleneck(
        owner="region:CR36",
        kind=kind,
        title="Permits",
        description="They take too long.",
        law=law,
        article=None,
        region_codes=["CR36"],
        commitments=["32 637, nr. 151"],
        reported_on=TODAY,
        answer_due_on=None,
    )


def test_a_legal_bottleneck_names_its_law_and_is_answered() -> None:
    refused(bottlenecks.LAW, lambda: bottlenecks.report(bottleneck(BottleneckKind.LEGAL_BOTTLENECK), TODAY))
    bottlenecks.report(bottleneck(BottleneckKind.CROSS_OVER), TODAY)
    early = TODAY - timedelta(1)
    refused(bottlenecks.BY_NOW, lambda: bottlenecks.report(bottleneck(BottleneckKind.CROSS_OVER), early))
    found = bottleneck(BottleneckKind.LEGAL_BOTTLENECK, "BWBR0024779")
    bottlenecks.report(found, TODAY)
    refused(bottlenecks.OWNER_MINISTRY, lambda: bottlenecks.take_up(found, "IENW", MINISTRIES))
    bottlenecks.take_up(found, "EZ", MINISTRIES)
    told = bottlenecks.answer(found, "resolve", "The law was changed", "Stb. 2015, 1", TODAY)
    assert (told.resolved, told.ministry) == (True, "EZ")


def test_a_consultation_is_concluded_when_it_was_held() -> None:
    found = Consultation(
        owner="state",
        kind=ConsultationKind.ADMINISTRATIVE,
        title="SME innovation",
        held_on=date(2014, 11, 1),
        parties=["EZ", "IPO"],
        points=[],
        commitments=["27406-214"],
    )
    refused(consultations.HELD, lambda: consultations.conclude(found, "One plan", [], "state", TODAY))
    early = [{"action": "a", "responsible": "b", "due_on": "2014-10-31"}]
    refused(
        consultations.HELD,
        lambda: consultations.conclude(found, "One plan", early, "state", date(2014, 11, 2)),
    )
    days = [date(2015, 1, 31), date(2014, 12, 31)]
    agreed = [{"action": f"a{n}", "responsible": "IPO", "due_on": str(day)} for n, day in enumerate(days)]
    consultations.conclude(found, "One plan", agreed, "state", date(2014, 11, 2))
    assert found.actions_due_on == date(2014, 12, 31)
    consultations.complete(found, 2, date(2014, 12, 1))
    assert found.actions_due_on == date(2015, 1, 31)
    again = refused(consultations.ACTION, lambda: consultations.complete(found, 2, date(2014, 12, 2)))
    assert again == {"open": [1]}
    consultations.complete(found, 1, date(2014, 12, 3))
    assert (found.actions_due_on, found.actions[0]["completed_on"]) == (None, "2014-12-03")


def test_the_region_that_takes_part_reads_along() -> None:
    """B19: a consultation has its parties; the invited region is one of them."""
    found = Consultation(
        owner="state",
        kind=ConsultationKind.ADMINISTRATIVE,
        title="SME innovation",
        held_on=date(2014, 11, 1),
        parties=["EZ", "Brainport"],
        points=[],
        commitments=[],
    )
    assert consultations.plan(found, "CR36").invited == "region:CR36"
    assert consultations.plan(found, None).invited is None


def evaluation() -> Evaluation:
    return Evaluation(
        owner="state",
        object_kind="POLICY",
        object_name="Spatial economic policy",
        object_code="PIEKEN_IN_DE_DELTA",
        title="Ten years",
        period_from=date(2004, 1, 1),
        period_until=date(2013, 12, 31),
        question="What did two shifts do?",
        method="Comparison",
        treated=["BRAINPORT"],
        compared=[],
        basis="33 400 XIII, nr. 2",
        due_on=date(2014, 12, 31),
        regime="evaluation-terms@t",
        recorded_on=TODAY,
    )


def test_the_next_report_is_due_five_years_after_the_last() -> None:
    """Awb 4:24 (AWB-8)."""
    assert evaluations.next_due(date(2009, 12, 31), evaluations.term_of("POLICY", TERMS)) == date(
        2014, 12, 31
    )
    assert evaluations.next_due(date(2012, 2, 29), 5) == date(2017, 2, 28)
    assert refused(evaluations.TERM, lambda: evaluations.term_of("TAX", TERMS)) == {"kinds": ["POLICY"]}


def delivered(recommendations: int) -> Evaluation:
    found = evaluation()
    evaluations.commission(found, "Ecorys", MINISTRIES)
    evaluations.begin(found)
    named = [f"Recommendation {n}" for n in range(1, recommendations + 1)]
    evaluations.deliver(
        found,
        evaluations.Delivery(
            "Annex", date(2014, 9, 1), Conclusion.POSITIVE, "It worked.", named, date(2014, 12, 1)
        ),
        TODAY,
    )
    return found


def answer(number: int, judgement: str = "AGREE", action: str | None = "Do it") -> dict[str, Any]:
    return {"recommendation": number, "judgement": judgement, "action": action, "ministry": "EZ"}


def test_a_ministry_does_not_evaluate_itself() -> None:
    refused(evaluations.EXTERNAL, lambda: evaluations.commission(evaluation(), "ez", MINISTRIES))


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [answer(1)],
        [answer(1), answer(1)],
        [answer(1), answer(2), answer(3)],
        [answer(1), answer(2, action=None)],
    ],
)
def test_each_recommendation_is_answered_exactly_once(answers: list[dict[str, Any]]) -> None:
    found = delivered(2)
    refused(
        evaluations.EVERY_RECOMMENDATION,
        lambda: evaluations.appreciate(found, answers, "Brief", MINISTRIES, TODAY),
    )
    assert found.status is EvaluationStatus.DELIVERED


def test_a_recommendation_is_answered_by_a_ministry_of_its_day() -> None:
    """B53, B2."""
    found = delivered(1)
    answers = [{**answer(1), "ministry": "LNV"}]
    facts = refused(
        evaluations.MINISTRY, lambda: evaluations.appreciate(found, answers, "Brief", MINISTRIES, TODAY)
    )
    assert facts == {"ministries": ["EZ", "SZW"]}


@given(st.permutations([1, 2, 3]))
def test_an_evaluation_is_closed_with_all_done_and_the_next_planned(order: list[int]) -> None:
    found = delivered(3)
    answers = [answer(1), answer(2, "DISAGREE", None), answer(3)]
    told = evaluations.appreciate(found, answers, "Brief", MINISTRIES, TODAY)
    assert (told.agreed, told.recommendations) == (2, 3)
    due = [TODAY + timedelta(days=10 * n) for n in (3, 1, 2)]
    actions = [{"action": f"a{n}", "responsible": "EZ", "due_on": str(day)} for n, day in enumerate(due)]
    evaluations.plan_follow_up(found, actions, TODAY)
    assert found.follow_up_due_on == min(due)
    for number in order:
        refused(evaluations.ALL_DONE, lambda: evaluations.close(found, TERMS, TODAY))
        evaluations.complete(found, number, TODAY)
        refused(evaluations.ACTION, lambda number=number: evaluations.complete(found, number, TODAY))
    following = evaluations.close(found, TERMS, TODAY)
    assert (following.due_on, following.previous_id, found.next_id) == (
        date(2019, 9, 1),
        found.id,
        following.id,
    )
    assert (following.status, following.object_code) == (EvaluationStatus.SCHEDULED, found.object_code)
    assert following.period_from == date(2014, 1, 1)  # the day after the period that was evaluated


def report(year: int = 2014) -> Report:
    return Report(
        owner="state",
        subject_kind=SubjectKind.PROGRAMME,
        subject_code="PROGRAMME",
        agenda_id=None,
        title="Progress",
        year=year,
        due_on=date(2015, 5, 1),
    )


AT = datetime(2015, 1, 2, 9, tzinfo=UTC)


def test_a_report_is_written_and_adopted_by_two_people_after_its_year() -> None:
    found = report()
    reports.collect(found, [("projects", "projects", 7)], [{"name": "projects", "value": 5}], AT)
    assert found.figures == [{"name": "projects", "unit": "projects", "value": 7, "change": 2}]
    reports.write(found, [{"heading": "h", "text": "t"}], person("author"))
    refused(reports.FOUR_EYES, lambda: reports.adopt(found, "Board", person("author"), date(2015, 1, 2)))
    refused(reports.YEAR_ENDED, lambda: reports.adopt(found, "Board", person("o"), date(2014, 12, 31)))
    reports.adopt(found, "Board", person("other"), date(2015, 1, 1))
    first, _ = reports.publish(found, date(2015, 1, 3))
    reports.revise(found, "A figure was wrong", person("reviser"))
    reports.collect(found, [("projects", "projects", 8)], [], AT)
    assert found.figures[0]["change"] is None
    reports.write(found, [{"heading": "h", "text": "t"}], person("author"))
    reports.adopt(found, "Board", person("other"), date(2015, 2, 1))
    second, told = reports.publish(found, date(2015, 2, 2))
    assert (first.edition, first.figures[0]["value"], second.edition, second.figures[0]["value"]) == (
        1,
        7,
        2,
        8,
    )
    assert first.digest != second.digest
    assert (second.reason, told.edition) == ("A figure was wrong", 2)


def test_a_report_of_half_a_year_is_not_adopted() -> None:
    """B5; domain.md 3.1: figures of before New Year, as it falls in Amsterdam, do not tell of the year."""
    found = report()
    reports.collect(found, [], [], datetime(2014, 12, 31, 22, 59, tzinfo=UTC))
    reports.write(found, [{"heading": "h", "text": "t"}], person("author"))
    facts = refused(reports.WHOLE_YEAR, lambda: reports.adopt(found, "Board", person("o"), date(2015, 2, 1)))
    assert facts == {"collected_on": date(2014, 12, 31)}
    reports.collect(found, [], [], datetime(2014, 12, 31, 23, 0, tzinfo=UTC))
    reports.write(found, [{"heading": "h", "text": "t"}], person("author"))
    reports.adopt(found, "Board", person("o"), date(2015, 2, 1))


def test_nobody_who_wrote_on_a_report_adopts_it() -> None:
    """B10: four eyes over everybody who wrote on this edition, not only over whoever wrote last."""
    found = report()
    reports.collect(found, [], [], AT)
    for author in ("first", "second"):
        reports.write(found, [{"heading": "h", "text": "t"}], person(author))
    for author in ("first", "second"):
        refused(
            reports.FOUR_EYES,
            lambda author=author: reports.adopt(found, "Board", person(author), date(2015, 2, 1)),
        )
    reports.adopt(found, "Board", person("third"), date(2015, 2, 1))
    reports.publish(found, date(2015, 2, 2))
    reports.revise(found, "A figure was wrong", person("reviser"))
    assert (found.written_by, found.adopted_by, found.deciding_body) == (["reviser"], None, None)


def consultation(owner: str) -> Consultation:
    """One that was planned."""
    return Consultation(
        owner=owner,
        kind=ConsultationKind.ADMINISTRATIVE,
        title="SME innovation",
        held_on=date(2014, 11, 1),
        parties=["EZ", "Brainport"],
        points=[],
        commitments=[],
    )


def test_neither_side_of_a_consultation_speaks_for_the_other() -> None:
    """B19: what a region writes down of its talk with the State is agreed when the State accepts it."""
    found = consultations.plan(consultation("region:CR36"), None)
    assert found.invited == "state"
    consultations.conclude(found, "The State pays", [], "region:CR36", date(2014, 11, 2))
    assert found.status == "PROPOSED"
    refused(consultations.OTHER_SIDE, lambda: consultations.accept(found, "region:CR36"))
    consultations.accept(found, "state")
    assert found.status == "CONCLUDED"
    refused(consultations.SIDES, lambda: consultations.plan(consultation("rom:LIOF"), "CR36"))
    refused(consultations.SIDES, lambda: consultations.plan(consultation("region:LD01"), "CR36"))
