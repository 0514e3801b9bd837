"""P12, the part of schedules: how many are worked out in a minute on one core."""

import time
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import numpy_financial as npf

from services.loans.lending.schedules.replay import play
from services.loans.lending.schedules.terms import Allocation, Amortisation, Interest, Part, Repayment, Terms
from tests.benchmarks.bench import Bench, Figures, at_most, require

INSTALMENTS, MEASURED, ASKED = 60, 2_000, 100_000
ORDER = (Part.COSTS, Part.PENALTY, Part.INTEREST, Part.PRINCIPAL)


def terms(number: int) -> Terms:
    """An annuity of five years; each has a principal, a rate and a first day of its own."""
    return Terms(
        10_000_000 + number * 1_237,
        date(2026, 1, 1) + timedelta(days=number % 28),
        Repayment(Amortisation.ANNUITY, INSTALMENTS),
        Interest(Decimal(3) + Decimal(number % 900) / 100),
        Allocation(ORDER, ORDER),
    )


class Schedules(Bench):
    """Annuities of 60 rows by the engine of the loans service; the same instalments by numpy-financial."""

    id = "P12-schedules"
    goals = (at_most("100,000 schedules s", 60),)

    async def round(self) -> Figures:
        asked = [terms(number) for number in range(MEASURED)]
        start = time.process_time()
        self.ours = [play(each)[0].rows for each in asked]
        ours = time.process_time() - start
        periods = np.arange(1, INSTALMENTS + 1)
        start = time.process_time()
        self.theirs = []
        for each in asked:
            rate = float(each.interest.percent or 0) / 1200
            self.theirs.append(
                (
                    -npf.ipmt(rate, periods, INSTALMENTS, each.principal_cents),
                    -npf.ppmt(rate, periods, INSTALMENTS, each.principal_cents),
                )
            )
        theirs = time.process_time() - start
        scale = ASKED / MEASURED
        return {
            "100,000 schedules s": ours * scale,
            "numpy-financial s": theirs * scale,
            "ratio to numpy-financial": ours / theirs,
        }

    async def check(self) -> None:
        for rows, (interest, principal) in zip(self.ours, self.theirs, strict=True):
            due = [row for row in rows if row.number]
            require(len(due) == INSTALMENTS and due[-1].closing_cents == 0, "it ends", len(due))
            off = max(abs(row.interest_cents - found) for row, found in zip(due, interest, strict=True))
            require(off < 1.5, "interest is that of numpy-financial, to the rounding", off)
            off = abs(sum(row.principal_cents for row in due) - sum(principal))
            require(off < 0.01, "principal is that of numpy-financial", off)
