"""When an organisation may be registered, renamed and merged, and what a mandate must say."""

from datetime import date, timedelta

from services.agenda.partners.organisations.models import Mandate, MandateStatus, Organisation, Status
from shared.contracts.agenda.organisations import (
    OrganisationCorrected,
    OrganisationEnded,
    OrganisationMerged,
    OrganisationRenamed,
)
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "organisation",
    Status.ACTIVE,
    {
        (Status.ACTIVE, "rename"): Status.ACTIVE,
        (Status.ACTIVE, "merge"): Status.MERGED,
        (Status.ACTIVE, "end"): Status.ENDED,
        (Status.ACTIVE, "correct"): Status.ACTIVE,
        (Status.MERGED, "correct"): Status.MERGED,
        (Status.ENDED, "correct"): Status.ENDED,
        (Status.MERGED, "revive"): Status.ACTIVE,
        (Status.ENDED, "revive"): Status.ACTIVE,
    },
    source="A9",
)
MANDATE_LIFE = Lifecycle(
    "mandate",
    MandateStatus.GIVEN,
    {(MandateStatus.GIVEN, "end"): MandateStatus.ENDED},
    source="A9, B10",
)
IDENTIFIED = Rule(
    "organisation.identified",
    "An organisation is known by at least one identifier: KvK number, RSIN, OIN or LEI.",
    source="A9, domain.md 6",
    mend="Give one of kvkNumber, rsin, oin or lei.",
    refusal="The organisation has no KvK number, RSIN, OIN or LEI",
)
AGREE = Rule(
    "organisation.identifiers-agree",
    "An OIN made of an RSIN or a KvK number holds the one that is given beside it.",
    source="domain.md 6",
    mend="Compare the OIN with the register; its prefix says what it was made of.",
    refusal="The OIN holds another number than the one beside it",
)
ONCE = Rule(
    "organisation.known-once",
    "An identifier belongs to one organisation.",
    source="A9",
    mend="Use the organisation that the answer names, or correct the identifier.",
    refusal="Another organisation has this identifier",
)
LATER = Rule(
    "organisation.in-time-order",
    "A new name, a merger or an end comes after the day since which the present name holds.",
    source="A9",
    mend="Give a later date.",
    refusal="The day is not after the one since which the present name holds",
)
OTHER_ACTIVE = Rule(
    "organisation.merges-into-another",
    "An organisation merges into another one that is active.",
    source="A9",
    mend="Name the organisation that goes on.",
    refusal="The organisation would merge into itself or into one that is not active",
)
ACTIVE = Rule(
    "mandate.active-organisation",
    "A mandate is given to an organisation that is active.",
    source="A9",
    mend="Give it to the organisation that goes on.",
    refusal="The organisation that would be mandated is not active",
)
MANDATE_PERIOD = Rule(
    "mandate.period",
    "A mandate does not end before it starts, nor is it taken back after its last day.",
    source="A9",
    mend="Correct startsOn or endsOn.",
    refusal="The mandate would end before it starts, or is taken back after its last day",
)
CORRECTED = ("owner", "name", "named_since", "role", "kvk_number", "rsin", "oin", "lei")
REGISTER = (IDENTIFIED, AGREE, ONCE)
RSIN_WITHIN, KVK_WITHIN = "00000001", "00000003"  # what an OIN says it was made of


def register(organisation: Organisation, alike: list[Organisation]) -> Organisation:
    """Check a new organisation; `alike` are those that share one of its identifiers."""
    oin, rsin, kvk_number = organisation.oin or "", organisation.rsin, organisation.kvk_number
    IDENTIFIED.require(any((oin, rsin, kvk_number, organisation.lei)))
    same_rsin = not oin.startswith(RSIN_WITHIN) or rsin in (None, oin[8:17])
    same_kvk = not oin.startswith(KVK_WITHIN) or kvk_number in (None, oin[8:16])
    AGREE.require(same_rsin and same_kvk)
    ONCE.require(not alike, organisations=[str(other.id) for other in alike])
    return organisation


def rename(organisation: Organisation, name: str, since: date) -> OrganisationRenamed:
    """Give an organisation another name (naamswijziging) from a day on; the former one is kept."""
    LIFE.after(organisation.status, "rename")
    LATER.require(organisation.named_since < since, named_since=organisation.named_since)

    last = since - timedelta(days=1)
    former = {"name": organisation.name, "from": str(organisation.named_since), "until": str(last)}
    organisation.former_names = [*organisation.former_names, former]
    organisation.name = name
    organisation.named_since = since
    return OrganisationRenamed(
        organisation_id=organisation.id, name=name, former_name=former["name"], since=since
    )


def correct(
    organisation: Organisation,
    right: Organisation,
    alike: list[Organisation],
    *,
    acts_again: bool,
) -> OrganisationCorrected:
    """Correct (rectificeren) what is wrong of an organisation (A9), as if it had never been said.

    `right` is what should have been registered, and by whom; `acts_again` undoes a false merger or end. The
    audit trail keeps what was wrong.
    """
    status = LIFE.after(organisation.status, "revive" if acts_again else "correct")
    register(right, alike)
    former_name, since = organisation.name, right.named_since
    for name in CORRECTED:
        setattr(organisation, name, getattr(right, name))
    organisation.former_names = [each for each in organisation.former_names if each["until"] < str(since)]
    organisation.status = status
    organisation.merged_into_id = None if acts_again else organisation.merged_into_id
    organisation.ended_on = None if acts_again else organisation.ended_on
    return OrganisationCorrected(
        organisation_id=organisation.id,
        name=organisation.name,
        former_name=former_name,
        since=since,
        active=status is Status.ACTIVE,
    )


def merge(organisation: Organisation, into: Organisation | None, on: date) -> OrganisationMerged:
    """Let an organisation go on in another one (fusie); its history stays with it."""
    status = LIFE.after(organisation.status, "merge")
    other = OTHER_ACTIVE.present(into)
    OTHER_ACTIVE.require(other.id != organisation.id and other.status is Status.ACTIVE, status=other.status)
    LATER.require(organisation.named_since < on, named_since=organisation.named_since)

    organisation.status = status
    organisation.merged_into_id = other.id
    organisation.ended_on = on
    return OrganisationMerged(organisation_id=organisation.id, into_id=other.id, on=on)


def end(organisation: Organisation, on: date) -> OrganisationEnded:
    """Record that an organisation ended (opgeheven) without going on in another."""
    status = LIFE.after(organisation.status, "end")
    LATER.require(organisation.named_since < on, named_since=organisation.named_since)
    organisation.status = status
    organisation.ended_on = on
    return OrganisationEnded(organisation_id=organisation.id, on=on)


def give_mandate(organisation: Organisation, mandate: Mandate, today: date) -> Mandate:
    """Record a mandate (mandaat) of an active organisation; one of the past is over at once."""
    ACTIVE.require(organisation.status is Status.ACTIVE, status=organisation.status)
    MANDATE_PERIOD.require(mandate.ends_on is None or mandate.starts_on <= mandate.ends_on)
    if mandate.ends_on is not None and mandate.ends_on < today:
        run_out(mandate)
    return mandate


def run_out(mandate: Mandate) -> None:
    """Let a mandate end with its last day."""
    mandate.status = MANDATE_LIFE.after(mandate.status, "end")


def end_mandate(mandate: Mandate, on: date) -> None:
    """Take a mandate back before its last day, or record that day."""
    status = MANDATE_LIFE.after(mandate.status, "end")
    last = mandate.ends_on
    in_time = mandate.starts_on <= on and (last is None or on <= last)
    MANDATE_PERIOD.require(in_time, starts_on=mandate.starts_on, ends_on=last)
    mandate.status = status
    mandate.ends_on = on
