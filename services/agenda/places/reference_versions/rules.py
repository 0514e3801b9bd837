"""What reference data on regions must look like, and how a newer set differs from the one before (pure)."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from services.agenda.places.regions.models import Kind

COLUMNS = {  # of each file: its key first, then what is read
    "landsdelen": ("landsdeel_code", "landsdeel_name"),
    "provinces": ("cbs_province_code", "name", "landsdeel_code", "efro_programme_region", "rom_code"),
    "corop_nuts3": ("corop_code", "name", "cbs_province_code"),
    "gemeenten": ("gemeente_code", "name", "corop_code", "cbs_province_code"),
    "arbeidsmarktregios": ("am_code_2025", "name_2025", "centrumgemeente_code"),
    "roms": ("rom_code", "name"),
}
CODES = {  # how the keys of each file are written (domain.md section 6), so that no two files share one
    "landsdelen": re.compile("LD[0-9]{2}"),
    "provinces": re.compile("PV[0-9]{2}"),
    "corop_nuts3": re.compile("CR[0-9]{2}"),
    "gemeenten": re.compile("GM[0-9]{4}"),
    "arbeidsmarktregios": re.compile("AM[0-9]{2}"),
    "roms": re.compile("[A-Z][A-Z0-9-]{1,30}"),
}
REFERENCES = (  # file, column, file that must have the code
    ("provinces", "landsdeel_code", "landsdelen"),
    ("provinces", "rom_code", "roms"),
    ("corop_nuts3", "cbs_province_code", "provinces"),
    ("gemeenten", "corop_code", "corop_nuts3"),
    ("gemeenten", "cbs_province_code", "provinces"),
    ("arbeidsmarktregios", "centrumgemeente_code", "gemeenten"),
)

Rows = Mapping[str, dict[str, tuple[int, dict[str, str]]]]  # file → key → line and row
Edge = tuple[str, Kind, str, Kind]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file, and on which line (1 is the header; 0 is the file itself)."""

    file: str
    line: int
    fault: str


class Damaged(Exception):
    """The set cannot be loaded; nothing of it was."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = problems


@dataclass(frozen=True)
class Snapshot:
    """The regions of a set, and which belongs to which."""

    regions: Mapping[str, tuple[Kind, str]]
    memberships: frozenset[Edge]


@dataclass(frozen=True)
class Change:
    """One difference between two sets."""

    what: str
    code: str
    detail: str


def digest(files: Mapping[str, bytes]) -> str:
    """One hash over all files that are read, the same whatever their line ends."""
    found = hashlib.sha256()
    for name in COLUMNS:
        found.update(name.encode() + files.get(name, b"").replace(b"\r\n", b"\n"))
    return found.hexdigest()


def require_later(valid_from: date, since: date) -> None:
    """Damaged unless a set holds from a later day than the one before it: what it ends must have begun."""
    if valid_from <= since:
        raise Damaged([Problem("the set", 0, f"must hold from a day after {since}, when the last one began")])


def snapshot(files: Mapping[str, bytes]) -> Snapshot:
    """The regions in these CSV files; Damaged with every problem at once when one cannot be read."""
    problems: list[Problem] = []
    rows = {name: _rows(name, files, problems) for name in COLUMNS}
    problems += _dangling(rows)
    problems += _broken_tree(rows)
    if problems:
        raise Damaged(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.fault)))
    return Snapshot(dict(_regions(rows)), frozenset(_edges(rows)))


def compare(before: Snapshot, after: Snapshot) -> list[Change]:
    """What a newer set adds, renames and ends, by code."""
    old, new = before.regions, after.regions
    changes = [Change("region-added", code, new[code][1]) for code in new.keys() - old.keys()]
    changes += [Change("region-ended", code, old[code][1]) for code in old.keys() - new.keys()]
    changes += [
        Change("region-renamed", code, f"{old[code][1]} → {new[code][1]}")
        for code in old.keys() & new.keys()
        if old[code][1] != new[code][1]
    ]
    changes += [Change("membership-added", e[0], e[2]) for e in after.memberships - before.memberships]
    changes += [Change("membership-ended", e[0], e[2]) for e in before.memberships - after.memberships]
    return sorted(changes, key=lambda change: (change.what, change.code, change.detail))


def _rows(
    name: str, files: Mapping[str, bytes], problems: list[Problem]
) -> dict[str, tuple[int, dict[str, str]]]:
    wanted = COLUMNS[name]
    found: dict[str, tuple[int, dict[str, str]]] = {}
    try:
        reader = csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline=""), strict=True)
        missing = [column for column in wanted if column not in (reader.fieldnames or ())]
        if missing:
            problems.append(Problem(name, 1, f"has no column {', '.join(missing)}"))
            return found
        for row in reader:
            fault = _fault(name, row, found)
            if fault is None:
                found[row[wanted[0]]] = (reader.line_num, row)
            else:
                problems.append(Problem(name, reader.line_num, fault))
    except KeyError:
        problems.append(Problem(name, 0, "is not there"))
    except UnicodeDecodeError as fault:
        problems.append(Problem(name, 0, f"is not UTF-8 at byte {fault.start}"))
    except csv.Error as fault:
        problems.append(Problem(name, 0, f"is not CSV: {fault}"))
    if not found and not any(problem.file == name for problem in problems):
        problems.append(Problem(name, 0, "has no rows"))
    return found


def _fault(name: str, row: Mapping[str, str], found: Mapping[str, object]) -> str | None:
    wanted = COLUMNS[name]
    empty = [column for column in wanted if not (row[column] or "").strip()]
    if empty or None in row:
        return f"lacks a value: {', '.join(empty) or 'columns'}"
    unreadable = [column for column in wanted if not row[column].isprintable()]
    if unreadable:
        return f"has characters that cannot be printed: {', '.join(unreadable)}"
    key = row[wanted[0]]
    if not CODES[name].fullmatch(key):
        return f"has the key {key}, which is not written {CODES[name].pattern}"
    return f"has the key {key} again" if key in found else None


def _dangling(rows: Rows) -> Iterator[Problem]:
    for name, column, other in REFERENCES:
        for line, row in rows[name].values():
            if rows[other] and row[column] not in rows[other]:
                yield Problem(name, line, f"names {row[column]}, which {other} does not have")


def _broken_tree(rows: Rows) -> Iterator[Problem]:
    for line, row in rows["gemeenten"].values():
        corop = rows["corop_nuts3"].get(row["corop_code"])
        if corop is not None and corop[1]["cbs_province_code"] != row["cbs_province_code"]:
            yield Problem("gemeenten", line, "lies in another province than its COROP area")


def _regions(rows: Rows) -> Iterator[tuple[str, tuple[Kind, str]]]:
    for name, kind, column in (
        ("landsdelen", Kind.LANDSDEEL, "landsdeel_name"),
        ("provinces", Kind.PROVINCE, "name"),
        ("corop_nuts3", Kind.COROP, "name"),
        ("gemeenten", Kind.MUNICIPALITY, "name"),
        ("arbeidsmarktregios", Kind.LABOUR_MARKET, "name_2025"),
    ):
        yield from ((code, (kind, row[column])) for code, (_, row) in rows[name].items())
    for code, (_, row) in rows["roms"].items():
        yield f"ROM-{code}", (Kind.ROM_AREA, row["name"])
    for _, row in rows["provinces"].values():
        yield _efro(row), (Kind.EFRO_AREA, row["efro_programme_region"])


def _edges(rows: Rows) -> Iterator[Edge]:
    """Each municipality and province with every area it lies in; of labour market regions only the centre
    municipality is known, so none has members (domain.md section 5).
    """
    corops = {code: row["cbs_province_code"] for code, (_, row) in rows["corop_nuts3"].items()}
    areas = {code: list(_areas_of_province(row)) for code, (_, row) in rows["provinces"].items()}
    for province, above in areas.items():
        yield from ((province, Kind.PROVINCE, code, kind) for code, kind in above)
    for corop, province in corops.items():
        yield corop, Kind.COROP, province, Kind.PROVINCE
        yield from ((corop, Kind.COROP, code, kind) for code, kind in areas[province])
    for code, (_, row) in rows["gemeenten"].items():
        province = row["cbs_province_code"]
        above = [(row["corop_code"], Kind.COROP), (province, Kind.PROVINCE), *areas[province]]
        yield from ((code, Kind.MUNICIPALITY, area, kind) for area, kind in above)


def _areas_of_province(row: Mapping[str, str]) -> Iterator[tuple[str, Kind]]:
    yield row["landsdeel_code"], Kind.LANDSDEEL
    yield f"ROM-{row['rom_code']}", Kind.ROM_AREA
    yield _efro(row), Kind.EFRO_AREA


def _efro(row: Mapping[str, str]) -> str:
    return efro_code(row["efro_programme_region"])


def efro_code(region: str) -> str:
    """The code of an EFRO programme region by its name."""
    return f"EFRO-{region.upper().replace(' ', '-')}"
