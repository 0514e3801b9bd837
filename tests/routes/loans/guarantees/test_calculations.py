"""What a guarantee covers, costs and contains as aid, as anybody can compute it (O10, O15, O17)."""

from decimal import Decimal
from typing import Any

import pytest
import QuantLib as ql

from tests.routes.loans.desk import PUBLIC, Desk, refused_by

QUOTE = {
    "principalCents": 4_000_000_00,
    "guaranteedPrincipalCents": 4_000_000_00,
    "guaranteePercent": "50",
    "premiumPercent": "2.5",
    "rating": "BB-",
    "termYears": 6,
}


async def quoted(desk: Desk, **changes: Any) -> Any:
    found = await desk.api.get("/guarantee-calculations", PUBLIC, **{**QUOTE, **changes})
    assert found.status_code == 200, found.text
    return found.json()


def premiums(quote: Any) -> list[int]:
    return [premium["premiumCents"] for premium in quote["premiums"]]


async def test_a_bullet_loan_pays_the_same_premium_every_quarter(desk: Desk) -> None:
    quote = await quoted(desk)
    assert quote["guaranteedCents"] == 2_000_000_00
    assert premiums(quote) == [12_500_00] * 24
    assert quote["minimumPremiumCents"] == 150_000_00


async def test_a_linear_loan_pays_less_every_quarter(desk: Desk) -> None:
    quote = await quoted(desk, repayment="LINEAR", repaymentPerQuarterCents=200_000_00)
    assert premiums(quote)[:4] == [12_500_00, 11_875_00, 11_250_00, 10_625_00]
    assert quote["firstYearPremiumCents"] == 46_250_00
    assert len(premiums(quote)) == 20  # repaid after five of the six years
    assert quote["premiums"][8]["guaranteedCents"] == 1_200_000_00


async def test_a_guarantee_of_1_8_million_costs_11_250_a_quarter(desk: Desk) -> None:
    quote = await quoted(desk, principalCents=3_600_000_00, guaranteedPrincipalCents=3_600_000_00)
    assert (quote["guaranteedCents"], premiums(quote)[0]) == (1_800_000_00, 11_250_00)


async def test_early_repayment_is_charged_up_to_the_minimum(desk: Desk) -> None:
    quote = await quoted(desk, repayment="LINEAR", repaymentPerYearCents=400_000_00, repaidAfterYears=2)
    assert premiums(quote) == [12_500_00] * 4 + [11_250_00] * 4
    assert quote["chargedPremiumCents"] == 95_000_00
    assert quote["supplementCents"] == 55_000_00
    assert (await quoted(desk))["supplementCents"] == 0


async def test_the_quotum_fee_is_one_percent(desk: Desk) -> None:
    assert (await quoted(desk, quotumCents=5_000_000_00))["quotumFeeCents"] == 50_000_00


async def test_the_aid_is_the_premium_saved_discounted(desk: Desk) -> None:
    five_million = {"principalCents": 5_000_000_00, "guaranteedPrincipalCents": 5_000_000_00}
    quote = await quoted(desk, **five_million)
    assert quote["guaranteedCents"] == 2_500_000_00
    assert (quote["safeHarbourPercent"], quote["aidCents"]) == ("3.8", 173_177_97)  # O10
    floored = await quoted(desk, **five_million, rating="BB")
    assert (floored["safeHarbourPercent"], floored["aidCents"]) == ("2", 0)
    startup = await quoted(desk, **five_million, rating="UNRATED_STARTUP")
    assert startup["aidCents"] == 173_177_97


@pytest.mark.parametrize(("rating", "saved"), [("B", "3.8"), ("B+", "1.3")])
@pytest.mark.parametrize(
    ("principal", "repayment", "years"), [(3_100_000_01, 77_777_77, 12), (999_999_99, 0, 1)]
)
async def test_the_aid_agrees_with_quantlib(
    desk: Desk, rating: str, saved: str, principal: int, repayment: int, years: int
) -> None:
    plan = {"repayment": "LINEAR", "repaymentPerQuarterCents": repayment} if repayment else {}
    quote = await quoted(
        desk,
        principalCents=principal,
        guaranteedPrincipalCents=principal,
        rating=rating,
        termYears=years,
        **plan,
    )
    start = ql.Date(1, 1, 2015)
    ql.Settings.instance().evaluationDate = start
    curve = ql.FlatForward(start, 0.035, ql.Thirty360(ql.Thirty360.BondBasis), ql.Compounded, ql.Annual)
    flows = [
        ql.SimpleCashFlow(
            float(max(principal - 4 * year * repayment, 0)) * 0.5 * float(Decimal(saved)) / 100,
            start + ql.Period(year + 1, ql.Years),
        )
        for year in range(years)
    ]
    expected = ql.CashFlows.npv(flows, ql.YieldTermStructureHandle(curve), False)
    assert abs(quote["aidCents"] - expected) <= 1  # QuantLib computes in floats


async def test_a_part_of_the_loan_may_be_guaranteed(desk: Desk) -> None:
    quote = await quoted(desk, guaranteedPrincipalCents=2_500_000_00)
    assert (quote["sharePercent"], quote["guaranteedCents"]) == ("31.25", 1_250_000_00)


@pytest.mark.parametrize(
    ("changes", "rule", "facts"),
    [
        ({"guaranteedPrincipalCents": 4_000_000_01}, "guarantee.part-of-principal", {}),
        ({"guaranteePercent": "50.000001"}, "guarantee.within-percentage", {"percentMax": "50"}),
        ({"termYears": 13}, "guarantee.within-term", {"yearsMax": 12}),
        ({"premiumPercent": "2.499999"}, "guarantee.premium-of-scheme", {"percentMin": "2.5"}),
        ({"rating": "CCC+"}, "guarantee.safe-harbour-known", {}),
        ({"repayment": "LINEAR"}, "loan.repayment-plan", {}),
        (
            {"repayment": "LINEAR", "repaymentPerQuarterCents": 1, "repaymentPerYearCents": 1},
            "loan.repayment-plan",
            {},
        ),
        ({"scheme": "UNKNOWN"}, "regime.in-force", None),
    ],
)
async def test_terms_beyond_the_scheme_are_refused(
    desk: Desk, changes: dict[str, object], rule: str, facts: dict[str, object] | None
) -> None:
    refused = await desk.api.get("/guarantee-calculations", PUBLIC, **{**QUOTE, **changes})
    found = refused_by(refused, rule)
    assert facts is None or found == facts
