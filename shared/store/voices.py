"""Whose word a row is, asked before anything is written, so that no route can forget it."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from shared.kernel.names import camel
from shared.kernel.principal import Tenant
from shared.kernel.voices import OWN_WORD, speaks_for, takes_part

SPEAKER = "speaker"  # in the `info` of a session: the body that the transaction is for


@event.listens_for(Session, "before_flush")
def _require_own_words(session: Session, *_: Any) -> None:
    """Refuse what is said in the name of another body, in new rows and in changed columns."""
    speaker: Tenant | None = session.info.get(SPEAKER)
    if speaker is None:
        return
    for row in (*session.new, *session.dirty):
        changed = inspect(row).attrs
        for columns, may_say in ((row.speaks.named, speaks_for), (row.speaks.party, takes_part)):
            for column in columns:
                said = row in session.new or changed[column].history.has_changes()
                OWN_WORD.require(not said or may_say(speaker, getattr(row, column)), field=camel(column))
