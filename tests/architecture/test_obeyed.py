"""What a request may say is obeyed somewhere, or is listed here as merely recorded, with the reason."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.architecture.inputs import Input, inputs

ONLY_STORE_AND_SHOW = {"models.py", "schema.py", "__init__.py"}
# an amendment brings the content of an agenda; of an award, the aid of its parts
JUDGED_AS = {"agendas/amendments": "agendas/agendas", "awards/awards": "awards/aid"}
READ = "people read it and weigh it; no rule does"
WHOM = "it says whom or what this is about, for readers and for accountability (B10, B18)"
NUMBER = "a figure that people weigh; nothing is computed from it"
KIND = "a word that readers filter and count by; every word is treated the same"

# by service, wing and slice: the fields that nothing but storing, showing, filtering and searching reads
RECORDED: dict[tuple[str, str], dict[str, str]] = {
    ("agenda", "agendas/agendas"): {"mandate": READ, "organisation_id": WHOM, "source": READ},
    ("agenda", "partners/ambassadors"): {"contact": WHOM, "subject": READ},
    ("agenda", "agendas/amendments"): {"source": READ},
    ("agenda", "initiatives/assessments"): {
        "explanation": READ,
        "minimum_amount_cents": NUMBER,
        "reasons": READ,
    },
    ("agenda", "partners/boards"): {
        **dict.fromkeys(("assignment", "source", "task", "text"), READ),
        **dict.fromkeys(("organisation", "state_member"), WHOM),
        "due_on": "the day that a task force set itself",
        "jobs_at_stake": NUMBER,
    },
    ("agenda", "accountability/bottlenecks"): {"article": READ, "commitments": WHOM, "description": READ},
    ("agenda", "clusters/assets"): {
        **dict.fromkeys(("description", "name"), READ),
        **dict.fromkeys(("address", "municipality_code"), WHOM),
        "expected_on": "what was expected; coverage counts what is there on a day",
    },
    ("agenda", "clusters/decisions"): {"hearing_report": READ},
    ("agenda", "clusters/clusters"): {"description": READ},
    ("agenda", "accountability/commitments"): {"kind": KIND, "linked": WHOM, "minister": WHOM, "text": READ},
    ("agenda", "accountability/consultations"): {
        **dict.fromkeys(("points", "reason", "title"), READ),
        **dict.fromkeys(("commitments", "parties", "responsible"), WHOM),
    },
    ("agenda", "accountability/disputes"): {"reason": READ},
    ("agenda", "records/documents"): {"title": READ},
    ("agenda", "accountability/evaluations"): {"responsible": WHOM, "summary": READ},
    ("agenda", "indicators/indicators"): dict.fromkeys(("definition", "name_en", "unit"), READ),
    ("agenda", "initiatives/initiatives"): {
        **dict.fromkeys(("description", "source", "state_role"), READ),
        "jobs_at_stake": NUMBER,
        "sponsor": WHOM,
    },
    ("agenda", "instruments/instruments"): {
        **dict.fromkeys(("aid_reason", "audience", "criteria", "description", "reason", "title"), READ),
        **dict.fromkeys(("authority", "legal_basis", "link"), WHOM),
        "aid_nature": "the catalogue tells firms what aid it is; whoever grants books the aid itself (B13)",
        "counts_for_cumulation": "the catalogue tells firms so; cumulation is not computed yet (B13)",
    },
    ("agenda", "spatial/ladder_assessments"): dict.fromkeys(("condition", "need", "title"), READ),
    ("agenda", "spatial/mirt_items"): dict.fromkeys(("argument", "description"), READ),
    ("agenda", "indicators/observation_imports"): {"file_name": READ},
    ("agenda", "spatial/opportunities"): {
        **dict.fromkeys(("name", "needed_on", "requirements"), READ),
        **dict.fromkeys(("demanded_by", "kvk_number", "municipality_code"), WHOM),
        **dict.fromkeys(("multimodal", "plots"), NUMBER),
    },
    ("agenda", "partners/organisations"): {"given_by": WHOM, "matter": READ},
    ("agenda", "projects/projects"): {"policy_domains": KIND, "purpose": READ},
    ("agenda", "accountability/reports"): {
        "due_on": "the day that the author set",
        "heading": READ,
        "text": READ,
    },
    ("agenda", "agendas/responses"): {"party": WHOM, "text": READ},
    ("agenda", "spatial/instruments"): {"flexibility": READ, "title": READ},
    ("agenda", "clusters/specialisations"): {
        **dict.fromkeys(("description", "name", "title", "topsectors"), READ),
        "document": WHOM,
    },
    ("funding", "applications/applications"): {
        "target_group": READ,
        "name": WHOM,
        **dict.fromkeys(
            ("count", "minimum_months", "output_targets", "period_months"),
            "what a plan promises; its progress is not followed yet (B32)",
        ),
    },
    ("funding", "applications/scores"): {"explanation": READ},
    ("funding", "settlement/demands"): {"evidence": READ},
    ("funding", "cofunding/pledges"): {"evidence": READ, "kvk_number": WHOM, "organisation": WHOM},
    ("loans", "lending/loans"): {"name": WHOM, "purpose": READ},
}
OTHER = "what remains beside the words that code names: treated as written there"

# by service, slice and field: why not every word of it is named in code
WORDS: dict[tuple[str, str, str], str] = {
    **dict.fromkeys(
        [
            ("agenda", "agendas/agendas", "driver"),
            ("agenda", "agendas/agendas", "policy_domain"),
            ("agenda", "agendas/amendments", "driver"),
            ("agenda", "agendas/amendments", "policy_domain"),
            ("agenda", "partners/boards", "outcome"),
            ("agenda", "accountability/bottlenecks", "kind"),
            ("agenda", "clusters/assets", "relation"),
            ("agenda", "accountability/consultations", "kind"),
            ("agenda", "accountability/evaluations", "conclusion"),
            ("agenda", "clusters/firm_profiles", "size"),
            ("agenda", "initiatives/initiatives", "objectives"),
            ("agenda", "initiatives/initiatives", "support"),
            ("agenda", "instruments/instruments", "firm_sizes"),
            ("agenda", "instruments/instruments", "kind"),
            ("agenda", "instruments/instruments", "level"),
            ("agenda", "indicators/observations", "price_basis"),
            ("funding", "settlement/demands", "ground"),
        ],
        KIND,
    ),
    **dict.fromkeys(
        [
            ("agenda", "initiatives/assessments", "aid_outcome"),
            ("agenda", "initiatives/assessments", "outcome"),
            ("agenda", "partners/boards", "kind"),
            ("shared", "records/comments", "visibility"),
            ("agenda", "records/documents", "visibility"),
            ("agenda", "accountability/evaluations", "judgement"),
            ("agenda", "indicators/indicators", "roll_up"),
            ("agenda", "projects/projects", "source_group"),
            ("agenda", "accountability/reports", "subject_kind"),
            ("funding", "cofunding/pledges", "source_group"),
            ("funding", "settlement/demands", "debtor"),
            ("loans", "lending/loans", "repayment"),
        ],
        OTHER,
    ),
    ("agenda", "agendas/agendas", "helix"): "adoption asks for every member of Helix",
    ("funding", "applications/applications", "ground"): "the grounds of Awb 4:35 all ask for a hearing",
    **dict.fromkeys(
        [("funding", "programmes/tranches", "last"), ("funding", "programmes/tranches", "tie")],
        "rankings hand it to the rules of distribution, which name every word of it",
    ),
    (
        "funding",
        "settlement/awards",
        "kind",
    ): "handed to the calculation of settlements, which names both words",
}


def words(source: str) -> set[str]:
    """Every attribute that code reads and every text that it names."""
    tree = ast.parse(source)
    read = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)}
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return read | texts


def home_of(service: str) -> Path:
    """The folder of a service, or of what is written once for all."""
    return Path("shared") if service == "shared" else Path("services", service)


@cache
def words_about(service: str, slice_: str) -> frozenset[str]:
    """The words of a slice, and of whatever else in its service uses that slice."""
    home = home_of(service)
    sources = [p for p in home.rglob("*.py") if p.name not in ONLY_STORE_AND_SHOW]
    texts = {path: path.read_text() for path in sources if "migrations" not in path.parts}
    texts = {path: text.replace("func.count", "") for path, text in texts.items()}  # counts rows, no field
    dotted = re.compile(rf"\b{re.escape('.'.join((*home.parts, *slice_.split('/'))))}\b")
    mine = (text for path, text in texts.items() if path.parent == home / slice_ or dotted.search(text))
    return frozenset().union(*(words(text) for text in mine))


def place(given: Input) -> tuple[str, str]:
    """The service and the slice that take this field, such as `clusters/scores`."""
    root, *names = given.route.endpoint.__module__.split(".")
    service, wing, slice_, *_ = ("shared", *names) if root == "shared" else names
    return service, f"{wing}/{slice_}"


def heard(given: Input) -> frozenset[str]:
    """The words of the code that may obey this field."""
    service, slice_ = place(given)
    return words_about(service, slice_) | words_about(service, JUDGED_AS.get(slice_, slice_))


def enums(annotation: Any) -> Iterator[type[Enum]]:
    """The enumerations that a type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for part in get_args(annotation):
        yield from enums(part)


GIVEN = {(*place(each), each.name): each for each in inputs()}


@pytest.mark.parametrize("given", GIVEN.values(), ids=str)
def test_every_field_of_a_request_is_obeyed_or_said_to_be_merely_recorded(given: Input) -> None:
    recorded = RECORDED.get(place(given), {})
    assert (given.name in heard(given)) != (given.name in recorded), "obeyed by nobody, or listed in vain"


@pytest.mark.parametrize("given", GIVEN.values(), ids=str)
def test_every_word_of_an_enumeration_is_named_in_code_or_has_a_reason(given: Input) -> None:
    if given.name in RECORDED.get(place(given), {}):
        return
    members = [member for found in enums(given.field.annotation) for member in found]
    silent = [member for member in members if not {member.name, member.value} & heard(given)]
    assert bool(silent) == ((*place(given), given.name) in WORDS), silent


def test_the_lists_name_only_fields_that_there_are() -> None:
    listed = {(*where, name) for where, names in RECORDED.items() for name in names} | set(WORDS)
    assert listed <= set(GIVEN)


def test_a_field_that_is_only_stored_and_shown_is_noticed() -> None:
    stored = "tranche = Tranche(**body.model_dump())"
    assert "distribution_method" not in words(stored)
    assert "distribution_method" in words("tranche.distribution_method is DistributionMethod.ARRIVAL")
