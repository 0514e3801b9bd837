"""Messages of ROM back-offices that were refused."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.loans.entity import Entity
from shared.kernel.voices import Voices


class RefusedMessage(Entity):
    """A message that a rule refused: what its sender was told, kept so that people can look it up.

    `key` is the Kafka key it came under (the loan's id), `message_id` and `position` as in MessageRefused.
    """

    __tablename__ = "refused_message"
    speaks = Voices(named=("rom_code",))

    rom_code: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    message_id: Mapped[str]
    position: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[str]
    facts: Mapped[dict[str, Any]]
    refused_at: Mapped[datetime]
    detail_nl: Mapped[str | None] = mapped_column(default=None)  # of earlier ones it is not known
