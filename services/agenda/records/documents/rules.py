"""Which documents are taken, what their bytes must be, and who may read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.agenda.entity import Entity
from services.agenda.records.documents.models import Document, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal, TenantKind
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule
from shared.records.subjects.models import Visibility
from shared.records.subjects.rules import addressee

LIFE = Lifecycle(
    "document",
    Status.ANNOUNCED,
    {
        (Status.ANNOUNCED, "receive"): Status.AVAILABLE,
        (Status.ANNOUNCED, "lapse"): Status.WITHDRAWN,
        (Status.ANNOUNCED, "withdraw"): Status.WITHDRAWN,
        (Status.AVAILABLE, "withdraw"): Status.WITHDRAWN,
    },
    source="issue: what everyone needs",
)
PUBLISHER = Rule(
    "document.publisher",
    "A document is published by the body that owns its record, or by the State.",
    source="B7, B10",
    mend="Share it with PARTNERS, and have the owner of the record publish it.",
    refusal="Your body does not own the record of this document",
    status=403,
)
MEDIA_TYPE = Rule(
    "document.media-type",
    "A document is of a media type that is taken on that day.",
    source="issue: what everyone needs",
    mend="Convert the document to one of the media types named in the answer.",
    refusal="Documents of this media type are not taken on that day",
)
NAME_FITS = Rule(
    "document.name-fits-type",
    "The extension of a file's name is one of its media type.",
    source="issue: what everyone needs",
    mend="Give the file a name with one of the extensions named in the answer.",
    refusal="The extension of the file's name is not one of its media type",
)
SAME_CONTENT = Rule(
    "document.same-content",
    "The bytes of a document have the size and the SHA-256 that were announced.",
    source="issue: what everyone needs",
    mend="Send the file that was announced, or announce this one.",
    refusal="The bytes are not those that were announced",
)
TRUE_TO_TYPE = Rule(
    "document.true-to-type",
    "The bytes of a document begin as its media type does; a text is UTF-8 without NUL.",
    source="issue: what everyone needs",
    mend="Announce the file under the media type that it has.",
    refusal="The bytes are not of the media type that was announced",
)
AVAILABLE = Rule(
    "document.available",
    "A document is read while it is available: received, and not withdrawn.",
    source="issue: what everyone needs; Archiefwet 1995 art. 3",
    mend="Wait until it is received; one that was withdrawn is not shown again.",
    refusal="The document was not received yet, or was withdrawn",
    status=404,
)
ANNOUNCE = (PUBLISHER, MEDIA_TYPE, NAME_FITS)
RECEIVE = (LIFE.rule, SAME_CONTENT, TRUE_TO_TYPE)
INTAKE = "document-intake"
TEXT = "UTF-8"
NOT_SENT = "The file was not sent in time."


def announce(
    document: Document, subject: Entity, author: Principal, regime: Regime, when: Moment
) -> Document:
    """Take a document on a record; its bytes are due within a technical term after it was recorded."""
    own = author.tenant.kind is TenantKind.STATE or subject.owner == str(author.tenant)
    PUBLISHER.require(own or document.visibility is not Visibility.PUBLIC)
    types = regime.codes("media_types")
    MEDIA_TYPE.require(document.media_type in types, media_types=types)
    extensions, first_bytes = regime.text(document.media_type).split(" ")
    extension = document.file_name.rpartition(".")[2].lower()
    NAME_FITS.require(extension in extensions.split(","), extensions=extensions.split(","))

    document.addressee = addressee(subject, document.visibility)
    document.first_bytes = first_bytes
    document.regime = regime.reference
    document.announced_at = when.at
    document.upload_due_on = when.recorded_on + timedelta(days=regime.whole("upload_days"))
    return document


@dataclass(frozen=True)
class Content:
    """What was sent: the key it is kept under, its size and hash, how it begins, and whether it is text."""

    key: str
    size_bytes: int
    sha256: str
    head: bytes
    is_text: bool


def receive(document: Document, content: Content, at: datetime) -> None:
    """Take what was sent for the content of a document."""
    status = LIFE.after(document.status, "receive")
    SAME_CONTENT.require(
        (content.size_bytes, content.sha256) == (document.size_bytes, document.sha256),
        received_bytes=content.size_bytes,
        announced_bytes=document.size_bytes,
        received_sha256=content.sha256,
        announced_sha256=document.sha256,
    )
    TRUE_TO_TYPE.require(
        _begins_as_declared(document, content.head, content.is_text), media_type=document.media_type
    )

    document.status = status
    document.content_key = content.key
    document.received_at = at


def _begins_as_declared(document: Document, head: bytes, is_text: bool) -> bool:
    first_bytes = document.first_bytes or ""
    return is_text if first_bytes == TEXT else head.startswith(bytes.fromhex(first_bytes))


def content(document: Document) -> str:
    """The key under which the bytes of a document are."""
    AVAILABLE.require(document.status is Status.AVAILABLE, status=document.status)
    return AVAILABLE.present(document.content_key)


def withdraw(document: Document, reason: str, at: datetime) -> None:
    """Withdraw a document (intrekken): its readers see that it was there and why it is not."""
    status = LIFE.after(document.status, "withdraw")
    document.status = status
    document.withdrawal_reason = reason
    document.withdrawn_at = at


def lapse(document: Document, at: datetime) -> None:
    """Give up a document of which the bytes never came."""
    status = LIFE.after(document.status, "lapse")
    document.status = status
    document.withdrawal_reason = NOT_SENT
    document.withdrawn_at = at
