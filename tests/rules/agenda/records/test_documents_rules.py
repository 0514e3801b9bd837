"""Documents and comments by their rules alone: what is taken, and that any order of events keeps it so."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.records.comments.models import Comment
from services.agenda.records.documents import rules
from services.agenda.records.documents.models import Document, Status
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal, Tenant
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused
from shared.records.comments import rules as comments
from shared.records.subjects.models import Visibility

AT = datetime(2014, 12, 15, 9, tzinfo=UTC)
WHEN = Moment(AT, datetime(2026, 11, 25, 9, tzinfo=UTC))
TEXT = b"Vastgesteld.\n"
HASH = hashlib.sha256(TEXT).hexdigest()
SUBJECT = UUID(int=1)
TERMS = {"upload_days": 7, "media_types": ["text/plain", "image/png"], "text/plain": "txt,log UTF-8"}
REGIME = Regime(
    "document-intake", "1", date(1900, 1, 1), None, "test", {**TERMS, "image/png": "png 89504E47"}
)


def officer(body: str) -> Principal:
    return Principal("somebody", "client", frozenset(), Tenant.parse(body))


def document(**changes: Any) -> Document:
    given: dict[str, Any] = {
        "owner": "rom:BOM",
        "subject_kind": "AGENDA",
        "subject_id": SUBJECT,
        "title": "Besluit",
        "file_name": "besluit.txt",
        "media_type": "text/plain",
        "sha256": HASH,
        "size_bytes": len(TEXT),
        "visibility": Visibility.PARTNERS,
    }
    return Document(**{**given, **changes})


def agenda() -> Agenda:
    return Agenda(
        owner="region:CR36",
        region_code="CR36",
        title="Agenda",
        urgency=[],
        goals=[],
        starts_on=date(2015, 1, 1),
        ends_on=date(2018, 12, 31),
        actions=[],
        economic_chapter=None,
        spatial_chapter=None,
    )


def announced(body: str = "rom:BOM", **changes: Any) -> Document:
    return rules.announce(document(**changes), agenda(), officer(body), REGIME, WHEN)


def code_of(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.rule.code


def test_an_announcement_is_dated_by_business_and_due_by_the_real_clock() -> None:
    """The act of 2014 is recorded in 2026; its bytes are due a week after that (issue)."""
    made = announced()
    assert (made.announced_at, made.upload_due_on) == (AT, date(2026, 12, 2))
    assert (made.regime, made.addressee) == ("document-intake@1", "region:CR36")
    assert announced(visibility=Visibility.INTERNAL).addressee is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"media_type": "text/html"}, "document.media-type"),
        ({"file_name": "besluit.png"}, "document.name-fits-type"),
        ({"file_name": "besluit.txt.exe"}, "document.name-fits-type"),
        ({"visibility": Visibility.PUBLIC}, "document.publisher"),
    ],
)
def test_what_is_not_taken_is_refused_by_name(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        announced(**changes)
    assert code_of(refusal) == code


def test_the_owner_of_a_record_and_the_state_publish_on_it() -> None:
    """B7, B10."""
    for body in ("region:CR36", "state"):
        assert announced(body, owner=body, visibility=Visibility.PUBLIC).addressee == "region:CR36"


EVENTS = ("receive", "other-bytes", "other-type", "withdraw", "lapse")


@given(st.lists(st.sampled_from(EVENTS), max_size=8))
def test_in_any_order_only_announced_bytes_are_read_and_nothing_comes_back(events: list[str]) -> None:
    made, withdrawn = announced(), False
    for event in events:
        before = made.status
        try:
            take(made, event)
        except Refused:
            assert made.status is before
        withdrawn = withdrawn or made.status is Status.WITHDRAWN
        assert not (withdrawn and made.status is not Status.WITHDRAWN)
        readable = made.status is Status.AVAILABLE
        assert readable == (made.content_key is not None and not withdrawn)
        if readable:
            assert rules.content(made) == "right"
        else:
            with pytest.raises(Refused):
                rules.content(made)
    assert made.content_key in (None, "right")


def take(made: Document, event: str) -> None:
    match event:
        case "receive":
            rules.receive(made, rules.Content("right", len(TEXT), HASH, TEXT[:16], True), AT)
        case "other-bytes":
            rules.receive(made, rules.Content("wrong", len(TEXT), "0" * 64, TEXT[:16], True), AT)
        case "other-type":
            rules.receive(made, rules.Content("wrong", len(TEXT), HASH, TEXT[:16], False), AT)
        case "withdraw":
            rules.withdraw(made, "It names a person", AT)
        case _:
            rules.lapse(made, AT)


def test_a_withdrawn_comment_keeps_its_words_where_nobody_reads_them() -> None:
    given: dict[str, Any] = {"subject_kind": "AGENDA", "subject_id": SUBJECT, "text": "Thin"}
    placed = comments.place(Comment(owner="state", visibility=Visibility.PUBLIC, **given), agenda(), AT)
    assert placed.addressee == "region:CR36"
    comments.withdraw(placed, "Said elsewhere", AT)
    assert (placed.text, placed.withdrawn_text) == (None, "Thin")
    with pytest.raises(Refused) as refusal:
        comments.withdraw(placed, "Again", AT)
    assert code_of(refusal) == "comment.life-cycle"
