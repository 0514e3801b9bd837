"""How an asset of a cluster comes and goes, and which kinds a cluster lacks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.agenda.clusters.assets.models import AssetProject, ClusterAsset, Relation, Status
from services.agenda.projects.projects.models import Project
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.periods import holds
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "cluster-asset",
    Status.PLANNED,
    {
        (Status.PLANNED, "start"): Status.IN_REALISATION,
        (Status.PLANNED, "open"): Status.AVAILABLE,
        (Status.IN_REALISATION, "open"): Status.AVAILABLE,
        (Status.PLANNED, "close"): Status.CLOSED,
        (Status.IN_REALISATION, "close"): Status.CLOSED,
        (Status.AVAILABLE, "close"): Status.CLOSED,
    },
    source="A6",
)
KIND = Rule(
    "cluster-asset.known-kind",
    "An asset is of a kind that the programme knows on that day; the list is open ('e.d.').",
    source="A6, A7",
    mend="Choose one of the kinds named in the answer, or OTHER.",
    refusal="The programme knows no asset of this kind on that day",
)
OTHER_NAMED = Rule(
    "cluster-asset.other-named",
    "An asset of another kind says which; one of a known kind does not.",
    source="A6",
    mend="Give otherKind with OTHER, and only then.",
    refusal="The other kind is not named, or is named beside a known kind",
)
IN_ORDER = Rule(
    "cluster-asset.in-time-order",
    "An asset is started, opened and closed by now, and in that order.",
    source="A6",
    mend="Correct the date; the answer names the day of the step before.",
    refusal="The start, opening or closing of the asset is in the future or out of order",
)
SAME_CLUSTER = Rule(
    "cluster-asset.same-cluster",
    "A project creates or improves an asset of its own cluster.",
    source="A7",
    mend="Name a project of the asset's cluster.",
    refusal="The project is not there, or is of another cluster than the asset",
)
LINKED_ONCE = Rule(
    "cluster-asset.linked-once",
    "A project is linked to an asset once.",
    source="A7",
    mend="Use the link that is there.",
    refusal="The project is linked to this asset already",
)
REGISTER = (KIND, OTHER_NAMED)
STEP = (LIFE.rule, IN_ORDER)
LINK = (SAME_CLUSTER, LINKED_ONCE)
KINDS, OTHER = "cluster-asset-kinds", "OTHER"


def register(asset: ClusterAsset, regime: Regime) -> ClusterAsset:
    """Enter an asset in the register of its cluster (A6)."""
    known = regime.codes("kinds")
    KIND.require(asset.kind in known, kinds=known)
    OTHER_NAMED.require((asset.kind == OTHER) == (asset.other_kind is not None))
    return asset


def start(asset: ClusterAsset, on: date, today: date) -> None:
    """Begin to realise (realiseren) an asset."""
    status = LIFE.after(asset.status, "start")
    _require_in_order(asset, on, today)
    asset.status = status
    asset.started_on = on


def open_asset(asset: ClusterAsset, on: date, today: date) -> None:
    """Open (in gebruik nemen) an asset on its first day."""
    status = LIFE.after(asset.status, "open")
    _require_in_order(asset, on, today)
    asset.status = status
    asset.opened_on = on


def close(asset: ClusterAsset, on: date, today: date) -> None:
    """Close (sluiten) an asset on its last day, or give up what was not opened yet."""
    status = LIFE.after(asset.status, "close")
    _require_in_order(asset, on, today)
    asset.status = status
    asset.closed_on = on


def find_dedicated(asset: ClusterAsset, dedicated: bool, reasons: str, today: date) -> None:
    """Find whether an asset serves one firm only, with reasons (A7): then GBER 56 does not cover it."""
    asset.dedicated = dedicated
    asset.dedicated_reasons = reasons
    asset.dedicated_found_on = today


def link(
    asset: ClusterAsset, project: Project | None, relation: Relation, linked: Sequence[AssetProject]
) -> AssetProject:
    """Link a project to the asset that it creates or improves (A7); `linked` are the asset's links."""
    found = SAME_CLUSTER.present(project)
    SAME_CLUSTER.require(found.cluster_id == asset.cluster_id)
    LINKED_ONCE.require(all(each.project_id != found.id for each in linked))
    asset.projects += 1
    return AssetProject(owner=asset.owner, asset_id=asset.id, project_id=found.id, relation=relation)


@dataclass(frozen=True)
class Coverage:
    """How many assets of each kind are open on a day, and the kinds of which there is none."""

    present: dict[str, int]
    missing: list[str]


def coverage(assets: Sequence[ClusterAsset], regime: Regime, on: date) -> Coverage:
    """Which kinds of asset a cluster has on a day, and which it lacks (A6); OTHER is never lacking."""
    open_ones = [each for each in assets if each.opened_on and holds(each.opened_on, each.closed_on, on)]
    counted = Counter(each.kind for each in open_ones)
    asked = [kind for kind in regime.codes("kinds") if kind != OTHER]
    return Coverage(dict(sorted(counted.items())), [kind for kind in asked if kind not in counted])


def _require_in_order(asset: ClusterAsset, on: date, today: date) -> None:
    before = asset.opened_on or asset.started_on
    IN_ORDER.require(on <= today and (before is None or before <= on), before=before)
