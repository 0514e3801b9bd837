"""An approval of the agenda service, as those who follow it hear of it."""

from datetime import UTC, datetime

from shared.contracts.agenda.projects import ProjectApproved
from shared.kernel.ids import uuid7


def approved(participant: str = "68750110") -> ProjectApproved:
    """A project of one firm that nobody heard of before."""
    return ProjectApproved(
        project_id=uuid7(),
        agenda_id=uuid7(),
        cluster_id=uuid7(),
        cluster_code="BRAINPORT",
        region_code="CR36",
        title="Pilot plant",
        category="INNOVATION",
        total_cost_cents=12_000_000_00,
        participants=[participant],
        approved_at=datetime(2015, 1, 20, 9, tzinfo=UTC),
    )
