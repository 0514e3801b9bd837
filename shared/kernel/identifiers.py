"""Identifiers on the wire, each a string type that is checked to the last digit (domain.md section 6)."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from stdnum import bic, iban, lei
from stdnum.nl import bsn

from shared.kernel.capitals import AROUND, InCapitals, capitals, either_case
from shared.kernel.flaws import IN_USE, WRITTEN
from shared.kernel.papers import PAPER
from shared.reference import catalogue


@dataclass(frozen=True)
class Identifier:
    """How an identifier is written, and what else must hold; published in JSON Schema as a pattern.

    Small letters and blanks around it are nothing, unless it is kept as printed. A refusal says what is wrong
    and how to mend it, and never repeats the value.
    """

    name: str
    pattern: str
    written: str
    example: str
    valid: Callable[[str], bool] | None = None
    mend: str = ""
    as_printed: bool = False  # whether its letters are kept as they are printed

    def check(self, given: str) -> str:
        """The value in its one form; a pydantic error when it is not written so, or does not hold."""
        value: str = given.strip(AROUND) if self.as_printed else capitals(given)
        if not re.fullmatch(self.pattern, value, re.IGNORECASE if self.as_printed else 0):
            raise PydanticCustomError(
                "identifier_format",
                "Write the {name} as {written}; for example {example}.",
                {**vars(self), "said": WRITTEN.of(**vars(self))},
            )
        if self.valid is not None and not self.valid(value):
            raise PydanticCustomError(
                "identifier_value",
                "This is not a valid {name}: {mend}.",
                {**vars(self), "said": IN_USE.of(**vars(self))},
            )
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {
            "pattern": either_case(self.pattern),
            "description": f"{self.name}: {self.written}.",
            "examples": [self.example],
        }


_CHECK_DIGITS = "its check digits do not match; compare it with the register"


def _rsin_within(oin: str) -> bool:
    return not oin.startswith("00000001") or bsn.is_valid(oin[8:17])


KvkNumber = Annotated[str, Identifier("KvK number", r"^[0-9]{8}$", "8 digits with leading zeros", "68750110")]
Vestigingsnummer = Annotated[
    str,
    Identifier(
        "establishment number (vestigingsnummer)",
        r"^[0-9]{12}$",
        "12 digits with leading zeros",
        "000037178598",
    ),
]
Rsin = Annotated[
    str,
    Identifier(
        "RSIN", r"^[0-9]{9}$", "9 digits with leading zeros", "822477348", bsn.is_valid, _CHECK_DIGITS
    ),
]
Oin = Annotated[
    str,
    Identifier(
        "OIN",
        r"^(00000001[0-9]{9}000|00000003[0-9]{8}0000|000000(0[246-9]|1[01]|99)[0-9A-Z]{9}000)$",
        "20 positions: prefix of 8 digits, number in that register, and 000 (0000 after a KvK number)",
        "00000001822477348000",
        _rsin_within,
        "the RSIN in it fails the 11-proef; compare it with the OIN register",
    ),
]
Lei = Annotated[
    str,
    Identifier(
        "LEI",
        r"^[A-Z0-9]{18}[0-9]{2}$",
        "18 capitals or digits and 2 check digits",
        "724500VKKSH9QOLTFR81",
        lei.is_valid,
        _CHECK_DIGITS,
    ),
]
Iban = Annotated[
    str,
    Identifier(
        "Dutch IBAN",
        r"^NL[0-9]{2}[A-Z]{4}[0-9]{10}$",
        "NL, 2 digits, 4 capitals and 10 digits, without spaces",
        "NL91ABNA0417164300",
        iban.is_valid,
        "its check digits do not match; compare it with the bank statement",
    ),
]
Bic = Annotated[
    str,
    Identifier(
        "BIC",
        r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$",
        "8 or 11 capitals and digits, without spaces",
        "RABONL2U",
        bic.is_valid,
        "characters 5 and 6 are no country; compare it with the bank statement",
    ),
]


@lru_cache
def _nuts_codes(edition: str) -> frozenset[str | None]:
    levels = [
        ("landsdelen", "nuts1_code"),
        ("nuts2", f"nuts2_code_{edition}"),
        ("corop_nuts3", f"nuts3_code_{edition}"),
    ]
    return frozenset(row[column] for name, column in levels for row in catalogue.rows(name))


def nuts(code: str, edition: Literal["2024", "2021"]) -> str:
    """The NUTS code itself when it is of this edition (`2024` since 1-1-2024); ValueError otherwise."""
    if code not in _nuts_codes(edition):
        raise ValueError(f"the NUTS code is not of edition {edition}; give the edition it was taken from")
    return code


@lru_cache
def _municipality_codes() -> frozenset[str]:
    return frozenset(form for code in catalogue.gemeente_periods() for form in (code, code[2:]))


def with_kind(code: str) -> str:
    """A code of CBS, which writes GM0363 for what registers write as 0363; others are left as they are."""
    return f"GM{code}" if re.fullmatch("[0-9]{4}", code) else code


def _listed(
    name: str, pattern: str, written: str, example: str, codes: Callable[[], Container[str]], where: str
) -> Identifier:
    mend = f"it is not in use; look it up in the reference set {where}"
    return Identifier(name, pattern, written, example, lambda code: code in codes(), mend)


NutsCode = Annotated[
    str,
    _listed(
        "NUTS code",
        r"^NL[1-4][0-9A-Z]{0,2}$",
        "NL and 1 to 3 digits or capitals",
        "NL414",
        lambda: (
            _nuts_codes("2024")
            | _nuts_codes("2021")
            | {row.nuts3_code_2013 for row in catalogue.corops().values()}
        ),
        "corop-nuts3, nuts2 or landsdelen",
    ),
]
MunicipalityCode = Annotated[
    str,
    _listed(
        "municipality code (gemeentecode)",
        r"^(GM)?[0-9]{4}$",
        "GM and 4 digits",
        "GM0363",
        _municipality_codes,
        "gemeenten-per-datum",
    ),
    AfterValidator(with_kind),
]
MunicipalityForm = Annotated[  # where which municipalities there are on a day is in the database
    str, InCapitals("^(GM)?[0-9]{4}$"), AfterValidator(with_kind), Field(description="GM and 4 digits.")
]
ProvinceCode = Annotated[
    str,
    _listed("province code", r"^PV[0-9]{2}$", "PV and 2 digits", "PV30", catalogue.provinces, "provinces"),
]
LandsdeelCode = Annotated[
    str,
    _listed("landsdeel code", r"^LD[0-9]{2}$", "LD and 2 digits", "LD04", catalogue.landsdelen, "landsdelen"),
]
CoropCode = Annotated[
    str, _listed("COROP code", r"^CR[0-9]{2}$", "CR and 2 digits", "CR36", catalogue.corops, "corop-nuts3")
]
LabourMarketRegionCode = Annotated[
    str,
    _listed(
        "labour market region code",
        r"^AM[0-9]{2}$",
        "AM and 2 digits",
        "AM36",
        catalogue.labour_market_regions,
        "arbeidsmarktregios",
    ),
]
RegionCode = Annotated[
    str,
    _listed(
        "region code",
        r"^(PV|LD|CR|AM)[0-9]{2}$",
        "PV (province), LD (landsdeel), CR (COROP) or AM (labour market region) and 2 digits",
        "CR36",
        catalogue.regions,
        "of its kind",
    ),
]
RomCode = Annotated[
    str, _listed("ROM code", r"^[A-Z]{2,12}$", "2 to 12 capitals", "BOM", catalogue.roms, "roms")
]
TopsectorCode = Annotated[
    str,
    _listed(
        "top sector code", r"^[A-Z]{2,4}$", "2 to 4 capitals", "HTSM", catalogue.topsectoren, "topsectoren"
    ),
]
Iso3166_2 = Annotated[
    str,
    _listed(
        "ISO 3166-2 code",
        r"^NL-[A-Z]{2}$",
        "NL- and 2 capitals",
        "NL-FR",
        lambda: {province.iso_code for province in catalogue.provinces().values()},
        "provinces",
    ),
]

SaNumber = Annotated[
    str,
    Identifier(
        "State-aid case number",
        r"^SA\.[0-9]{5,6}(/[0-9]{4}(/[A-Z]{1,4})?)?$",
        "SA. and 5 or 6 digits, optionally /year/procedure",
        "SA.100273",
    ),
]
KamerstukNumber = Annotated[
    str,
    Identifier(
        "Kamerstuk number",
        PAPER,
        "dossier of 5 digits, its addition if any, and number (letters, of the Eerste Kamer)",
        "32637-151",
        as_printed=True,
    ),
]
StaatsbladNumber = Annotated[
    str,
    Identifier(
        "Staatsblad or Staatscourant number",
        r"^(STB|STCRT)(\. [0-9]{4}, |-[0-9]{4}-)[1-9][0-9]{0,5}$",
        "Stb. or Stcrt. with year and number, or the short form with hyphens",
        "stcrt-2014-34749",
        as_printed=True,
    ),
]
BwbId = Annotated[
    str,
    Identifier(
        "regulation id (BWB or CVDR)",
        r"^(BWBR[0-9]{7}|CVDR[1-9][0-9]{0,6})$",
        "BWBR and 7 digits, or CVDR and a number for a local regulation",
        "BWBR0005537",
    ),
]
Celex = Annotated[
    str,
    Identifier(
        "CELEX number",
        r"^[0-9CE][0-9]{4}[A-Z]{1,2}[0-9]{4}(\([0-9]{2}\))?$",
        "sector, year, 1 or 2 capitals and 4 digits",
        "32023R2831",
    ),
]
