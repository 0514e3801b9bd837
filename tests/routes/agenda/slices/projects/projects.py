"""Projects in the matrix."""

from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects import rules
from services.agenda.projects.projects.models import Project, Reach, Status
from shared.kernel.ids import uuid7
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

APPROVED = tuple(status for status in Status if status not in (Status.IDEA, Status.DEFINED))
CONTENT = {"title": "Photonics", "totalCostCents": 100, "participants": ["68750110"]}
LINK = {"agendaId": str(uuid7()), "clusterId": str(uuid7()), "category": "INNOVATION"}


async def parents(rows: Sessions, owner: str) -> dict[str, Any]:
    """The agenda and the cluster of a project, and what else it is defined by."""
    agenda, cluster = await stored(rows, Agenda, owner=owner), await stored(rows, Cluster, owner=owner)
    links = {"agenda_id": agenda.id, "cluster_id": cluster.id}
    return {**links, "category": "INNOVATION", "total_cost_cents": 1, "participants": ["68750110"]}


SLICE = Slice(
    kept=(
        *(
            Kept("agenda", "projects", Project, REGIONS, state_acts=True, values={"status": status})
            for status in (Status.IDEA, Status.DEFINED, Status.CANCELLED)
        ),
        *(
            Kept(
                "agenda",
                "projects",
                Project,
                REGIONS,
                EVERYONE,
                True,
                {"status": status, "reach": Reach.PUBLIC},
            )
            for status in APPROVED
        ),
    ),
    parents={Project: parents},
    changes={
        "agenda:write": "record_project revise_project define_project finance_project start_project "
        "finish_project stop_project cancel_project evaluate_project",
        "agenda:approve": "approve_project",
    },
    bodies={
        "revise_project": CONTENT,
        "define_project": LINK,
        "finance_project": {"costs": []},
        "start_project": {"startedOn": "2016-04-01"},
        "finish_project": {"finishedOn": "2018-04-01"},
        "stop_project": {"stoppedOn": "2017-04-01", "reason": "The firm left."},
        "cancel_project": {"reason": "There is no demand."},
        "evaluate_project": {"document": "Evaluation report"},
    },
    made=(("region:CR36", "/projects", {"regionCode": "CR36", "title": "An idea"}),),
    steps=(
        Steps(
            rules.LIFE,
            Project,
            "projects",
            {
                "revise": "revise_project",
                "define": "define_project",
                "finance": "finance_project",
                "approve": "state:approve_project",
                "fund": "reaction:note_cofunding",
                "lose_cofunding": "reaction:note_lost_cofunding",
                "apply": "reaction:note_application",
                "lose_application": "reaction:note_lost_application",
                "award": "reaction:note_award",
                "lose_award": "reaction:undo_funding_fact",
                "start": "start_project",
                "finish": "finish_project",
                "stop": "stop_project",
                "cancel": "cancel_project",
                "evaluate": "evaluate_project",
            },
        ),
    ),
    public="list_projects get_project show_portfolio",
)
