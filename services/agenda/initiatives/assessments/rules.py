"""How an initiative is assessed by the five criteria, by two readers and a third who concludes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.agenda.initiatives.assessments.models import AidOutcome, Assessment, Outcome, Status
from services.agenda.initiatives.initiatives.models import Initiative
from shared.contracts.agenda.assessments import AssessmentDecided
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.money import ratio_percent
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import NO_INTEREST, FourEyes, Rule, with_author

LIFE = Lifecycle(
    "assessment",
    Status.OPEN,
    {
        (Status.OPEN, "state_interest"): Status.OPEN,
        (Status.ASSIGNED, "state_interest"): Status.ASSIGNED,
        (Status.SUBMITTED, "state_interest"): Status.SUBMITTED,
        (Status.REVIEWED, "state_interest"): Status.REVIEWED,
        (Status.ASSIGNED, "lose_reader"): Status.OPEN,
        (Status.SUBMITTED, "lose_reader"): Status.OPEN,
        (Status.REVIEWED, "lose_reader"): Status.OPEN,
        (Status.OPEN, "assign"): Status.ASSIGNED,
        (Status.ASSIGNED, "assign"): Status.ASSIGNED,
        (Status.ASSIGNED, "record_finding"): Status.ASSIGNED,
        (Status.ASSIGNED, "submit"): Status.SUBMITTED,
        (Status.SUBMITTED, "second_reader"): Status.REVIEWED,
        (Status.SUBMITTED, "return"): Status.ASSIGNED,
        (Status.REVIEWED, "conclude"): Status.CONCLUDED,
    },
    source="domain.md 3.4; B38-B43",
)
ONE_AT_A_TIME = Rule(
    "assessment.one-at-a-time",
    "An initiative has one assessment at a time; new facts ask for a new one.",
    source="domain.md 3.4",
    mend="Conclude the one that is under way first.",
    refusal="The initiative has another assessment under way",
)
READER = Rule(
    "assessment.assigned-reader",
    "Findings are recorded and submitted by the assessor that the file was assigned to.",
    source="domain.md 3.4",
    mend="Have the assessor do so, or assign the file anew.",
    refusal="The file was assigned to another assessor",
)
KNOWN = Rule(
    "assessment.known-criterion",
    "A criterion is one of the set in force when the assessment was opened.",
    source="B43",
    mend="Choose among the criteria named in the answer.",
    refusal="The criterion was not in the set when the assessment was opened",
)
LEGS = Rule(
    "assessment.legs-agree",
    "Criterion 2 is met by centrality in the network, or by dependency and non-substitutability.",
    source="B39",
    mend="Bring the outcome into agreement with its legs.",
    refusal="The outcome of criterion 2 does not follow from its parts",
)
FIGURES = Rule(
    "assessment.figures-fit",
    "A criterion states the figures or the outcome that it asks for.",
    source="B38-B42",
    mend="Add what the answer names.",
    refusal="The figures or the outcome do not fit the criterion",
)
COMPLETE = Rule(
    "assessment.complete",
    "An assessment is submitted when each criterion has a finding with evidence.",
    source="domain.md 3.4",
    mend="Record the findings that the answer names.",
    refusal="A criterion has no finding with evidence yet",
)
THREE_PEOPLE = FourEyes(
    "assessment.second-reader",
    "The second reader is another than the assessor, and who concludes is another than both.",
    source="domain.md 3.4; B10",
    mend="Have somebody else take the step.",
    refusal="You read this file before, as assessor or second reader",
)
RECORD = (LIFE.rule, NO_INTEREST, READER, KNOWN, FIGURES, LEGS)
CRITERIA = "five-criteria"


def open_for(
    initiative: Initiative, assessments: Sequence[Assessment], regime: Regime, today: date
) -> Assessment:
    """Open an assessment of an initiative, judged by the criteria in force today.

    Who stated an interest in an earlier one has it still.
    """
    under_way = [str(one.id) for one in assessments if one.status is not Status.CONCLUDED]
    ONE_AT_A_TIME.require(not under_way, assessments=under_way)
    return Assessment(
        owner="state",
        initiative_id=initiative.id,
        title=initiative.title,
        opened_on=today,
        due_on=initiative.due_on or today,
        regime=regime.reference,
        conflicted=sorted({person for one in assessments for person in one.conflicted}),
    )


def require_no_interest(assessment: Assessment, reader: Principal) -> Assessment:
    """The file, unless the reader said to have an interest in it."""
    NO_INTEREST.require(reader.subject not in assessment.conflicted)
    return assessment


def state_interest(assessment: Assessment, reader: Principal) -> None:
    """State an interest (belang): from now on the file is closed to this person.

    What somebody with an interest had a hand in does not count: the assessment begins anew.
    """
    LIFE.after(assessment.status, "state_interest")
    assessment.conflicted = sorted({*assessment.conflicted, reader.subject})
    if reader.subject in first_readers(assessment) | second_readers(assessment):
        assessment.status = LIFE.after(assessment.status, "lose_reader")
        assessment.assessed_by = assessment.reviewed_by = assessment.aid_outcome = None
        assessment.findings, assessment.authors, assessment.reviewers = {}, [], []


def assign(assessment: Assessment, reader: Principal) -> None:
    """Take an assessment on (toewijzen), as an assessor without an interest."""
    status = LIFE.after(assessment.status, "assign")
    require_no_interest(assessment, reader)
    assessment.status = status
    assessment.assessed_by = reader.subject


def record(
    assessment: Assessment, criterion: str, finding: dict[str, Any], reader: Principal, regime: Regime
) -> None:
    """Record the finding (bevinding) on one criterion, with evidence and what it asks for (B38-B42)."""
    LIFE.after(assessment.status, "record_finding")
    require_no_interest(assessment, reader)
    READER.require(assessment.assessed_by == reader.subject)
    known = regime.codes("criteria")
    KNOWN.require(criterion in known, criteria=known)
    worked_out = _worked_out(criterion, finding, regime)

    assessment.findings = {**assessment.findings, criterion: worked_out}
    assessment.authors = sorted({*assessment.authors, reader.subject})
    if criterion == "STATE_AID":
        assessment.aid_outcome = AidOutcome(finding["aid_outcome"])


def submit(assessment: Assessment, reader: Principal, regime: Regime) -> None:
    """Submit an assessment to the second reader; all that is missing is named at once."""
    status = LIFE.after(assessment.status, "submit")
    require_no_interest(assessment, reader)
    READER.require(assessment.assessed_by == reader.subject)
    found = assessment.findings
    missing = [name for name in regime.codes("criteria") if not found.get(name, {}).get("evidence")]
    COMPLETE.require(not missing, missing=missing)
    assessment.status = status


def review(assessment: Assessment, event: str, remarks: str | None, reader: Principal) -> None:
    """Read an assessment as the second reader (tweede lezer): agree, or return it with remarks."""
    status = LIFE.after(assessment.status, event)
    require_no_interest(assessment, reader)
    THREE_PEOPLE.require_another(reader, *first_readers(assessment))
    assessment.status = status
    assessment.remarks = remarks
    assessment.reviewed_by = reader.subject
    assessment.reviewers = with_author(assessment.reviewers, reader)


def conclude(
    assessment: Assessment, weighing: str, mandate: str, officer: Principal, today: date
) -> AssessmentDecided:
    """Conclude (afronden) by a weighing in words, under a mandate; from now on nothing changes it (B43)."""
    status = LIFE.after(assessment.status, "conclude")
    require_no_interest(assessment, officer)
    THREE_PEOPLE.require_another(officer, *first_readers(assessment), *second_readers(assessment))
    assessment.status = status
    assessment.weighing, assessment.mandate = weighing, mandate
    assessment.concluded_by = officer.subject
    assessment.concluded_on = today
    return AssessmentDecided(
        assessment_id=assessment.id,
        initiative_id=assessment.initiative_id,
        regime=assessment.regime,
        concluded_on=today,
    )


def first_readers(assessment: Assessment) -> set[str | None]:
    """Everybody who assessed: the assessor, and who else recorded a finding."""
    return {assessment.assessed_by, *assessment.authors}


def second_readers(assessment: Assessment) -> set[str | None]:
    """Everybody who read it after: who agreed, and who returned it with remarks."""
    return {assessment.reviewed_by, *assessment.reviewers}


def legs_hold(*, centrality: bool, dependency: bool, non_substitutability: bool) -> bool:
    """Whether criterion 2 holds: leg a, or both parts of leg b (B39)."""
    return centrality or (dependency and non_substitutability)


def _worked_out(criterion: str, finding: dict[str, Any], regime: Regime) -> dict[str, Any]:
    """The finding with the percentages that it asks for, each rounded once."""
    if criterion == "BEYOND_THE_REGION":
        _require_named(finding, "jobs_lost", "jobs_in_region")
        FIGURES.require(finding["jobs_in_region"] > 0, missing=["jobsInRegion"])
        share = ratio_percent(finding["jobs_lost"], finding["jobs_in_region"])
        return {**finding, "jobs_share_percent": str(share)}
    if criterion == "MARKET_FAILURE":
        _require_named(finding, "centrality", "dependency", "non_substitutability")
        names = ("centrality", "dependency", "non_substitutability")
        holds = legs_hold(**{name: finding[name] for name in names})
        LEGS.require(holds == (finding["outcome"] == Outcome.MET), legs_hold=holds)
    if criterion == "CONTRIBUTION":
        _require_named(finding, "total_cents", "region_cents", "private_cents")
        FIGURES.require(finding["total_cents"] > 0, missing=["totalCents"])
        return {**finding, **_shares(finding, regime)}
    if criterion == "STATE_AID":
        _require_named(finding, "aid_outcome")
        resolved = finding["aid_outcome"] != AidOutcome.UNRESOLVED
        _require_named(finding, *(["legal_basis"] if resolved else []))
        notified = finding["aid_outcome"] == AidOutcome.NOTIFIED_APPROVED
        _require_named(finding, *(["sa_number"] if notified else []))
    if criterion == "PROPORTIONALITY":
        _require_named(finding, "market_distortion", "perverse_incentives")
    return finding


def _shares(finding: dict[str, Any], regime: Regime) -> dict[str, Any]:
    parts = {part: ratio_percent(finding[f"{part}_cents"], finding["total_cents"]) for part in PARTIES}
    enough = all(share >= regime.percent(f"{part}_share_percent") for part, share in parts.items())
    told = {f"{part}_share_percent": str(share) for part, share in parts.items()}
    return {**told, "substantial": enough}


PARTIES = ("region", "private")


def _require_named(finding: dict[str, Any], *names: str) -> None:
    missing = [name for name in names if finding.get(name) is None]
    FIGURES.require(not missing, missing=missing)
