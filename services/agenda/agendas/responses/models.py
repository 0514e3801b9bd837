"""Views brought forward on agendas, and their answers."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, refers_to, withheld_until


class Status(StrEnum):
    """States of a response."""

    RECEIVED = "RECEIVED"
    ANSWERED = "ANSWERED"


class Response(Entity):
    """A view on an agenda in its consultation (zienswijze; domain.md 3.1), and what the region answered.

    It is the region's record, whoever brought it forward: `party` says for whom, `entered_for` which body
    sent it. They two alone know who said what, until the region publishes the text, and the name if it may.
    """

    __tablename__ = "response"
    tenancy = Tenancy(open_when=("status", frozenset(Status)), told=frozenset(), told_too="entered_for")
    speaks = Voices(about=("party", "entered_for"))

    agenda_id: Mapped[UUID] = mapped_column(refers_to(Agenda.id), index=True)
    party: Mapped[str] = mapped_column(info=withheld_until("name_published"))
    text: Mapped[str] = mapped_column(info=withheld_until("text_published"))
    received_on: Mapped[date]
    entered_for: Mapped[str] = mapped_column(info=WITHHELD)
    status: Mapped[Status] = mapped_column(default=Status.RECEIVED)
    followed: Mapped[bool | None] = mapped_column(default=None)
    answer: Mapped[str | None] = mapped_column(default=None, info=withheld_until("text_published"))
    name_published: Mapped[bool] = mapped_column(default=False)
    text_published: Mapped[bool] = mapped_column(default=False)
