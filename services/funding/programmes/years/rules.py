"""How a yearly envelope is split over its source groups, and what room the State's part has left."""

from typing import NamedTuple

from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.programmes.years.models import ProgrammeYear
from shared.contracts.funding.programmes import ProgrammeYearOpened
from shared.kernel.money import split, split_with_cap
from shared.kernel.names import camel
from shared.kernel.regimes import TERM_KNOWN, Regime
from shared.kernel.rules import Rule

ONE_A_YEAR = Rule(
    "programme-year.one-a-year",
    "A programme has one envelope a calendar year.",
    source="A14; AWB-2",
    mend="Use the envelope that was opened for this year, or name another programme.",
    refusal="The programme has an envelope for this year",
)
WITHIN_STATE_PART = Rule(
    "programme-year.within-state-part",
    "The published tranches of a year together stay within the State's part of it.",
    source="domain.md 3.5; AWB-2",
    mend="Lower the tranche to the room named in the answer.",
    refusal="The State's part of the year has too little room for this tranche",
    audited=True,
)
WITHIN_YEAR = Rule(
    "award.within-year",
    "What the State awards in a year stays within its part of that year.",
    source="A12; AWB-3; domain.md 3.26",
    mend="Award at most the room named in the answer.",
    refusal="The State's part of the year has too little room for this award",
    audited=True,
)
EXACT, AT_MOST = "EXACT", "AT_MOST"


class Split(NamedTuple):
    """An amount by source group, in cents; the parts always sum to the amount."""

    region_cents: int
    state_cents: int
    private_knowledge_cents: int


def split_by_source(total_cents: int, regime: Regime, level: str) -> Split:
    """Split an amount by the regime's shares, in its reading for `level` (`year` or `project`; SP-2 to SP-4).

    EXACT rounds by largest remainder; AT_MOST never rounds the State up, its cent goes to private partners.
    """
    weights = [regime.whole(f"{group}_share") for group in ("region", "state", "private_knowledge")]
    reading = regime.text(f"{level}_reading")
    TERM_KNOWN.require(reading in (EXACT, AT_MOST), regime=regime.reference, term=camel(f"{level}_reading"))
    if reading == AT_MOST:
        return Split(*split_with_cap(total_cents, weights, capped=1, remainder_to=2))
    return Split(*split(total_cents, weights))


def open_year(year: ProgrammeYear, earlier: ProgrammeYear | None) -> ProgrammeYearOpened:
    """Open the envelope of a year; `earlier` is what the programme already has for it."""
    ONE_A_YEAR.require(earlier is None)
    return ProgrammeYearOpened(
        programme_year_id=year.id,
        programme=year.programme,
        year=year.year,
        total_cents=year.total_cents,
        region_cents=year.region_cents,
        state_cents=year.state_cents,
        private_knowledge_cents=year.private_knowledge_cents,
        regime=year.regime,
        opened_at=year.opened_at,
    )


def opening_of_year(year: ProgrammeYear) -> list[Entry]:
    """The State's part of a year comes out of its budget."""
    room, act = ledger.year_room(year.id), "programme-year.open"
    return ledger.move(year.state_cents, ledger.BUDGET, room, act, year.id, year.opened_at)


def require_unallotted(year: ProgrammeYear, ceiling_cents: int) -> None:
    """Refuse a tranche that does not fit in what the year has left for tranches."""
    room = year.state_cents - year.allotted_cents
    WITHIN_STATE_PART.require(ceiling_cents <= room, room_cents=room)


def require_room(year: ProgrammeYear, amount_cents: int) -> None:
    """Refuse an award that does not fit in what the State has left in this year."""
    room = year.state_cents - year.committed_state_cents - year.lapsed_state_cents
    WITHIN_YEAR.require(amount_cents <= room, room_cents=room)


def free(year: ProgrammeYear, amount_cents: int, refills: bool) -> None:
    """Take an award back, which is room again or has lapsed (vrijval; domain.md 3.22, D12)."""
    year.committed_state_cents -= amount_cents
    if not refills:
        year.lapsed_state_cents += amount_cents
