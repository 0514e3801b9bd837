"""Regions and reference data (A4, A10), the ambassadors and their questions (B21, B22)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.partners.ambassadors import rules as ambassadors
from services.agenda.partners.ambassadors.models import Ambassador
from services.agenda.places.reference_versions import rules as reference
from services.agenda.places.reference_versions.rules import Change, Damaged, Problem
from services.agenda.places.regions import rules
from services.agenda.places.regions.models import Kind, Membership, Region
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused
from shared.testing.rules import refused

SHIPPED = Path(__file__).resolve().parents[4] / "shared/reference"
FILES = {name: (SHIPPED / f"{name}.csv").read_bytes() for name in reference.COLUMNS}


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in FILES[name]
    return {**FILES, name: FILES[name].replace(old.encode(), new.encode(), 1)}


def test_every_municipality_lies_in_one_corop_one_province_and_one_landsdeel() -> None:
    """The counts are those of CBS on 1 July 2026: 342, 40, 12, 4 and 35 (domain.md section 5)."""
    found = reference.snapshot(FILES)
    kinds = [kind for kind, _ in found.regions.values()]
    assert {kind: kinds.count(kind) for kind in Kind} == {
        Kind.MUNICIPALITY: 342,
        Kind.COROP: 40,
        Kind.PROVINCE: 12,
        Kind.LANDSDEEL: 4,
        Kind.LABOUR_MARKET: 35,
        Kind.ROM_AREA: 9,
        Kind.EFRO_AREA: 4,
        Kind.URBAN_REGION: 0,
    }
    for code, (kind, _) in found.regions.items():
        if kind is Kind.MUNICIPALITY:
            above = [edge[3] for edge in found.memberships if edge[0] == code]
            tree = (Kind.COROP, Kind.PROVINCE, Kind.LANDSDEEL)
            assert [above.count(level) for level in tree] == [1, 1, 1], code


def test_efro_is_not_landsdeel_for_flevoland_and_zeeland() -> None:
    found = reference.snapshot(FILES)
    areas = {(edge[0], edge[3]): edge[2] for edge in found.memberships if edge[1] is Kind.PROVINCE}
    assert areas["PV24", Kind.LANDSDEEL] == "LD02"
    assert areas["PV24", Kind.EFRO_AREA] == "EFRO-WEST"
    assert areas["PV29", Kind.LANDSDEEL] == "LD03"
    assert areas["PV29", Kind.EFRO_AREA] == "EFRO-ZUID"


def test_the_same_set_changes_nothing_and_line_ends_do_not_matter() -> None:
    found = reference.snapshot(FILES)
    assert reference.compare(found, found) == []
    windows = {name: content.replace(b"\n", b"\r\n") for name, content in FILES.items()}
    assert reference.digest(windows) == reference.digest(FILES)


def test_a_newer_set_says_what_it_changes() -> None:
    lines = FILES["gemeenten"].decode().splitlines()
    gone = next(line for line in lines if line.startswith("GM0034"))
    newer = {**FILES, "gemeenten": "\n".join(line for line in lines if line != gone).encode()}
    newer["gemeenten"] = newer["gemeenten"].replace(b"GM0014,Groningen,", b"GM0014,Groningen (stad),")
    newer["arbeidsmarktregios"] = FILES["arbeidsmarktregios"].replace(b"GM0034", b"GM0014")
    changes = reference.compare(reference.snapshot(FILES), reference.snapshot(newer))
    assert Change("region-renamed", "GM0014", "Groningen → Groningen (stad)") in changes
    assert Change("region-ended", "GM0034", "Almere") in changes
    ended = {change.detail for change in changes if change.what == "membership-ended"}
    assert ended == {"CR40", "PV24", "LD02", "ROM-HORIZON", "EFRO-WEST"}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({**FILES, "provinces": b""}, Problem("provinces", 1, "has no column cbs_province_code, name")),
        ({k: v for k, v in FILES.items() if k != "roms"}, Problem("roms", 0, "is not there")),
        ({**FILES, "roms": b"rom_code,name\n"}, Problem("roms", 0, "has no rows")),
        ({**FILES, "roms": b"rom_code,name\nNOM,\xff\n"}, Problem("roms", 0, "is not UTF-8 at byte 18")),
        (changed("gemeenten", "GM0034,", "GM0014,"), Problem("gemeenten", 3, "has the key GM0014 again")),
        (
            changed("gemeenten", "GM0034,Almere,CR40", "GM0034,Almere,CR99"),
            Problem("gemeenten", 3, "names CR99, "),
        ),
        (changed("gemeenten", "GM0034,Almere,", "GM0034,,"), Problem("gemeenten", 3, "lacks a value: name")),
        (
            changed("gemeenten", "GM0034,Almere", "GM0034,Alm\0re"),
            Problem("gemeenten", 3, "has characters that cannot be printed: name"),
        ),
        (
            changed("gemeenten", "GM0034,", "PV30,"),
            Problem("gemeenten", 3, "has the key PV30, which is not written GM"),
        ),
        (
            changed("gemeenten", "GM0034,Almere,CR40", "GM0034,Almere,CR01"),
            Problem("gemeenten", 3, "lies in another"),
        ),
    ],
)
def test_a_damaged_set_is_refused_whole_and_says_where(files: dict[str, bytes], problem: Problem) -> None:
    with pytest.raises(Damaged) as found:
        reference.snapshot(files)
    told = [p for p in found.value.problems if (p.file, p.line) == (problem.file, problem.line)]
    assert any(p.fault.startswith(problem.fault) for p in told), found.value.problems


def test_all_problems_are_told_at_once() -> None:
    broken = changed("gemeenten", "GM0034,Almere,CR40", "GM0034,Almere,CR99")
    broken["roms"] = b"rom_code\n"
    with pytest.raises(Damaged) as found:
        reference.snapshot(broken)
    assert {problem.file for problem in found.value.problems} >= {"gemeenten", "roms"}


# --- urban regions (A4) ---

SINCE = date(2014, 1, 1)


def region(code: str, kind: Kind = Kind.MUNICIPALITY) -> Region:
    return Region(owner="region:CR36", code=code, name=code, kind=kind, valid_from=SINCE)


def test_an_urban_region_is_made_of_known_municipalities_each_once() -> None:
    urban = region("SR01", Kind.URBAN_REGION)
    known = [region("GM0772"), region("GM0770"), region("CR36", Kind.COROP)]
    facts = refused(rules.MUNICIPALITIES, lambda: rules.make(urban, ["GM0772", "GM9999", "GM0772"], known))
    assert facts == {"municipalities": ["GM0772", "GM9999"]}
    refused(rules.ONCE, lambda: rules.make(urban, ["GM0772"], [*known, region("SR01")]))
    members = rules.make(urban, ["GM0772", "GM0770"], known)
    assert [(m.member_code, m.valid_from) for m in members] == [("GM0772", SINCE), ("GM0770", SINCE)]
    refused(rules.MUNICIPALITIES, lambda: rules.join(urban, known[0], date(2015, 1, 1), members))
    rules.end_membership(members[0], date(2014, 12, 31))
    again = rules.join(urban, known[0], date(2015, 1, 1), members)
    rules.end(urban, [*members, again], date(2016, 12, 31))
    assert [m.valid_until for m in (*members, again)] == [
        date(2014, 12, 31),
        date(2016, 12, 31),
        date(2016, 12, 31),
    ]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1500)), max_size=12), st.integers(0, 2000))
def test_a_municipality_is_in_an_urban_region_once_on_every_day(
    acts: list[tuple[bool, int]], offset: int
) -> None:
    """Whatever the order of joining and leaving, and of the days (A4)."""
    urban, town = region("SR01", Kind.URBAN_REGION), region("GM0772")
    members: list[Membership] = []
    for joins, days in acts:
        on = SINCE + timedelta(days=days)
        try:
            if joins:
                members.append(rules.join(urban, town, on, members))
            elif members:
                rules.end_membership(members[-1], on)
        except Refused:
            continue
    day = SINCE + timedelta(days=offset)
    assert sum(rules.covers(member, day) for member in members) <= 1


def test_a_municipality_that_is_gone_is_in_no_urban_region_from_then_on() -> None:
    gone = region("GM0743")
    gone.valid_until = date(2014, 12, 31)
    urban = region("SR01", Kind.URBAN_REGION)
    assert rules.join(urban, gone, date(2014, 12, 31), []).member_code == "GM0743"
    refused(rules.MUNICIPALITIES, lambda: rules.join(urban, gone, date(2015, 1, 1), []))
    urban.valid_from = date(2015, 1, 1)
    refused(rules.MUNICIPALITIES, lambda: rules.make(urban, ["GM0743"], [gone]))


def test_unknown_members_are_not_none() -> None:
    """Of a labour market region only the centre municipality is known (domain.md section 5, point 4)."""
    day, labour = date(2024, 1, 1), region("AM06", Kind.LABOUR_MARKET)
    assert refused(rules.MEMBERS_KNOWN, lambda: rules.members_on(labour, [], day)) == {"region": "AM06"}
    assert rules.members_on(region("GM0772"), [], day) == {"GM0772"}


def test_what_comes_with_the_reference_data_is_not_changed_by_hand() -> None:
    corop = region("CR36", Kind.COROP)
    refused(rules.URBAN, lambda: rules.join(corop, region("GM0772"), SINCE, []))
    member = Membership(
        owner="region:CR36",
        member_code="GM0772",
        member_kind=Kind.MUNICIPALITY,
        region_code="CR36",
        kind=Kind.COROP,
        valid_from=SINCE,
    )
    refused(rules.URBAN, lambda: rules.end_membership(member, SINCE))


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_an_overlap_is_the_same_from_both_sides(first: set[str], second: set[str]) -> None:
    one, other = rules.overlap(first, second), rules.overlap(second, first)
    assert one["municipalities"] == other["municipalities"] == sorted(first & second)
    assert one["first_within_second"] == other["second_within_first"] == (bool(first) and first <= second)


# --- ambassadors (B22) ---

DAYS = st.dates(min_value=date(2014, 1, 1), max_value=date(2016, 12, 31))


def ambassador(starts_on: date, ends_on: date | None) -> Ambassador:
    return Ambassador(
        owner="state",
        landsdeel_code="LD01",
        office="Noord",
        contact="EZ",
        starts_on=starts_on,
        ends_on=ends_on,
    )


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=8), DAYS)
def test_no_day_has_two_ambassadors(periods: list[tuple[date, date | None]], day: date) -> None:
    there: list[Ambassador] = []
    for starts_on, ends_on in periods:
        try:
            made = ambassador(starts_on, ends_on)
            ambassadors.assign(made, there, SINCE)
            there.append(made)
        except Refused:
            continue
    in_office = [a for a in there if a.starts_on <= day and (a.ends_on is None or day <= a.ends_on)]
    assert len(in_office) <= 1


def test_which_ambassador_serves_flevoland_is_a_setting() -> None:
    areas = Regime("ambassador-areas", "t", SINCE, None, "test", {"PV24": "LD03"})
    assert ambassadors.landsdeel_for("PV24", "LD02", areas) == "LD03"
    assert ambassadors.landsdeel_for("PV20", "LD01", areas) == "LD01"
