"""Every worked example of domain.md section 4 is asked over HTTP, and answered to the cent."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.funding.test_calculations_page import agrees

ROOT = Path(__file__).parents[2]
ELSEWHERE = {  # what is no calculation: the test that asks it
    "O18": "tests/routes/loans/guarantees/test_years.py",
    "O34": "tests/routes/test_oracles.py",
    "O37": "tests/rules/kernel/test_identifiers.py",
}
UNANSWERED = {"O16", "O19"}  # no route answers them yet


class Oracle(NamedTuple):
    """What is asked of a service, and what the answer holds."""

    code: str
    path: str
    body: Any
    said: Any


def cents(euros: float) -> int:
    return round(euros * 100)


def split(total: int, *parts: int) -> Oracle:
    body = {"programme": "programme-rea", "referenceDate": "2016-04-18", "totalCents": total}
    return Oracle("O2", "split", body, {"sources": [{"amountCents": part} for part in parts]})


SAID = [
    Oracle("O1", *split(400_000_000_00, 100_000_000_00, 100_000_000_00, 200_000_000_00)[1:]),
    split(1_000_000_01, 250_000_00, 250_000_00, 500_000_01),
    split(100_01, 25_00, 25_00, 50_01),
    split(100_02, 25_01, 25_00, 50_01),
    split(100_03, 25_01, 25_00, 50_02),
    split(3, 1, 0, 2),
    split(333_333_33, 83_333_33, 83_333_33, 166_666_67),
    Oracle(
        "O3",
        "split",
        {
            "programme": "programme-rea",
            "referenceDate": "2016-04-18",
            "sources": [
                {"code": "PROVINCIE", "group": "REGION", "amountCents": 22_000_000_00},
                {"code": "BEDRIJVEN", "group": "PRIVATE_KNOWLEDGE", "amountCents": 61_000_000_00},
                {"code": "RIJK", "group": "STATE", "amountCents": 27_000_000_00},
            ],
            "totalCents": 110_000_000_00,
        },
        {
            "groups": [
                {"group": "REGION", "sharePercent": "20", "met": False, "shortageCents": 5_500_000_00},
                {"group": "STATE", "sharePercent": "24.5455", "met": True},
                {"group": "PRIVATE_KNOWLEDGE", "sharePercent": "55.4545", "met": True},
                {"group": "EU", "amountCents": 0},
            ]
        },
    ),
    Oracle(
        "O4",
        "intensity",
        {
            "referenceDate": "2026-04-18",
            "packages": [
                {
                    "code": "AA",
                    "measure": "RD_EXPERIMENTAL",
                    "size": "MEDIUM",
                    "bonuses": ["COLLABORATION"],
                    "eligibleCents": 480_000_00,
                },
                {
                    "code": "BB",
                    "measure": "RD_INDUSTRIAL",
                    "size": "SMALL",
                    "bonuses": ["COLLABORATION"],
                    "eligibleCents": 480_000_00,
                },
                {"code": "CC", "measure": "RD_EXPERIMENTAL", "size": "LARGE", "eligibleCents": 480_000_00},
            ],
        },
        {
            "packages": [
                {"ceilingCents": 240_000_00, "intensity": {"percent": "50"}},
                {"intensity": {"percent": "80"}},
                {"ceilingCents": 120_000_00},
            ]
        },
    ),
    Oracle(
        "O5",
        "intensity",
        {
            "referenceDate": "2026-04-18",
            "packages": [
                {
                    "code": "AA",
                    "maximumPercent": "50",
                    "eligibleCents": 1_000_000_00,
                    "others": [
                        {"kind": "AID", "amountCents": 180_000_00},
                        {"kind": "DE_MINIMIS", "amountCents": 40_000_00},
                        {"kind": "EU_CENTRAL", "amountCents": 100_000_00},
                    ],
                }
            ],
        },
        {"packages": [{"roomCents": 280_000_00}]},
    ),
]


def de_minimis(code: str, on: str, new: dict[str, Any], **said: Any) -> Oracle:
    given = [("2023-03-15", 90_000_00), ("2024-06-01", 120_000_00), ("2025-01-10", 60_000_00)]
    had = [{"firm": "AA", "grantedOn": day, "amountCents": amount} for day, amount in given]
    body = {"grantedOn": on, "new": {"firm": "AA", **new}, "given": had if code == "O6" else []}
    return Oracle(code, "de-minimis", body, said)


FORTY = {"amountCents": 40_000_00}
DAYS = ["2026-03-14", "2027-03-14", "2028-03-14"]
PAID = {
    "instalments": [{"on": day, "amountCents": 100_000_00} for day in DAYS],
    "discountPercent": "3.5",
}


def secured(months: int) -> dict[str, Any]:
    return {"loan": {"principalCents": 600_000_00, "termMonths": months, "collateralPercent": "50"}}


def guaranteed(months: int) -> dict[str, Any]:
    return {"guarantee": {"guaranteedCents": 500_000_00, "termMonths": months, "sharePercent": "80"}}


SAID += [
    de_minimis("O6", "2026-03-14", FORTY, usedCents=270_000_00, roomCents=30_000_00, outcome="REFUSED"),
    de_minimis("O6", "2026-03-15", FORTY, usedCents=270_000_00, roomCents=30_000_00, outcome="REFUSED"),
    de_minimis("O6", "2026-03-16", FORTY, usedCents=180_000_00, roomCents=120_000_00, outcome="FITS"),
    de_minimis("O6b", "2026-03-14", PAID, aidCents=289_969_43),
    de_minimis("O7", "2026-03-14", secured(48), aidCents=96_000_00),
    de_minimis("O7", "2026-03-14", secured(96), aidCents=192_000_00),
    de_minimis("O8", "2026-03-14", guaranteed(60), aidCents=66_666_67),
    de_minimis("O8", "2026-03-14", guaranteed(72), aidCents=80_000_00),
]


def settled(code: str, regime: str, award: int, declared: int, advances: int, **said: Any) -> Oracle:
    body = {
        "regime": regime,
        "referenceDate": "2014-05-01",
        "awardCents": award,
        "advancesCents": advances,
        "costs": [{"code": "ALLES", "declaredCents": declared}],
    }
    if regime == "settlement-sectorplan":
        body["budgetCents"] = 800_000_00
    return Oracle(code, "settlement", body, said)


PLAN, EZ = "settlement-sectorplan", "settlement-ez"
SAID += [
    settled("O20", PLAN, 400_000_00, 620_000_00, 320_000_00, settledCents=310_000_00, reclaimCents=10_000_00),
    settled("O20", PLAN, 400_000_00, 470_000_00, 320_000_00, settledCents=0, reclaimCents=320_000_00),
    settled("O20", PLAN, 400_000_00, 900_000_00, 320_000_00, settledCents=400_000_00),
    *(
        settled("O36", PLAN, award, 1, 0, arrangement=arrangement)
        for award, arrangement in ((24_999_99, 1), (25_000_00, 2), (124_999_99, 2), (125_000_00, 3))
    ),
    Oracle(
        "O27",
        "settlement",
        {
            "regime": EZ,
            "referenceDate": "2014-05-01",
            "awardCents": 240_000_00,
            "ratePercent": "50",
            "advancesCents": 216_000_00,
            "costs": [
                {
                    "code": "ALLES",
                    "declaredCents": 400_000_00,
                    "findings": [{"kind": "REJECTED", "amountCents": 20_000_00, "ground": "NOT_NECESSARY"}],
                }
            ],
        },
        {"settledCents": 190_000_00, "reclaimCents": 26_000_00},
    ),
    Oracle(
        "O21",
        "advance-plan",
        {
            "regime": "advances-ez",
            "referenceDate": "2016-01-04",
            "awardCents": 180_000_00,
            "ratePercent": "50",
            "startsOn": "2016-01-01",
            "costs": [{"costCents": each} for each in (60_000_00, 90_000_00, 120_000_00, 90_000_00)],
        },
        {
            "advances": [{"amountCents": each} for each in (27_000_00, 40_500_00, 54_000_00, 40_500_00)],
            "atSettlementCents": 18_000_00,
        },
    ),
    *(
        Oracle(
            "O22",
            "overhead",
            {"regime": "costs-sectorplan", "referenceDate": "2015-03-02", "directCents": direct},
            {"overheadCents": overhead},
        )
        for direct, overhead in (
            (620_000_00, 93_000_00),
            (1_000_000_00, 150_000_00),
            (4_000_000_00, 360_000_00),
            (12_000_000_00, 800_000_00),
        )
    ),
    *(
        Oracle(
            code,
            "interest",
            {"kind": kind, "principalCents": capital, "fromOn": first, "untilOn": last, "rates": rates},
            {"interestCents": interest},
        )
        for code, kind, capital, first, last, rates, interest in (
            ("O23", "STATUTORY", 80_000_00, "2024-03-01", "2025-06-30", [], 7_157_65),
            ("O23", "STATUTORY", 80_000_00, "2024-03-01", "2024-06-30", [], 1_851_37),
            (
                "O23",
                "EU_RECOVERY",
                250_000_00,
                "2022-07-01",
                "2025-04-01",
                [
                    {"fromOn": "2022-07-01", "percent": "2"},
                    {"fromOn": "2023-07-01", "percent": "4.64"},
                    {"fromOn": "2024-07-01", "percent": "5.11"},
                ],
                27_067_68,
            ),
        )
    ),
    *(
        Oracle("O24", "term", {"startsOn": "2026-03-02", "weeks": weeks}, {"endsOn": ends})
        for weeks, ends in ((13, "2026-06-01"), (8, "2026-04-28"))
    ),
    *(
        Oracle("O25", "term", {"startsOn": known, "weeks": 6}, {"endsOn": "2026-05-26"})
        for known in ("2026-04-14", "2026-04-13")
    ),
    *(
        Oracle("O25", "penalty", {"noticedOn": day, "decidedOn": "2026-07-01"}, {"penaltyCents": most})
        for day, most in (("2018-06-01", 1_260_00), ("2026-03-02", 1_442_00))
    ),
    # the first day that is owed is 17 March; of the 20 days before 6 April 14 are at 23 and 6 at 35
    Oracle(
        "O25", "penalty", {"noticedOn": "2026-03-02", "decidedOn": "2026-04-06"}, {"penaltyCents": 532_00}
    ),
]


def application(code: str, request: int, **more: Any) -> dict[str, Any]:
    return {"code": code, "requestedCents": request, **more}


def ranked(method: str, ceiling: int, applications: Iterable[Any], awarded: list[int | None]) -> Oracle:
    body = {"method": method, "ceilingCents": ceiling, "applications": list(applications)}
    said = {"ranked": [{} if each is None else {"awardedCents": each} for each in awarded]}
    return Oracle("O26", "ranking", body, said)


SAID += [
    ranked(
        "RANKING",
        10_000_000_00,
        [
            application("AA", 4_200_000_00, score="88"),
            application("BB", 3_500_000_00, score="85"),
            application("CC", 2_000_000_00, score="85"),
            application("DD", 1_500_000_00, score="71"),
        ],
        [4_200_000_00, None, None, 300_000_00],
    ),
    ranked(
        "PROPORTIONAL",
        1_000_000_00,
        [application("AA", 600_000_00), application("BB", 500_000_00), application("CC", 400_000_00)],
        [400_000_00, 333_333_33, 266_666_67],
    ),
]


def size(
    code: str, years: list[tuple[float, int, int]], *others: tuple[str, str, tuple[int, int, int]]
) -> Any:
    def figures(year: int, people: float, turnover: int, balance: int) -> dict[str, Any]:
        return {
            "year": year,
            "headcount": str(people),
            "turnoverCents": turnover * 10**8,
            "balanceCents": balance * 10**8,
        }

    own = {"code": code, "figures": [figures(2020 + n, *each) for n, each in enumerate(years)]}
    held = [{"code": other, "figures": [figures(2020, *each)]} for other, _, each in others]
    holdings = [{"holder": other, "held": code, "percent": percent} for other, percent, _ in others]
    return {"firm": code, "firms": [own, *held], "holdings": holdings}


LATER = (40, 5, 5)
SAID += [
    Oracle(
        "O30",
        "firm-size",
        size("AA", [(180, 30, 20)], ("BB", "30", (300, 80, 70))),
        {"isSme": False, "years": [{"headcount": "270.000000"}]},
    ),
    Oracle("O30", "firm-size", size("CC", [(240, 55, 42)]), {"size": "MEDIUM", "isSme": True}),
    Oracle("O30", "firm-size", size("DD", [(100, 20, 20)] * 2 + [LATER]), {"size": "MEDIUM"}),
    Oracle("O30", "firm-size", size("DD", [(100, 20, 20)] * 2 + [LATER] * 2), {"size": "SMALL"}),
    *(
        Oracle(
            "O29",
            "grant-bound",
            {"regime": "bounds-rif-mbo", "referenceDate": "2014-06-02", "budgetCents": budget},
            {"grantMaxCents": most, "outcome": outcome},
        )
        for budget, most, outcome in (
            (3_000_000_00, 1_000_000_00, "WITHIN"),
            (7_500_000_00, 2_000_000_00, "WITHIN"),
            (540_000_00, 180_000_00, "BELOW_MINIMUM"),
        )
    ),
    Oracle(
        "O31",
        "tki-allowance",
        {
            "referenceDate": "2015-12-01",
            "contributions": [
                {"partner": "AA", "year": 2015, "amountCents": 15_000_00},
                {"partner": "BB", "year": 2015, "amountCents": 120_000_00},
            ],
        },
        {"allowanceCents": 39_000_00},
    ),
    # orders up to 40 percent of all: of 90,000 beside 60,000 in money 40,000; 40% of 20,000, 25% of 80,000
    Oracle(
        "O31",
        "tki-allowance",
        {
            "referenceDate": "2015-12-01",
            "contributions": [
                {"partner": "AA", "year": 2015, "amountCents": 60_000_00},
                {"partner": "AA", "year": 2015, "kind": "CONTRACT", "amountCents": 90_000_00},
            ],
        },
        {"allowanceCents": 28_000_00},
    ),
    Oracle(
        "O33",
        "output-target",
        {
            "elapsedMonths": 12,
            "totalMonths": 24,
            "minimumMonths": 6,
            "targets": [
                {"code": "AA", "promised": 525, "realised": 312},
                {"code": "BB", "promised": 525, "realised": 140},
                {"code": "CC", "promised": 300, "realised": 190, "people": [{"code": "P1", "months": 5}]},
            ],
        },
        {
            "targets": [
                {"realisedPercent": "59.4", "status": "ON_TRACK"},
                {"realisedPercent": "26.7", "status": "AT_RISK"},
                {"realisedPercent": "63.3", "realised": 190},
            ]
        },
    ),
    *(
        Oracle(
            "O35",
            "regional-aid",
            {"referenceDate": "2026-04-18", "eligibleCents": 110_000_000_00, "mapPercent": percent},
            {"adjustedCents": adjusted},
        )
        for percent, adjusted in (("10", 8_250_000_00), ("15", 12_375_000_00), ("25", 20_625_000_00))
    ),
]


def loan(code: str, principal: int, percent: str, repayment: dict[str, Any], **said: int) -> Oracle:
    every = {"calendar": {"every": "QUARTER"}} if repayment.pop("quarterly", False) else {}
    terms = {
        "principalCents": principal,
        "startsOn": "2026-01-01",
        "repayment": repayment,
        "interest": {"percent": percent, **repayment.pop("interest", {})},
        **every,
    }
    return Oracle(code, "schedule", {"terms": terms}, {"totals": said})


def days(first: str, last: str, principal: int, percent: str, count: str, interest: int) -> Oracle:
    terms = {
        "principalCents": principal,
        "startsOn": first,
        "repayment": {"kind": "BULLET", "instalments": 1},
        "calendar": {"firstDueOn": last},
        "interest": {"percent": percent, "dayCount": count},
    }
    return Oracle("O14", "schedule", {"terms": terms}, {"totals": {"interestCents": interest}})


def aid(principal: int, kind: str, years: int, percent: str, rates: tuple[str, str], cents: int) -> Oracle:
    terms = {
        "principalCents": principal,
        "startsOn": "2026-01-01",
        "repayment": {"kind": kind, "instalments": years},
        "calendar": {"every": "YEAR"},
        "interest": {"percent": percent},
    }
    compared = dict(zip(("referencePercent", "discountPercent"), rates, strict=True))
    return Oracle("O9", "schedule", {"terms": terms, "equivalent": compared}, {"grantEquivalentCents": cents})


def losses(stage: str, periods: list[tuple[str, int]], **said: int) -> Oracle:
    years = [{"pdPercent": pd, "exposureCents": ead, "lgdPercent": "75"} for pd, ead in periods]
    body = {
        "stage": stage,
        "ratePercent": "7",
        "guaranteePercent": "50",
        "scenarios": [{"periods": years}],
    }
    return Oracle("O28", "expected-loss", body, said)


LENT = [
    aid(1_000_000_00, "BULLET", 5, "4", ("6.5", "3.5"), 112_876_31),
    aid(1_000_000_00, "BULLET", 5, "4", ("6.5", "6.5"), 103_891_99),
    aid(1_000_000_00, "LINEAR", 5, "4", ("6.5", "3.5"), 69_278_23),
    aid(2_000_000_00, "BULLET", 4, "6", ("9", "3.5"), 220_384_75),
    aid(3_000_000_00, "BULLET", 5, "6", ("9", "3.5"), 406_354_71),
    loan(
        "O11",
        1_200_000_00,
        "6",
        {"kind": "LINEAR", "instalments": 60, "graceOfPrincipal": 12},
        interestCents=219_000_00,
    ),
    loan("O12", 250_000_00, "5.5", {"kind": "ANNUITY", "instalments": 84}, interestCents=51_770_93),
    loan(
        "O12",
        500_000_00,
        "7",
        {"kind": "ANNUITY", "instalments": 60, "graceOfPrincipal": 6},
        interestCents=101_822_51,
    ),
    loan(
        "O13",
        750_000_00,
        "4",
        {
            "kind": "BULLET",
            "instalments": 20,
            "quarterly": True,
            "interest": {"pikPercent": "3", "pikEvery": "YEAR"},
        },
        interestCents=159_274_08,
        principalCents=869_455_56,
    ),
    days("2024-01-31", "2024-07-31", 1_000_000_00, "5", "30E_360", 25_000_00),
    days("2024-01-31", "2024-07-31", 1_000_000_00, "5", "ACT_360", 25_277_78),
    days("2024-01-31", "2024-07-31", 1_000_000_00, "5", "ACT_365", 24_931_51),
    days("2024-01-31", "2024-07-31", 1_000_000_00, "5", "ACT_ACT", 24_863_39),
    days("2025-11-15", "2026-02-28", 2_500_000_00, "6.5", "30E_360", 46_493_06),
    days("2025-11-15", "2026-02-28", 2_500_000_00, "6.5", "ACT_360", 47_395_83),
    days("2025-11-15", "2026-02-28", 2_500_000_00, "6.5", "ACT_365", 46_746_58),
    loan(
        "O32",
        400_000_00,
        "6",
        {"kind": "BULLET", "instalments": 4, "quarterly": True},
        interestCents=4 * 6_000_00,
    ),
    losses("STAGE_1", [("2.5", 1_000_000_00)], lossCents=18_750_00, netCents=9_375_00),
    losses(
        "STAGE_2",
        [("2.5", 1_000_000_00), ("3.5", 800_000_00), ("4", 600_000_00)],
        lossCents=50_558_94,
        netCents=25_279_47,
    ),
    # RR-1, RR-5, RR-3: base 2.5 and 650 basis points of a B without security is 9.0, as in O9
    Oracle(
        "RR",
        "reference-rate",
        {"referenceDate": "2016-05-02", "rating": "B", "lgdPercent": "75", "basePercent": "2.5"},
        {"referencePercent": "9", "marginPercent": "6.5", "collateral": "low", "discountPercent": "3.5"},
    ),
    # RR-2: 400 without a history
    Oracle(
        "RR",
        "reference-rate",
        {"referenceDate": "2016-05-02", "rating": "UNRATED_STARTUP", "lgdPercent": "75", "basePercent": "1"},
        {"marginPercent": "4"},
    ),
]
GUARANTEED = {  # by query: a quote of a guarantee
    "O10": (
        "principalCents=500000000&guaranteedPrincipalCents=500000000&guaranteePercent=50&premiumPercent=2.5"
        "&rating=B%2B&termYears=6",
        {"aidCents": 173_177_97},
    ),
    "O15": (
        "principalCents=400000000&guaranteedPrincipalCents=400000000&guaranteePercent=50&premiumPercent=2.5"
        "&rating=BB&termYears=6&repayment=LINEAR&repaymentPerQuarterCents=20000000",
        {"firstYearPremiumCents": 46_250_00, "minimumPremiumCents": 150_000_00},
    ),
    "O17": (
        "principalCents=400000000&guaranteedPrincipalCents=250000000&guaranteePercent=50&premiumPercent=2.5"
        "&rating=BB&termYears=6",
        {"guaranteedCents": 1_250_000_00, "sharePercent": "31.25"},
    ),
}


def named(oracles: list[Oracle]) -> list[str]:
    return [f"{each.code}-{each.path}" for each in oracles]


@pytest.mark.parametrize("oracle", SAID, ids=named(SAID))
async def test_funding_answers_its_oracles(oracle: Oracle, funding: Api) -> None:
    path = f"/{oracle.path}-calculations"
    found = await funding.post(path, caller("public", "funding:read"), oracle.body)
    assert found.status_code == 200, found.text
    assert agrees(oracle.said, found.json()), found.text


@pytest.mark.parametrize("oracle", LENT, ids=named(LENT))
async def test_loans_answers_its_oracles(oracle: Oracle, loans: Api) -> None:
    found = await loans.post(f"/{oracle.path}-calculations", caller("public", "loans:read"), oracle.body)
    assert found.status_code == 200, found.text
    assert agrees(oracle.said, found.json()), found.text


@pytest.mark.parametrize("code", GUARANTEED)
async def test_a_quote_of_a_guarantee_answers_its_oracle(code: str, loans: Api) -> None:
    query, said = GUARANTEED[code]
    found = await loans.get(
        "/guarantee-calculations", caller("public", "loans:read"), **dict(parse_qsl(query))
    )
    assert found.status_code == 200, found.text
    assert agrees(said, found.json()), found.text


def test_the_ceilings_of_inclusion_sum_to_the_scheme() -> None:
    """O34, of the reference set that every service serves."""
    text = (ROOT / "shared/reference/arbeidsmarktregios.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 35
    assert sum(int(row["esf_ceiling_eur_2014_to_2016"]) for row in rows) == 113_999_500


def test_every_oracle_is_asked_or_told_to_be_missing() -> None:
    asked = {each.code.removesuffix("b") for each in [*SAID, *LENT]} | set(GUARANTEED) | set(ELSEWHERE)
    assert asked | UNANSWERED == {f"O{number}" for number in range(1, 38)} | {"RR"}
    assert not asked & UNANSWERED
    assert all((ROOT / path).exists() for path in ELSEWHERE.values())
