"""Score sheets: what an assessor scores an application on each criterion of its tranche."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.entity import Entity
from services.funding.programmes.tranches.models import Tranche
from shared.store.entity import refers_to


class ScoreSheet(Entity):
    """The scores of one assessor for one application (beoordelingsformulier; EZ-4), seen by the State alone.

    `scores` has the points on each criterion, as decimal texts. `withdrawn_at` is set when the assessor
    stated an interest after all: the sheet is kept and does not count.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("application_id", "assessor"),)

    tranche_id: Mapped[UUID] = mapped_column(refers_to(Tranche.id), index=True)
    application_id: Mapped[UUID] = mapped_column(refers_to(Application.id))
    assessor: Mapped[str]
    scores: Mapped[list[dict[str, Any]]]
    reasons: Mapped[str]
    scored_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
