"""How whoever did not pay in time is reminded, and how long a demand is collected (Awb 4:104-4:113)."""

from datetime import date

from services.funding.settlement.demands.models import Demand, Interruption
from services.funding.settlement.demands.rules import LIFE
from services.funding.settlement.demands.standing import Standing
from shared.contracts.funding.demands import DemandReminded
from shared.kernel.calendar import end_of_term, years_after
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

PAST_DUE = Rule(
    "demand.past-due",
    "Who owes is reminded after the last day on which the demand was to be paid.",
    source="AWB-28 (Awb 4:112)",
    mend="Send the reminder after the day in the answer.",
    refusal="The demand can still be paid in time",
)
STANDS = Rule(
    "demand.not-prescribed",
    "A demand is collected, and its limitation interrupted, until the years of the law are over since it was "
    "to be paid or was interrupted last.",
    source="AWB-27 (Awb 4:104, 4:106, 4:110)",
    mend="The demand ended on the day in the answer; name an earlier interruption if there was one.",
    refusal="The demand is prescribed: it can be collected no more",
)
PROLONGS = Rule(
    "demand.interruption-prolongs",
    "What interrupts the limitation of a demand makes it end later than it would have.",
    source="AWB-27 (Awb 4:110)",
    mend="Nothing is to be recorded: the demand is collected until the day in the answer anyway.",
    refusal="The demand would end no later for this interruption",
)
ORDERED = Rule(
    "demand.ordered-after-reminder",
    "A payment order is issued, and enforced, after the last day to pay that a reminder gave.",
    source="AWB-28 (Awb 4:117)",
    mend="Remind first, and order after the last day to pay that the reminder gives.",
    refusal="The term of a reminder has not passed on that day",
)
REMINDERS, YEARS = "demand-reminders", "prescribe_years"
REMINDER = (LIFE.rule, PAST_DUE, STANDS)
INTERRUPTION = (LIFE.rule, STANDS, ORDERED, PROLONGS)
ORDERS = frozenset({Interruption.PAYMENT_ORDER, Interruption.ENFORCEMENT})


def remind(demand: Demand, owed: Standing, reminders: Regime, regime: Regime, when: Moment) -> DemandReminded:
    """Remind (aanmanen) who owes: to pay within the term of the regime, with its fee on top (Awb 4:112).

    The fee goes by what is due of the principal. A reminder interrupts the limitation (Awb 4:106).
    """
    status = LIFE.after(demand.status, "remind")
    PAST_DUE.require(demand.due_on is not None and demand.due_on < when.today, due_on=demand.due_on)
    prescribes_on = _require_standing(demand, when.today)
    small = owed.principal_cents < reminders.whole("fee_from_cents")
    fee_cents = reminders.whole("fee_below_cents" if small else "fee_cents")
    demand.reminder_due_on = due_on = end_of_term(when.today, weeks=reminders.whole("pay_weeks"))
    demand.status, demand.reminded_on, demand.reminder_fee_cents = status, when.today, fee_cents
    demand.reminder_regime = reminders.reference
    demand.prescribes_on = max(prescribes_on, years_after(when.today, regime.whole(YEARS)))
    return DemandReminded(
        demand_id=demand.id,
        application_id=demand.application_id,
        outstanding_cents=owed.outstanding_cents + fee_cents,
        fee_cents=fee_cents,
        reminded_on=when.today,
        due_on=due_on,
        regime=reminders.reference,
    )


def interrupt(demand: Demand, ground: Interruption, on: date, regime: Regime) -> None:
    """Interrupt the limitation (stuiten): its years run anew from the day after (Awb 4:105, 4:106, 4:110)."""
    status = LIFE.after(demand.status, "interrupt")
    prescribes_on = _require_standing(demand, on)
    reminder_due_on = demand.reminder_due_on
    said = {"reminder_due_on": reminder_due_on} if reminder_due_on else {}
    ordered = reminder_due_on is not None and reminder_due_on < on
    ORDERED.require(ordered or ground not in ORDERS, **said)
    until_on = years_after(on, regime.whole(YEARS))
    PROLONGS.require(until_on > prescribes_on, prescribes_on=prescribes_on)
    demand.status, demand.prescribes_on = status, until_on
    demand.interrupted_on, demand.interruption = on, ground


def _require_standing(demand: Demand, on: date) -> date:
    prescribes_on = STANDS.present(demand.prescribes_on)
    STANDS.require(on <= prescribes_on, prescribes_on=prescribes_on)
    return prescribes_on
