"""By which terms a tranche is distributed: what each method asks for, published with the tranche (AWB-5)."""

from decimal import Decimal

from services.funding.programmes.distribution.rules import Last, Tie
from services.funding.programmes.tranches.models import DistributionMethod, Tranche
from shared.kernel.names import camel
from shared.kernel.rules import Rule

FITS = Rule(
    "tranche.distribution-fits-method",
    "A tranche is published with the terms that its method ranks applications by, and no others.",
    source="AWB-5 (Awb 4:26); EZ-4, EZ-7",
    mend="State in `distribution` what the answer says is missing, and leave out what it says is not used.",
    refusal="The terms of distribution are not those of the method",
)
RANKED_BY = {"criteria", "score_minimum", "score_maximum", "assessors", "tie", "seed_commitment", "last"}
# what each method asks for, and what it may have beside it; the rest would say nothing under it
ASKED: dict[DistributionMethod, tuple[set[str], set[str]]] = {
    DistributionMethod.ARRIVAL: (set(), set()),
    DistributionMethod.RANKING: ({"criteria"}, RANKED_BY),
    DistributionMethod.PROPORTIONAL: (set(), set()),
    DistributionMethod.MAXIMUM_PER_FINANCIER: ({"financier_maximum_cents", "seed_commitment"}, {"last"}),
    DistributionMethod.LOTTERY: ({"seed_commitment"}, {"last"}),
}
UNSAID = {"tie": Tie.LOTTERY, "last": Last.PARTIAL, "assessors": 1, "score_maximum": "100"}


def is_ranked(tranche: Tranche) -> bool:
    """Whether awards wait for a confirmed ranking; not for what was published before rankings were made."""
    return tranche.distribution is not None


def require_fitting(tranche: Tranche) -> None:
    """Refuse terms that are not those of the method."""
    method, terms = tranche.distribution_method, tranche.distribution or {}
    needed, possible = ASKED[method]
    if method is DistributionMethod.RANKING and terms.get("tie") == Tie.LOTTERY:
        needed = needed | {"seed_commitment"}
    said = {name for name, value in terms.items() if value and value != UNSAID.get(name)}
    wanted, given = method is not DistributionMethod.ARRIVAL, tranche.distribution is not None
    missing = needed - said | ({"distribution"} if wanted and not given else set())
    unused = said - needed - possible | ({"distribution"} if given and not wanted else set())
    criteria = terms.get("criteria", [])
    codes = {each["code"] for each in criteria}
    weighed = not criteria or any(Decimal(each["weight"]) for each in criteria)
    FITS.require(
        weighed and len(codes) == len(criteria) and not missing and not unused,
        missing=sorted(map(camel, missing)),
        unused=sorted(map(camel, unused)),
    )
