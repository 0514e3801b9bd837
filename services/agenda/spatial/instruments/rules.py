"""Which instruments of spatial law may be linked, and what identifies them."""

import re
from datetime import date

from services.agenda.entity import Entity
from services.agenda.spatial.instruments.models import SpatialInstrument, Status
from shared.contracts.agenda.spatial_instruments import SpatialInstrumentEnded, SpatialInstrumentLinked
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle("spatial-instrument", Status.LINKED, {(Status.LINKED, "end"): Status.ENDED}, source="A22")
KIND = Rule(
    "spatial-instrument.kind",
    "An instrument is of a kind that the law knew on the day it was decided.",
    source="A22; Omgevingswet since 1 January 2024, Wro before",
    mend="Choose one of the kinds named in the answer, or correct decidedOn.",
    refusal="The law knew no instrument of this kind on that day",
)
IDENTIFIER = Rule(
    "spatial-instrument.identifier",
    "An instrument is known by its AKN identifier, and before 2024 by its IMRO identifier.",
    source="A22, domain.md 2.19",
    mend="Copy the identifier from DSO-LV or ruimtelijkeplannen.nl.",
    refusal="The identifier does not fit the day of the instrument",
)
DECIDED = Rule(
    "spatial-instrument.decided-by-now",
    "An instrument is a decision that has been taken, and ends after that.",
    source="A22",
    mend="Give the date on which the authority decided, or a later end.",
    refusal="The decision on the instrument is in the future, or not before its end",
)
SUBJECT = Rule(
    "spatial-instrument.known-subject",
    "An instrument carries a record that is there to be read: a project, a site, an asset or an opportunity.",
    source="A22",
    mend="Give subjectKind and subjectId of such a record.",
    refusal="What the instrument carries is not there to be read",
)
LINK = (KIND, IDENTIFIER, DECIDED, SUBJECT)
KINDS = "spatial-instruments"
CARRIED = ("CLUSTER_ASSET", "OPPORTUNITY", "PROJECT", "SITE")


def link(
    instrument: SpatialInstrument, subject: Entity | None, regime: Regime, today: date
) -> SpatialInstrumentLinked:
    """Link an instrument to what it carries (A22); `subject` is the record it names, if there is one."""
    DECIDED.require(instrument.decided_on <= today)
    known = regime.codes("kinds")
    KIND.require(instrument.kind in known, kinds=known)
    form = regime.text("identifier")
    IDENTIFIER.require(re.fullmatch(form, instrument.identifier) is not None, form=form)
    SUBJECT.require(subject is not None and instrument.subject_kind in CARRIED, kinds=list(CARRIED))
    return SpatialInstrumentLinked(
        instrument_id=instrument.id,
        region_code=instrument.region_code,
        kind=instrument.kind,
        authority=instrument.authority,
        identifier=instrument.identifier,
        decided_on=instrument.decided_on,
        subject_kind=instrument.subject_kind,
        subject_id=instrument.subject_id,
    )


def end(instrument: SpatialInstrument, on: date) -> SpatialInstrumentEnded:
    """Record that an instrument was replaced or lapsed (vervallen)."""
    status = LIFE.after(instrument.status, "end")
    DECIDED.require(instrument.decided_on < on, decided_on=instrument.decided_on)
    instrument.status = status
    instrument.ended_on = on
    return SpatialInstrumentEnded(
        instrument_id=instrument.id,
        region_code=instrument.region_code,
        subject_kind=instrument.subject_kind,
        subject_id=instrument.subject_id,
        ended_on=on,
    )
