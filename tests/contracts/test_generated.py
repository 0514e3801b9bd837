"""What is generated from the code is committed, and says what the code says today."""

from services import catalogue


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
