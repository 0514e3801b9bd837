"""In which stage a firm is: start-up by GBER 22, scale-up, or mature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.firm_profiles.models import FirmProfile, Status
from services.agenda.instruments.instruments.models import FirmSize, Stage
from services.agenda.partners.organisations.models import Organisation, Role
from services.agenda.partners.organisations.models import Status as OrganisationStatus
from shared.kernel.regimes import Regime
from shared.kernel.rules import OWN_OBJECTS, Rule

BUSINESS = Rule(
    "firm-profile.active-business",
    "A profile is of a business that is active.",
    source="B17",
    mend="Name an organisation with the role BUSINESS.",
    refusal="The organisation is no active business",
)
REGISTERED = Rule(
    "firm-profile.registered-by-now",
    "A firm was registered by the day of its profile.",
    source="B17; GBER 22",
    mend="Correct registeredOn.",
    refusal="The firm was not registered yet on the day of the profile",
)
CLUSTERS = Rule(
    "firm-profile.known-clusters",
    "The clusters that a firm belongs to are there, and named once.",
    source="B17",
    mend="Correct clusterIds.",
    refusal="A cluster of the firm is not there, or is named twice",
)
PROFILE = (OWN_OBJECTS, BUSINESS, REGISTERED, CLUSTERS)
STAGES = "firm-stages"


@dataclass(frozen=True)
class Facts:
    """What is known of a firm: since when it is registered, how large it is, what it did and how it grows."""

    registered_on: date
    size: FirmSize
    listed: bool
    after_merger: bool
    profits_distributed: bool
    high_growth: bool
    cluster_ids: Sequence[UUID]


def start_up_until(facts: Facts, regime: Regime) -> date | None:
    """The last day of a start-up: unlisted, small, not from a merger, no profits distributed (GBER 22)."""
    small = facts.size in regime.codes("start_up_sizes")
    if not small or facts.listed or facts.after_merger or facts.profits_distributed:
        return None
    return facts.registered_on + relativedelta(years=regime.whole("start_up_years"))


def stage_on(until: date | None, high_growth: bool, day: date) -> Stage:
    """The stage of a firm on a day."""
    if until is not None and day <= until:
        return Stage.START_UP
    return Stage.SCALE_UP if high_growth else Stage.MATURE


@dataclass(frozen=True)
class Firm:
    """A firm as it is known here: its organisation, its clusters that there are, its last profile."""

    organisation: Organisation
    clusters: Sequence[Cluster]
    profiled: FirmProfile | None


def profile(firm: Firm, facts: Facts, owner: str, regime: Regime, today: date) -> FirmProfile:
    """Profile (in kaart brengen) a firm anew; the profile before it stays readable (B17)."""
    organisation = firm.organisation
    active = organisation.status is OrganisationStatus.ACTIVE
    BUSINESS.require(active and organisation.role is Role.BUSINESS, role=organisation.role)
    REGISTERED.require(facts.registered_on <= today)
    CLUSTERS.require(len(facts.cluster_ids) == len({cluster.id for cluster in firm.clusters}))

    until = start_up_until(facts, regime)
    if firm.profiled is not None:
        firm.profiled.status = Status.SUPERSEDED
    return FirmProfile(
        owner=owner,
        organisation_id=organisation.id,
        name=organisation.name,
        assessed_on=today,
        stage=stage_on(until, facts.high_growth, today),
        start_up_until=until,
        regime=regime.reference,
        **{**vars(facts), "cluster_ids": [str(each) for each in facts.cluster_ids]},
    )
