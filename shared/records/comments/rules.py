"""When a comment is withdrawn, and who sees one."""

from datetime import datetime

from shared.kernel.lifecycle import Lifecycle
from shared.records.comments.models import Comment, Status
from shared.records.subjects.rules import addressee
from shared.store.entity import Entity

LIFE = Lifecycle(
    "comment",
    Status.PLACED,
    {(Status.PLACED, "withdraw"): Status.WITHDRAWN},
    source="issue: what everyone needs",
)


def place(comment: Comment, subject: Entity, at: datetime) -> Comment:
    """Place a comment on a record."""
    comment.addressee = addressee(subject, comment.visibility)
    comment.placed_at = at
    return comment


def withdraw(comment: Comment, reason: str, at: datetime) -> None:
    """Withdraw a comment (intrekken): its text is shown no more, the reason is."""
    status = LIFE.after(comment.status, "withdraw")
    comment.status = status
    comment.text, comment.withdrawn_text = None, comment.text
    comment.withdrawal_reason = reason
    comment.withdrawn_at = at
