"""Who may record something that names a body: that body, a body it lies in, or the State (B7, B10)."""

from dataclasses import dataclass

from shared.kernel.principal import Tenant, TenantKind
from shared.kernel.rules import Rule
from shared.reference import catalogue


@dataclass(frozen=True)
class Voices:
    """Whose word each column of an entity is that names a region, a ROM, a ministry or another body.

    `named`: the word of the body that it names, and of whoever that lies in. `party`: the word of one of
    those that it names, or of a ROM that works there. `by_slice`: a rule of the slice says whose, as of a
    cluster, which may be of several regions. `about`: it is nobody's word but the recorder's, who is named
    as `owner` beside it: a place, or a party in words.
    """

    named: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    by_slice: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that names a body."""
        return self.named + self.party + self.by_slice + self.about


OWN_WORD = Rule(
    "tenancy.own-word",
    "What is said in the name of a region, a ROM or a ministry is recorded by that body, by a region that it "
    "lies in, or by the State.",
    source="B7, B10",
    mend="Ask the body that the answer's field names to record it, or the State.",
    refusal="This is said in the name of another body",
    status=403,
    audited=True,
)


def speaks_for(tenant: Tenant, said: object) -> bool:
    """Whether a body may speak for all that is named: they are it, or lie in it; the State for everybody."""
    return tenant.kind is TenantKind.STATE or all(_lies_in(code, tenant) for code in _codes(said))


def takes_part(tenant: Tenant, said: object) -> bool:
    """Whether a body is among those that are named, if any are, or is the ROM that works there."""
    codes = _codes(said)
    return tenant.kind is TenantKind.STATE or not codes or any(_is_of(code, tenant) for code in codes)


def _codes(said: object) -> list[str]:
    return [str(each) for each in (said if isinstance(said, list) else [said]) if each not in (None, False)]


def _lies_in(code: str, tenant: Tenant) -> bool:
    """Whether a code is that of the body, or of an area within it."""
    if tenant.kind is TenantKind.REGION:
        return tenant.code in catalogue.areas_of(code)
    return tenant.kind is TenantKind.ROM and tenant.code == code


def _is_of(code: str, tenant: Tenant) -> bool:
    """Whether a code is that of the body or lies in it, or a ROM works there."""
    rom = catalogue.roms().get(tenant.code or "") if tenant.kind is TenantKind.ROM else None
    if rom is None:
        return _lies_in(code, tenant)
    areas = catalogue.areas_of(code)
    there = {key for key, row in catalogue.provinces().items() if key in areas or row.landsdeel_code == code}
    return not there.isdisjoint(rom.province_codes)
