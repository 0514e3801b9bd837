"""Projects in the matrix."""

from typing import Any

from services.agenda.agendas.models import Agenda
from services.agenda.clusters.models import Cluster
from services.agenda.projects import rules
from services.agenda.projects.models import Project, Status
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps


async def parents(rows: Sessions, owner: str) -> dict[str, Any]:
    """The agenda and the cluster of a project."""
    agenda, cluster = await stored(rows, Agenda, owner=owner), await stored(rows, Cluster, owner=owner)
    return {"agenda_id": agenda.id, "cluster_id": cluster.id}


SLICE = Slice(
    kept=(
        Kept("agenda", "projects", Project, REGIONS, state_acts=True),
        Kept("agenda", "projects", Project, REGIONS, EVERYONE, True, {"status": Status.APPROVED}),
    ),
    parents={Project: parents},
    changes={"agenda:write": "define_project", "agenda:approve": "approve_project"},
    steps=(Steps(rules.LIFE, Project, "projects", {"approve": "state:approve_project"}),),
    public="list_projects get_project",
)
