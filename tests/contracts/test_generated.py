"""What is generated from the code is committed, and says what the code says today."""

from services import catalogue
from shared.kernel.rules import DUTCH


def test_no_generated_document_is_out_of_date() -> None:
    assert catalogue.write(check=True) == [], "run `make docs` and commit what it writes"


def test_every_rule_has_a_sentence_a_source_and_a_mend() -> None:
    catalogue.rules()
    poor = [
        rule.code
        for rule in catalogue.CATALOGUE.values()
        if not (rule.statement.endswith(".") and rule.source and rule.mend.endswith("."))
    ]
    assert poor == []


def test_every_rule_is_told_in_dutch_too_and_no_other() -> None:
    """Whoever adds a rule writes its Dutch sentence, mend and title in shared/kernel/nl.json."""
    catalogue.rules()
    known = {code for code in catalogue.CATALOGUE if not code.startswith("test.")}
    assert (sorted(known - DUTCH.keys()), sorted(DUTCH.keys() - known)) == ([], [])
    poor = [
        code
        for code, told in DUTCH.items()
        if told.keys() != {"statement", "mend", "refusal"}
        or not (told["statement"].endswith(".") and told["mend"].endswith("."))
    ]
    assert poor == []
