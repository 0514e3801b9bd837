"""When a loan may be proposed, approved, contracted, paid out and repaid."""

from collections.abc import Mapping
from datetime import date, datetime

from services.loans.lending.loans import movements, plans
from services.loans.lending.loans.balances import WITHIN_OUTSTANDING, require_balance
from services.loans.lending.loans.models import Direction, Loan, Status
from services.loans.lending.loans.plans import QUARTERS_A_YEAR, Plan
from services.loans.origination.credit_lines import rules as credit_lines
from services.loans.origination.credit_lines.models import CreditLine
from services.loans.origination.projects import rules as projects
from services.loans.origination.projects.models import Project
from services.loans.origination.terms.rules import LEND, require_market_terms
from shared.contracts.loans import LoanApproved
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.money import percent_of
from shared.kernel.municipalities import THERE, municipality_on
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author
from shared.reference.catalogue import rom_of_province

FUNDS, MANDATES = "rom-funds", "lending-mandates"
MONTHS_A_QUARTER = 3

LIFE = Lifecycle(
    "loan",
    Status.RECEIVED,
    {
        (Status.RECEIVED, "propose"): Status.PROPOSED,
        (Status.PROPOSED, "approve"): Status.APPROVED,
        (Status.PROPOSED, "decline"): Status.DECLINED,
        (Status.APPROVED, "offer"): Status.OFFERABLE,
        (Status.APPROVED, "request_guarantee"): Status.GUARANTEE_PENDING,
        (Status.GUARANTEE_PENDING, "offer"): Status.OFFERABLE,
        (Status.GUARANTEE_PENDING, "lose_guarantee"): Status.OFFERABLE_UNGUARANTEED,
        (Status.OFFERABLE, "lose_guarantee"): Status.OFFERABLE_UNGUARANTEED,
        (Status.OFFERABLE, "contract"): Status.CONTRACTED,
        (Status.OFFERABLE_UNGUARANTEED, "go_without"): Status.OFFERABLE,
        (Status.OFFERABLE_UNGUARANTEED, "request_guarantee"): Status.GUARANTEE_PENDING,
        (Status.CONTRACTED, "lose_guarantee"): Status.OFFERABLE_UNGUARANTEED,
        (Status.CONTRACTED, "disburse"): Status.ACTIVE,
        (Status.ACTIVE, "disburse"): Status.ACTIVE,
        (Status.ACTIVE, "repay"): Status.ACTIVE,
        (Status.ACTIVE, "repay_in_full"): Status.REPAID,
    },
    source="domain.md 3.15, 3.17, 3.18",
)
COMPETENT = Rule(
    "loan.competent-rom",
    "A regional development company lends to firms established in its own provinces.",
    source="B23",
    mend="Ask the company that works in the province of the municipality.",
    refusal="Another ROM works in the province of this firm",
)
TICKET = Rule(
    "loan.ticket-size",
    "The principal lies within what the fund lends.",
    source="A17, D5; domain.md 2.16",
    mend="Choose a principal between the two amounts in the answer.",
    refusal="The fund lends no principal of this size",
)
NEED = Rule(
    "loan.part-of-need",
    "A loan covers at most the part of the financing need that the fund allows.",
    source="A17; domain.md 2.16",
    mend="Lower the principal, or show a larger need.",
    refusal="The loan covers more of the need than the fund allows",
)
REPAYMENT_KIND = Rule(
    "loan.repayment-of-fund",
    "A loan is repaid in a way that the fund knows.",
    source="domain.md 2.16",
    mend="Choose one of the ways named in the answer.",
    refusal="The fund does not know this way of repaying",
)
PARTICIPANT = Rule(
    "loan.to-participant",
    "A loan that names a project goes to one of its participants.",
    source="A15, A16",
    mend="Leave the project out, or have the undertaking take part in it.",
    refusal="The borrower is no participant of the project",
)
FOUR_EYES = FourEyes(
    "loan.four-eyes",
    "Whoever entered or proposed a loan is not the one who approves or declines it.",
    source="domain.md 3.15",
    mend="Have another member of the credit committee decide.",
    refusal="You entered or proposed this loan",
)
SIGNED = Rule(
    "loan.signed-before-received",
    "The loan contract and the deed of subordination were signed by the day they are received.",
    source="domain.md 2.17, 3.17",
    mend="Correct signedOn or subordinationDeedSignedOn.",
    refusal="The contract or the deed was signed after it was received",
)
CONTRACT_IN_TIME = Rule(
    "loan.contract-in-time",
    "The signed contract of a loan to be guaranteed is received within the term of the reservation.",
    source="domain.md 2.14, 3.16",
    mend="Ask the State for a new decision; the reservation lapses.",
    refusal="The contract came in after the term of the reservation",
)
DATED = Rule(
    "loan.movement-dated",
    "Money moves on or after the day the contract was signed, and is reported when it has moved.",
    source="domain.md 3.17, 3.18",
    mend="Correct the date.",
    refusal="The money moved before the contract was signed, or has not moved yet",
)
WITHIN_PRINCIPAL = Rule(
    "disbursement.within-principal",
    "Disbursements together never exceed the principal.",
    source="domain.md 3.17, 3.26",
    mend="Check whether this disbursement was reported before under another id, and correct the amount.",
    refusal="More is paid out than the principal",
    audited=True,
)
OF_FUND = (TICKET, NEED, REPAYMENT_KIND, plans.REPAYMENT)
RECEIVE = (THERE, COMPETENT, *OF_FUND, *projects.STANDS, PARTICIPANT, *LEND)
APPROVE = (LIFE.rule, *projects.STANDS, FOUR_EYES, *DECIDE, *LEND, credit_lines.OPENED, credit_lines.WITHIN)


def receive(loan: Loan, regime: Regime, lending: Regime, project: Project | None, today: date) -> Loan:
    """Check a new loan against the terms of its ROM's fund and of lending; compute interest and fee (O32)."""
    home = municipality_on(loan.undertaking.municipality_code, today)
    competent = rom_of_province(home.province_code).rom_code
    COMPETENT.require(competent == loan.rom_code, rom_code=competent)
    least, most = regime.whole("principal_min_cents"), regime.whole("principal_max_cents")
    TICKET.require(least <= loan.principal_cents <= most, min_cents=least, max_cents=most)
    covered = percent_of(loan.financing_need_cents, regime.percent("need_percent_max"))
    NEED.require(loan.principal_cents <= covered, max_cents=covered)
    known = regime.codes("repayments")
    REPAYMENT_KIND.require(loan.repayment in known, repayments=known)
    plan(loan)
    projects.require_standing(loan.project_id, project)
    PARTICIPANT.require(project is None or loan.undertaking.kvk_number in project.participants)

    _price(loan, lending, today)
    loan.quarterly_interest_cents = percent_of(loan.principal_cents, loan.interest_percent / QUARTERS_A_YEAR)
    loan.arrangement_fee_cents = percent_of(loan.principal_cents, regime.percent("arrangement_fee_percent"))
    return loan


def _price(loan: Loan, lending: Regime, today: date) -> None:
    """Set the reference rate of a day beside the loan; refused when there would be aid in it (B41)."""
    loan.reference_percent = require_market_terms(
        loan.rating, loan.interest_percent, loan.term_months, lending, today
    )
    loan.lending_regime = lending.reference


def plan(loan: Loan) -> Plan:
    """The planned balance of a loan; a last quarter that is not whole counts as one."""
    quarters = -(-loan.term_months // MONTHS_A_QUARTER)
    return plans.plan(loan.principal_cents, quarters, loan.repayment, loan.repayment_per_quarter_cents)


def propose(loan: Loan, rating_rationale: str, officer: Principal, at: datetime) -> None:
    """Put a loan before the credit committee, with the reasons for its rating."""
    loan.status = LIFE.after(loan.status, "propose")
    loan.rating_rationale = rating_rationale
    loan.proposed_by = officer.subject
    loan.written_by = with_author(loan.written_by, officer)
    loan.proposed_at = at


def decline(loan: Loan, officer: Principal) -> None:
    """Decline a proposed loan; the reason is on the audit trail."""
    status = LIFE.after(loan.status, "decline")
    FOUR_EYES.require_another(officer, *loan.written_by, loan.proposed_by)
    loan.status = status


def approve(
    loan: Loan,
    project: Project | None,
    line: CreditLine | None,
    lending: Regime,
    decision: Decision,
    when: Moment,
) -> LoanApproved:
    """Approve a loan under the ROM's line of the year; without a guarantee it may be offered at once."""
    status = LIFE.after(loan.status, "approve")
    projects.require_standing(loan.project_id, project)
    FOUR_EYES.require_another(decision.officer, *loan.written_by, loan.proposed_by)
    _price(loan, lending, when.today)
    line = credit_lines.commit(line, loan.principal_cents, when.today.year)
    loan.status = status if loan.guarantee_wanted else LIFE.after(status, "offer")
    loan.credit_line_id = line.id
    movements.commit(loan, line, when.today)
    loan.approved_by, loan.approved_at = decision.officer.subject, when.at
    loan.deciding_body, loan.mandate, loan.mandate_regime = decision.named
    return LoanApproved(
        rom_code=loan.rom_code,
        loan_id=loan.id,
        kvk_number=loan.kvk_number,
        project_id=loan.project_id,
        principal_cents=loan.principal_cents,
        interest_percent=loan.interest_percent,
        approved_at=when.at,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )


def request_guarantee(loan: Loan) -> None:
    """The ROM asked the State for a guarantee, perhaps again after one was refused or released."""
    loan.status = LIFE.after(loan.status, "request_guarantee")


def offer(loan: Loan, contract_due_on: date) -> None:
    """The State reserved the guarantee; the loan may be offered under it, until and including a day."""
    loan.status = LIFE.after(loan.status, "offer")
    loan.contract_due_on = contract_due_on


def lose_guarantee(loan: Loan) -> None:
    """The guarantee will not come; a contract that was made under it has lapsed."""
    loan.status = LIFE.after(loan.status, "lose_guarantee")
    loan.contract_due_on = None
    loan.contract_signed_on = None
    loan.subordination_deed_signed_on = None
    loan.contract_received_on = None


def go_without(loan: Loan, officer: Principal) -> None:
    """The committee decides anew: the loan is made without the guarantee."""
    status = LIFE.after(loan.status, "go_without")
    FOUR_EYES.require_another(officer, *loan.written_by, loan.proposed_by)
    loan.status = status
    loan.guarantee_wanted = False


def contract(loan: Loan, signed_on: date, deed_signed_on: date, received_on: date) -> None:
    """Receive the signed contract and the deed of subordination (akte van achterstelling)."""
    status = LIFE.after(loan.status, "contract")
    SIGNED.require(max(signed_on, deed_signed_on) <= received_on)
    due = loan.contract_due_on
    CONTRACT_IN_TIME.require(due is None or received_on <= due, due_on=due)

    loan.status = status
    loan.contract_signed_on = signed_on
    loan.subordination_deed_signed_on = deed_signed_on
    loan.contract_received_on = received_on


def disburse(loan: Loan, amount_cents: int, on: date, today: date, message_id: str) -> None:
    """Book principal that was paid out; refused with the room that is left, in cents."""
    status = LIFE.after(loan.status, "disburse")
    _require_dated(loan, on, today)
    room = loan.principal_cents - loan.disbursed_cents
    WITHIN_PRINCIPAL.require(amount_cents <= room, room_cents=room)

    loan.status = status
    loan.disbursed_cents += amount_cents
    loan.outstanding_cents += amount_cents
    movements.book(loan, Direction.DISBURSEMENT, amount_cents, on, today, message_id)


def repay(
    loan: Loan, moved: Mapping[date, int], amount_cents: int, on: date, today: date, message_id: str
) -> None:
    """Book principal that was repaid; refused with what is outstanding, in cents.

    `moved` is by how much the principal grew or fell on each day on which it did.
    """
    outstanding = loan.outstanding_cents
    status = LIFE.after(loan.status, "repay_in_full" if amount_cents == outstanding else "repay")
    _require_dated(loan, on, today)
    WITHIN_OUTSTANDING.require(amount_cents <= outstanding, outstanding_cents=outstanding)
    require_balance(moved, amount_cents, on)

    loan.status = status
    loan.repaid_cents += amount_cents
    loan.outstanding_cents -= amount_cents
    movements.book(loan, Direction.REPAYMENT, amount_cents, on, today, message_id)


def _require_dated(loan: Loan, on: date, today: date) -> None:
    signed_on = loan.contract_signed_on
    DATED.require(signed_on is not None and signed_on <= on <= today, signed_on=signed_on, today=today)
