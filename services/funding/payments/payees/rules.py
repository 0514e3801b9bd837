"""How the account of a payee is entered by one body and verified by another, and how it changes."""

from datetime import timedelta

from services.funding.applications.applications.models import STANDING, Application
from services.funding.payments.payees.models import PayeeAccount, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "payee-account",
    Status.ENTERED,
    {
        (Status.ENTERED, "verify"): Status.VERIFIED,
        (Status.ENTERED, "check"): Status.CHECKED,
        (Status.CHECKED, "confirm"): Status.VERIFIED,
        (Status.ENTERED, "reject"): Status.REJECTED,
        (Status.CHECKED, "reject"): Status.REJECTED,
        (Status.VERIFIED, "supersede"): Status.SUPERSEDED,
    },
    source="domain.md 3.11; issue 12",
)
OF_AWARD = Rule(
    "payee-account.of-award",
    "An account is entered for an award that stands.",
    source="AWB-21 (Awb 4:95); domain.md 3.11",
    mend="Enter the account when the application was awarded.",
    refusal="There is no award that stands to pay to this account",
)
ONE_AWAITS = Rule(
    "payee-account.one-awaits",
    "An award has one account that waits to be verified.",
    source="issue 12",
    mend="Have the account that waits verified or rejected first.",
    refusal="Another account of this award waits to be verified",
)
CHANGES = Rule(
    "payee-account.another-account",
    "An account takes the place of another one.",
    source="issue 12",
    mend="Enter an account with another IBAN.",
    refusal="This account is verified already",
)
FOUR_EYES = FourEyes(
    "payee-account.four-eyes",
    "Whoever entered or verified an account is not the one who verifies or confirms it next.",
    source="B10; issue 12",
    mend="Have another officer of the State do so.",
    refusal="You entered or verified this account",
)
ENTER = (OF_AWARD, ONE_AWAITS, CHANGES)
VERIFY = (LIFE.rule, FOUR_EYES)
PAYMENTS = "payments"  # the regime


def require_enterable(
    application: Application, verified: PayeeAccount | None, awaiting: PayeeAccount | None, iban: str
) -> None:
    """Refuse an account without an award, beside another that waits, or that is there already."""
    OF_AWARD.require(application.status in STANDING)
    ONE_AWAITS.require(awaiting is None)
    CHANGES.require(verified is None or verified.iban != iban)


def enter(
    application: Application,
    verified: PayeeAccount | None,
    named: tuple[str, str],
    author: Principal,
    when: Moment,
) -> PayeeAccount:
    """A new account in the name of its holder; nothing is paid to it before the State verified it."""
    iban, holder = named
    return PayeeAccount(
        owner=application.owner,
        application_id=application.id,
        iban=iban,
        holder=holder,
        entered_at=when.at,
        hands=with_author([], author),
        replaces_id=None if verified is None else verified.id,
    )


def verify(account: PayeeAccount, evidence: str, officer: Principal, when: Moment) -> None:
    """Verify the first account of an award: it is paid to at once. A change waits for a second officer."""
    replaces = account.replaces_id is not None
    status = LIFE.after(account.status, "check" if replaces else "verify")
    FOUR_EYES.require_another(officer, *account.hands)
    account.status, account.evidence = status, evidence
    account.hands = with_author(account.hands, officer)
    account.verified_at = when.at
    account.usable_from = None if replaces else when.today


def supersede(earlier: PayeeAccount | None, when: Moment) -> None:
    """From now on nothing is paid to the account that is replaced."""
    if earlier is not None:
        earlier.status = LIFE.after(earlier.status, "supersede")
        earlier.ended_at = when.at


def require_confirmable(account: PayeeAccount, officer: Principal) -> None:
    """Refuse to confirm what nobody verified, or what the officer entered or verified."""
    LIFE.after(account.status, "confirm")
    FOUR_EYES.require_another(officer, *account.hands)


def confirm(account: PayeeAccount, regime: Regime, officer: Principal, when: Moment) -> None:
    """Confirm a change as a second officer: the account is paid to after the waiting time."""
    require_confirmable(account, officer)
    wait = timedelta(days=regime.whole("payee_change_wait_days"))
    account.status = LIFE.after(account.status, "confirm")
    account.hands = with_author(account.hands, officer)
    account.usable_from = when.today + wait
    account.regime = regime.reference


def reject(account: PayeeAccount, reason: str, when: Moment) -> None:
    """The account is not the recipient's, or cannot be shown to be; the region may enter another."""
    account.status = LIFE.after(account.status, "reject")
    account.rejection_reason, account.ended_at = reason, when.at
