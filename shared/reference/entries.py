"""The reference rows that rules use, with typed columns; names are those in the files."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

Codes = Annotated[tuple[str, ...], BeforeValidator(lambda cell: tuple(cell.split(";")) if cell else ())]


class Entry(BaseModel):
    """A row whose columns rules use; a column renamed in the file fails at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Landsdeel(Entry):
    """Part of the country (landsdeel), equal to NUTS-1."""

    landsdeel_code: str
    landsdeel_name: str
    nuts1_code: str
    nuts1_name: str
    province_codes: Codes


class Province(Entry):
    """Province (provincie), with its landsdeel, ROM and EFRO programme region."""

    cbs_province_code: str
    name: str
    name_alt_nl: str
    iso_code: str
    nuts2_code_2024: str
    nuts2_code_2021: str
    landsdeel_code: str
    efro_programme_region: str
    rom_code: str


class Corop(Entry):
    """COROP area, equal to NUTS-3."""

    corop_code: str
    name: str
    nuts3_code_2024: str
    nuts3_code_2021: str
    nuts3_code_2013: str
    change_since_2021: str
    nuts2_code_2024: str
    cbs_province_code: str


class Gemeente(Entry):
    """Municipality (gemeente), state of July 2026."""

    gemeente_code: str
    name: str
    corop_code: str
    nuts3_code_2024: str
    cbs_province_code: str


class GemeentePeriod(Entry):
    """A municipality from a day on: until its land went to its successors, or its name changed.

    `valid_from` is None for before 1990, `valid_until` is the first day on which it no longer is.
    """

    gm_code: str
    name: str
    province_code: str
    valid_from: date | None
    valid_until: date | None
    successors: Codes

    def covers(self, on: date) -> bool:
        """Whether the municipality is there on a day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on < self.valid_until)


class LabourMarketRegion(Entry):
    """Labour market region (arbeidsmarktregio) and its centre municipality; it may cross province borders."""

    am_code_2025: str
    name_2025: str
    name_2014: str
    esf_centrumgemeente_2014: str
    centrumgemeente_code: str
    cbs_province_code_of_centrumgemeente: str
    esf_ceiling_eur_2014_to_2016: int


class Rom(Entry):
    """Regional development company (regionale ontwikkelingsmaatschappij) and the provinces it works in."""

    rom_code: str
    name: str
    full_name: str
    province_codes: Codes
    coverage_note: str
    state_shareholder: bool


class Cluster(Entry):
    """A hotspot, case or campus the source documents name."""

    cluster_code: str
    name: str
    kind: Literal["hotspot", "case", "campus"]
    gemeente_name: str
    gemeente_code: str
    corop_code: str
    nuts3_code_2024: str
    cbs_province_code: str
    topsector_code: str | None
    named_in: str


class Topsector(Entry):
    """Top sector (topsector); the code is this project's own."""

    code: str
    name_nl: str
    name_en: str
    in_force_at_seed_date: bool
    tki_examples: Codes


class RegionKind(StrEnum):
    """The kinds of region an agenda may cover (domain.md A4), by the first two characters of their code."""

    PROVINCE = "PV"
    LANDSDEEL = "LD"
    COROP = "CR"
    LABOUR_MARKET = "AM"


class Region(Entry):
    """Any region that has a code: province, landsdeel, COROP area or labour market region."""

    code: str
    name: str
    kind: RegionKind
