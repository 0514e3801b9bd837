"""Organisations keep their history through names and mergers (A9); identifiers agree (domain.md 6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.partners.organisations import rules
from services.agenda.partners.organisations.models import Mandate, MandateStatus, Organisation, Role, Status
from shared.kernel.rules import Refused

SINCE = date(2010, 1, 1)


def organisation(**known: str | None) -> Organisation:
    identifiers = {"kvk_number": None, "rsin": None, "oin": None, "lei": None, **known}
    return Organisation(
        owner="region:CR36", name="NV REDE", named_since=SINCE, role=Role.TRIPLE_HELIX, **identifiers
    )


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({}, rules.IDENTIFIED),
        ({"oin": "00000001822477348000", "rsin": "002564440"}, rules.AGREE),
        ({"oin": "00000003687501100000", "kvk_number": "17172346"}, rules.AGREE),
    ],
)
def test_what_identifies_nobody_is_refused(known: dict[str, str], rule: object) -> None:
    with pytest.raises(Refused) as refused:
        rules.register(organisation(**known), [])
    assert refused.value.rule is rule


@pytest.mark.parametrize(
    "known",
    [
        {"kvk_number": "68750110"},
        {"lei": "724500VKKSH9QOLTFR81"},
        {"oin": "00000001822477348000", "rsin": "822477348"},
        {"oin": "00000003687501100000", "kvk_number": "68750110"},
        {"oin": "00000004194049711000", "rsin": "002564440"},
    ],
)
def test_one_identifier_is_enough_and_several_agree(known: dict[str, str]) -> None:
    rules.register(organisation(**known), [])


def test_an_identifier_belongs_to_one_organisation() -> None:
    other = organisation(kvk_number="68750110")
    with pytest.raises(Refused) as refused:
        rules.register(organisation(kvk_number="68750110"), [other])
    assert refused.value.rule is rules.ONCE
    assert refused.value.facts == {"organisations": [str(other.id)]}


@given(st.lists(st.integers(min_value=1, max_value=4000), min_size=1, max_size=8, unique=True))
def test_the_names_cover_every_day_exactly_once(days: list[int]) -> None:
    named = organisation(kvk_number="68750110")
    for number, offset in enumerate(sorted(days)):
        rules.rename(named, f"Name {number}", SINCE + timedelta(days=offset))
    begins = [date.fromisoformat(former["from"]) for former in named.former_names] + [named.named_since]
    ends = [date.fromisoformat(former["until"]) for former in named.former_names]
    assert begins[0] == SINCE
    assert [last + timedelta(days=1) for last in ends] == begins[1:]
    assert named.name == f"Name {len(days) - 1}"


def test_a_name_never_begins_before_the_one_it_follows() -> None:
    named = organisation(kvk_number="68750110")
    with pytest.raises(Refused) as refused:
        rules.rename(named, "Earlier", SINCE)
    assert refused.value.rule is rules.LATER
    assert (named.name, named.former_names) == ("NV REDE", [])


def test_an_organisation_goes_on_in_another_active_one() -> None:
    old, new = organisation(kvk_number="68750110"), organisation(kvk_number="17172346")
    for into in (None, old):
        with pytest.raises(Refused) as refused:
            rules.merge(old, into, date(2016, 1, 1))
        assert refused.value.rule is rules.OTHER_ACTIVE
    merged = rules.merge(old, new, date(2016, 1, 1))
    assert (old.status, old.merged_into_id, merged.into_id) == (Status.MERGED, new.id, new.id)
    third = organisation(kvk_number="17278718")
    with pytest.raises(Refused) as refused:
        rules.merge(third, old, date(2017, 1, 1))
    assert refused.value.rule is rules.OTHER_ACTIVE


def mandate(of: Organisation, **values: Any) -> Mandate:
    given: dict[str, Any] = {
        "owner": of.owner,
        "starts_on": SINCE,
        "ends_on": None,
        "given_by": "Council",
        "matter": "Sign",
    }
    return Mandate(organisation_id=of.id, **{**given, **values})


def test_a_mandate_is_of_an_active_organisation_and_ends_after_it_starts() -> None:
    of = organisation(kvk_number="68750110")
    with pytest.raises(Refused) as refused:
        rules.give_mandate(of, mandate(of, ends_on=SINCE - timedelta(days=1)), SINCE)
    assert refused.value.rule is rules.MANDATE_PERIOD
    given = rules.give_mandate(of, mandate(of), SINCE)
    rules.end_mandate(given, SINCE)
    assert given.ends_on == SINCE
    until_2015 = rules.give_mandate(of, mandate(of, ends_on=date(2015, 12, 31)), SINCE)
    with pytest.raises(Refused) as refused:
        rules.end_mandate(until_2015, date(2030, 12, 31))
    assert (refused.value.rule, until_2015.ends_on) == (rules.MANDATE_PERIOD, date(2015, 12, 31))
    rules.end(of, date(2016, 1, 1))
    with pytest.raises(Refused) as refused:
        rules.give_mandate(of, mandate(of), SINCE)
    assert refused.value.rule is rules.ACTIVE


@pytest.mark.parametrize(("day", "status"), [(31, MandateStatus.GIVEN), (32, MandateStatus.ENDED)])
def test_a_mandate_of_the_past_is_over_when_it_is_recorded(day: int, status: MandateStatus) -> None:
    given = mandate(organisation(), ends_on=date(2015, 1, 31))
    rules.give_mandate(organisation(), given, date(2015, 1, 1) + timedelta(days=day - 1))
    assert given.status is status
