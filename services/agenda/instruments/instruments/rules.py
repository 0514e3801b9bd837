"""When an instrument may be published in the catalogue, and how its windows open and close."""

from collections.abc import Sequence
from datetime import date

from services.agenda.instruments.instruments.models import Instrument, Level, Status, Window, WindowStatus
from shared.contracts.agenda.instruments import (
    InstrumentClosed,
    InstrumentEnded,
    InstrumentOpened,
    InstrumentPublished,
)
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal, TenantKind
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author
from shared.reference import catalogue

LIFE = Lifecycle(
    "instrument",
    Status.DRAFT,
    {
        (Status.DRAFT, "revise"): Status.DRAFT,
        (Status.DRAFT, "withdraw"): Status.WITHDRAWN,
        (Status.DRAFT, "publish"): Status.PUBLISHED,
        (Status.PUBLISHED, "announce_window"): Status.PUBLISHED,
        (Status.PUBLISHED, "measure"): Status.PUBLISHED,
        (Status.PUBLISHED, "limit"): Status.PUBLISHED,
        (Status.PUBLISHED, "end"): Status.ENDED,
        (Status.ENDED, "measure"): Status.ENDED,
    },
    source="A24, B18, B51",
)
WINDOW_LIFE = Lifecycle(
    "instrument-window",
    WindowStatus.ANNOUNCED,
    {
        (WindowStatus.ANNOUNCED, "open"): WindowStatus.OPEN,
        (WindowStatus.ANNOUNCED, "close"): WindowStatus.CLOSED,
        (WindowStatus.OPEN, "close"): WindowStatus.CLOSED,
    },
    source="A24",
)
ONCE = Rule(
    "instrument.known-once",
    "A code belongs to one instrument.",
    source="A24",
    mend="Use the instrument that has this code, or give another code.",
    refusal="Another instrument has this code",
)
LEVEL = Rule(
    "instrument.level",
    "The State describes national and European instruments, a region those of its own area.",
    source="B7, B54",
    mend="Choose the level of your own body; a region names itself or regions that lie in it.",
    refusal="Your body does not describe instruments of this level or area",
)
SCOPE = Rule(
    "instrument.generic-or-regional",
    "An instrument is generic, for firms in every region, or it names its regions.",
    source="B12",
    mend="Set generic, or name regions, and not both.",
    refusal="The instrument is neither generic nor of regions, or both",
)
PERIOD = Rule(
    "instrument.period",
    "An instrument and its windows end after they begin, a window within the instrument's own period.",
    source="A24, B51",
    mend="Correct the dates.",
    refusal="A day of the instrument or its window is out of order or outside its period",
)
DAY = Rule(
    "instrument-window.day-reached",
    "A window opens from its first to its last day, and closes after its last day.",
    source="A24",
    mend="Wait until the day that the answer names.",
    refusal="The window does not open or close on this day",
)
THEMES = Rule(
    "instrument.known-theme",
    "A theme is one that the programme knows on that day; the list is open.",
    source="B9",
    mend="Choose among the themes named in the answer.",
    refusal="This is no theme of an instrument on that day",
)
MINISTRY = Rule(
    "instrument.known-ministry",
    "The ministries that answer for an instrument exist on its first day, and one leads.",
    source="B2",
    mend="Choose among the ministries named in the answer.",
    refusal="A ministry of the instrument is not there on its first day",
)
FOUR_EYES = FourEyes(
    "instrument.four-eyes",
    "Whoever described an instrument does not publish it.",
    source="domain.md 3; B10",
    mend="Have another officer publish it.",
    refusal="You described this instrument",
)
DESCRIBE = (ONCE, LEVEL, SCOPE, PERIOD, THEMES, MINISTRY)
THEMES_KNOWN, MINISTRIES = "themes", "ministries"


def check(instrument: Instrument, author: Principal, themes: Regime, ministries: Regime) -> Instrument:
    """Check what is said of an instrument (A24, B9, B12, B54)."""
    by_state = author.tenant.kind is TenantKind.STATE
    LEVEL.require(by_state == (instrument.level is not Level.REGIONAL), level=instrument.level)
    SCOPE.require(instrument.generic == (not instrument.region_codes))
    own = author.tenant.code
    inside = all(own in catalogue.areas_of(code) for code in instrument.region_codes)
    LEVEL.require(by_state or (inside and not instrument.generic), regions=instrument.region_codes)
    PERIOD.require(instrument.valid_until is None or instrument.valid_from <= instrument.valid_until)
    known = themes.codes("themes")
    THEMES.require(set(instrument.themes) <= set(known), themes=known)
    named = {*instrument.ministries, *filter(None, [instrument.lead_ministry])}
    there = ministries.codes("ministries")
    MINISTRY.require(named <= set(there), ministries=there)
    return instrument


def describe(
    instrument: Instrument, author: Principal, themes: Regime, ministries: Regime, *, known: bool
) -> Instrument:
    """Describe (beschrijven) a new instrument; `known` says that another one has its code."""
    check(instrument, author, themes, ministries)
    ONCE.require(not known)
    return instrument


def revise(
    instrument: Instrument,
    content: dict[str, object],
    author: Principal,
    themes: Regime,
    ministries: Regime,
) -> None:
    """Replace the description of a draft."""
    LIFE.after(instrument.status, "revise")
    for name, value in content.items():
        setattr(instrument, name, value)
    check(instrument, author, themes, ministries)
    instrument.regime = themes.reference
    instrument.drafted_by = with_author(instrument.drafted_by, author)


def withdraw(instrument: Instrument) -> None:
    """Withdraw (intrekken) a draft; its code is free again."""
    instrument.status = LIFE.after(instrument.status, "withdraw")


def publish(instrument: Instrument, officer: Principal, when: Moment) -> InstrumentPublished:
    """Publish (bekendmaken) an instrument (B18); one that is over is in the catalogue as history (B51)."""
    status = LIFE.after(instrument.status, "publish")
    FOUR_EYES.require_another(officer, *instrument.drafted_by)
    instrument.status = status
    instrument.published_on = when.today
    instrument.published_on_record = when.recorded_on
    return InstrumentPublished(
        instrument_id=instrument.id,
        code=instrument.code,
        name=instrument.name,
        level=instrument.level,
        policy_line=instrument.policy_line,
        generic=instrument.generic,
        region_codes=instrument.region_codes,
        topsectors=instrument.topsectors,
        valid_from=instrument.valid_from,
        valid_until=instrument.valid_until,
    )


def limit(instrument: Instrument, on: date, today: date) -> None:
    """Give an instrument its last day, or another one (begrenzen); time ends it after that day (B51)."""
    LIFE.after(instrument.status, "limit")
    PERIOD.require(max(instrument.valid_from, today) <= on, valid_from=instrument.valid_from, today=today)
    instrument.valid_until = on


def end(
    instrument: Instrument, windows: Sequence[Window], on: date | None, today: date
) -> list[InstrumentClosed | InstrumentEnded]:
    """End (beëindigen) an instrument after its last day; it stays in the catalogue as history (B51).

    `windows` are those that have not closed; they do so with it.
    """
    status = LIFE.after(instrument.status, "end")
    last = PERIOD.present(on)
    PERIOD.require(instrument.valid_from <= last < today, valid_from=instrument.valid_from, today=today)
    instrument.status = status
    instrument.valid_until = last
    closed = [told for each in windows for told in _close(each, instrument, min(each.closes_on, last))]
    return [*closed, InstrumentEnded(instrument_id=instrument.id, code=instrument.code, valid_until=last)]


def measure(instrument: Instrument, lead_time_days: int, online_percent: int, burden_percent: int) -> None:
    """Record how long an application takes, what share comes online, and the burden on firms (B18)."""
    instrument.status = LIFE.after(instrument.status, "measure")
    instrument.lead_time_days = lead_time_days
    instrument.online_percent = online_percent
    instrument.burden_percent = burden_percent


def announce(
    instrument: Instrument, window: Window, today: date
) -> tuple[Window, list[InstrumentOpened | InstrumentClosed]]:
    """Announce (openstelling) a window; one that is open or over already says so at once (A24)."""
    LIFE.after(instrument.status, "announce_window")
    last = instrument.valid_until
    within = instrument.valid_from <= window.opens_on and (last is None or window.closes_on <= last)
    PERIOD.require(window.opens_on <= window.closes_on and within, valid_from=instrument.valid_from)
    if window.closes_on < today:
        window.status = WINDOW_LIFE.after(window.status, "close")
        return window, []
    return window, [open_window(window, instrument, today)] if window.opens_on <= today else []


def open_window(window: Window, instrument: Instrument, today: date) -> InstrumentOpened:
    """Open a window from its first day (A24), on a day of the instrument's own."""
    status = WINDOW_LIFE.after(window.status, "open")
    DAY.require(window.opens_on <= today <= window.closes_on, opens_on=window.opens_on)
    window.status = status
    instrument.open_windows += 1
    return InstrumentOpened(
        instrument_id=instrument.id,
        window_id=window.id,
        code=instrument.code,
        name=instrument.name,
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        ceiling_cents=window.ceiling_cents,
    )


def close_window(window: Window, instrument: Instrument, today: date) -> list[InstrumentClosed]:
    """Close a window after its last day (A24); one that never opened is not told of."""
    WINDOW_LIFE.after(window.status, "close")
    DAY.require(window.closes_on < today, closes_on=window.closes_on)
    return _close(window, instrument, window.closes_on)


def _close(window: Window, instrument: Instrument, on: date) -> list[InstrumentClosed]:
    was_open = window.status is WindowStatus.OPEN
    window.status = WINDOW_LIFE.after(window.status, "close")
    instrument.open_windows -= was_open
    closed = InstrumentClosed(
        instrument_id=instrument.id, window_id=window.id, code=instrument.code, closed_on=on
    )
    return [closed] if was_open else []
