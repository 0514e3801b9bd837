"""Documents in the matrix."""

from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.records.documents import rules
from services.agenda.records.documents.models import Document, Status
from shared.kernel.ids import uuid7
from shared.records.subjects.models import Visibility
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, ROMS, Kept, Slice, Steps


async def parents(rows: Sessions, owner: str) -> dict[str, Any]:
    """The record that a document or comment is about: an agenda that everybody may see."""
    agenda = await stored(rows, Agenda, owner=REGIONS[0], status=AgendaStatus.ADOPTED)
    return {"subject_kind": "AGENDA", "subject_id": agenda.id, "visibility": Visibility.INTERNAL}


async def with_content(rows: Sessions, owner: str) -> dict[str, Any]:
    """What a document refers to: its record, and an object."""
    return {**await parents(rows, owner), "content_key": f"uploaded/{uuid7()}"}


WITHDRAWN = {"status": Status.WITHDRAWN}
BODIES = (*REGIONS, *ROMS, "state")
SLICE = Slice(
    kept=(
        Kept("agenda", "documents", Document, BODIES, frozenset()),
        Kept("agenda", "documents", Document, BODIES, values={"visibility": Visibility.PARTNERS}),
        Kept(
            "agenda",
            "documents",
            Document,
            BODIES,
            EVERYONE,
            values={"visibility": Visibility.PUBLIC, **WITHDRAWN},
        ),
    ),
    parents={Document: with_content},
    changes={"agenda:contribute": "announce_document upload_content withdraw_document"},
    bodies={"withdraw_document": {"reason": "It names a person"}},
    steps=(
        Steps(
            rules.LIFE,
            Document,
            "documents",
            {
                "receive": "upload_content",
                "withdraw": "withdraw_document",
                "lapse": "timer:lapse_announcements",
            },
        ),
    ),
    public="list_documents get_document download_content",
    unread={"/documents/{id}/content": rules.AVAILABLE},
)
