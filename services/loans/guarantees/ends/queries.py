"""Which guarantees are over."""

from datetime import date

from sqlalchemy import Select, select

from services.loans.guarantees.guarantees.models import Guarantee, Status
from shared.store.periods import entered_by_now


def term_over(today: date) -> Select[Guarantee]:
    """The guarantee whose term has been over for longest; one at a time, so locks never cross."""
    standing = Guarantee.status.in_((Status.ISSUED, Status.ACTIVE, Status.SUSPENDED))
    entered = entered_by_now(Guarantee.issued_on_record, Guarantee.ends_on, today)
    over = standing & (Guarantee.ends_on <= today) & entered
    return select(Guarantee).where(over).order_by(Guarantee.ends_on).limit(1)
