"""How a MIRT item goes from phase to phase, and when it meets the cluster criterion."""

from datetime import date

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects.models import Project
from services.agenda.spatial.mirt_items.models import ClusterRelevance, MirtItem, Phase, Relevance
from shared.contracts.agenda.mirt_items import MirtPhaseChanged
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule

LIFE = Lifecycle(
    "mirt-item",
    Phase.PROPOSED,
    {
        (Phase.PROPOSED, "decide_start"): Phase.EXPLORATION,
        (Phase.EXPLORATION, "decide_preference"): Phase.PLAN_ELABORATION,
        (Phase.PLAN_ELABORATION, "decide_project"): Phase.REALISATION,
        (Phase.REALISATION, "decide_delivery"): Phase.MAINTENANCE,
        (Phase.PROPOSED, "stop"): Phase.STOPPED,
        (Phase.EXPLORATION, "stop"): Phase.STOPPED,
        (Phase.PLAN_ELABORATION, "stop"): Phase.STOPPED,
        (Phase.REALISATION, "stop"): Phase.STOPPED,
    },
    source="A19; Spelregels van het MIRT 2022, domain.md 2.19",
)
RELEVANCE_LIFE = Lifecycle(
    "cluster-relevance",
    Relevance.ARGUED,
    {(Relevance.ARGUED, "find_met"): Relevance.MET, (Relevance.ARGUED, "find_not_met"): Relevance.NOT_MET},
    source="A19",
)
FUND = Rule(
    "mirt-item.known-fund",
    "A MIRT item is paid from a fund that the programme knows on that day.",
    source="domain.md 2.19",
    mend="Choose one of the funds named in the answer.",
    refusal="The programme knows no such fund on that day",
)
ONCE = Rule(
    "mirt-item.known-once",
    "A code belongs to one MIRT item.",
    source="A19",
    mend="Use the item that has this code, or give another code.",
    refusal="Another MIRT item has this code",
)
IN_ORDER = Rule(
    "mirt-item.in-time-order",
    "A decision has been taken by now and no earlier than the one before it; the next is due after it.",
    source="domain.md 2.19",
    mend="Correct decidedOn or nextDecisionOn.",
    refusal="The decision is in the future or out of order",
)
OVERLAP = Rule(
    "cluster-relevance.same-region",
    "A MIRT item matters to a cluster of a region that it lies in.",
    source="A19",
    mend="Name an item of the cluster's own region.",
    refusal="The item lies in no region of the cluster",
)
SERVED = Rule(
    "cluster-relevance.known-project",
    "A project that a MIRT item serves is there to be read, and belongs to the cluster that is named.",
    source="A19",
    mend="Name a project of this cluster, or none.",
    refusal="The project cannot be read, or belongs to another cluster",
)
FOUR_EYES = FourEyes(
    "cluster-relevance.four-eyes",
    "Whoever argued that an item matters may not find that it does.",
    source="domain.md 3; B10",
    mend="Have another officer decide.",
    refusal="You argued that this item matters",
)
DECIDE = (LIFE.rule, IN_ORDER)
ARGUE = (OVERLAP, SERVED)
FIND = (RELEVANCE_LIFE.rule, FOUR_EYES)
FUNDS = "mirt-funds"


def register(item: MirtItem, alike: list[MirtItem], regime: Regime) -> MirtItem:
    """Check a new item (A19); `alike` are those with the same code."""
    ONCE.require(not alike, items=[str(other.id) for other in alike])
    known = regime.codes("funds")
    FUND.require(item.fund in known, funds=known)
    return item


def decide(
    item: MirtItem, event: str, decision: dict[str, str], decided_on: date, next_on: date | None, today: date
) -> MirtPhaseChanged:
    """Take a decision (start-, voorkeurs-, project-, opleveringsbeslissing, stop) that changes the phase."""
    phase = LIFE.after(item.status, event)
    last = item.decisions[-1]["decided_on"] if item.decisions else None
    IN_ORDER.require(decided_on <= today and (last is None or last <= str(decided_on)), last=last)
    IN_ORDER.require(next_on is None or decided_on < next_on, last=last)

    before = item.status
    item.status = phase
    item.decisions = [*item.decisions, {"event": event, "decided_on": str(decided_on), **decision}]
    item.next_decision_on = next_on
    return MirtPhaseChanged(
        mirt_item_id=item.id,
        code=item.code,
        title=item.title,
        region_codes=item.region_codes,
        former_phase=before,
        phase=phase,
        decided_on=decided_on,
    )


def argue(
    relevance: ClusterRelevance, item: MirtItem, cluster: Cluster, project: Project | None
) -> ClusterRelevance:
    """Argue that an item meets the cluster criterion (A19), by the project it serves if one is named."""
    OVERLAP.require(cluster.region_code in item.region_codes, region_codes=item.region_codes)
    served = project is not None and project.cluster_id == cluster.id
    SERVED.require(relevance.project_id is None or served)
    return relevance


def find(
    relevance: ClusterRelevance, event: str, reasons: str, officer: Principal, today: date
) -> ClusterRelevance:
    """Find, for the State, whether the cluster criterion is met, with reasons (A19)."""
    status = RELEVANCE_LIFE.after(relevance.status, event)
    FOUR_EYES.require_another(officer, relevance.argued_by)

    relevance.status = status
    relevance.reasons = reasons
    relevance.decided_on = today
    relevance.decided_by = officer.subject
    return relevance
