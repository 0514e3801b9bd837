"""Yearly reports in the matrix."""

from typing import Any

from services.agenda.accountability.reports import rules
from services.agenda.accountability.reports.models import Report, ReportVersion, Status
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

OWNERS = (*REGIONS, "state")
HIDDEN = (Status.PLANNED, Status.DATA_COLLECTION, Status.DRAFT, Status.ADOPTED)


async def of_a_report(rows: Sessions, owner: str) -> dict[str, Any]:
    """The report of a version, and an edition of its own."""
    report = await stored(rows, Report, owner=owner)
    return {"report_id": report.id, "edition": 1}


SLICE = Slice(
    kept=(
        *(Kept("agenda", "reports", Report, OWNERS, values={"status": status}) for status in HIDDEN),
        Kept("agenda", "reports", Report, OWNERS, EVERYONE, values={"status": Status.PUBLISHED}),
        Kept("agenda", "report-versions", ReportVersion, OWNERS, EVERYONE),
    ),
    parents={ReportVersion: of_a_report},
    changes={
        "agenda:contribute": "plan_report collect_report write_report adopt_report publish_report "
        "revise_report"
    },
    bodies={
        "write_report": {"sections": [{"heading": "Progress", "text": "It went well."}]},
        "adopt_report": {"decidingBody": "The board"},
        "revise_report": {"reason": "A figure was wrong."},
    },
    steps=(
        Steps(
            rules.LIFE,
            Report,
            "reports",
            {
                "collect": "collect_report",
                "write": "write_report",
                "adopt": "adopt_report",
                "publish": "publish_report",
                "revise": "revise_report",
            },
        ),
    ),
    public="list_reports get_report list_report_versions get_report_version",
)
