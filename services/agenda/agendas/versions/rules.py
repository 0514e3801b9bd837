"""What a version of an agenda holds, and how two versions differ."""

import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import jsonpatch

from services.agenda.agendas.agendas.models import Agenda, Partner
from services.agenda.agendas.versions.models import AgendaVersion
from shared.kernel.names import named_outside

CONTENT = (
    *("title", "starts_on", "ends_on", "urgency", "goals", "actions", "economic_chapter", "spatial_chapter"),
    *("required_bodies", "topsectors", "themes", "specialisations", "policy_framework", "budget_cents"),
)


def content_of(agenda: Agenda) -> dict[str, Any]:
    """The content of an agenda as JSON."""
    held = {name: getattr(agenda, name) for name in CONTENT}
    return {**held, "starts_on": str(agenda.starts_on), "ends_on": str(agenda.ends_on)}


def keep(agenda: Agenda, partners: Sequence[Partner], today: date) -> AgendaVersion:
    """The version that an agenda has become by its adoption, with the partners behind it (A8, A9).

    It stays readable for ever.
    """
    behind = [{"helix": one.helix.value, "name": one.name, "kvk_number": one.kvk_number} for one in partners]
    content = {**content_of(agenda), "partners": behind}
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return AgendaVersion(
        owner=agenda.owner,
        agenda_id=agenda.id,
        edition=agenda.edition,
        title=agenda.title,
        content=content,
        decisions=agenda.decisions,
        digest=hashlib.sha256(written.encode()).hexdigest(),
        adopted_on=today,
    )


def patch(before: AgendaVersion, after: AgendaVersion) -> list[dict[str, Any]]:
    """How to make the later version of the earlier one, as JSON Patch (RFC 6902)."""
    old, new = named_outside(before.content), named_outside(after.content)
    found: list[dict[str, Any]] = jsonpatch.make_patch(old, new).patch
    return found


def text_difference(before: AgendaVersion, after: AgendaVersion) -> str:
    """The lines that differ, for people to read.

    Each place is compared with itself: all at once takes a minute for texts made to be much alike.
    """
    old, new = (dict(_places(named_outside(each.content))) for each in (before, after))
    names = [f"--- version {before.edition}", f"+++ version {after.edition}"]
    changes: list[str] = []
    for place in {**old, **new}:
        differing = difflib.unified_diff(old.get(place, []), new.get(place, []), lineterm="", n=1)
        changes += [*differing][2:]  # without the names, which stand above all
    return "\n".join(names + changes if changes else [])


def _places(held: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, list[str]]]:
    """The lines of each text and figure in a content, by where it stands, which each begins with."""
    for name, value in held.items():
        if isinstance(value, list):
            for number, item in enumerate(value, 1):
                place = f"{within}{name} {number}"
                yield from _places(item, f"{place}, ") if isinstance(item, dict) else [_told(place, item)]
        elif value is not None:
            yield _told(f"{within}{name}", value)


def _told(place: str, value: object) -> tuple[str, list[str]]:
    return place, [f"{place}: {line}" for line in str(value).splitlines() or [""]]
