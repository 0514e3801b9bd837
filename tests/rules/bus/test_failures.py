"""A failure is told by its first cause, however many failed together."""

from shared.store.failures import cause


def test_the_first_of_several_is_told_and_a_log_line_is_not_endless() -> None:
    assert (
        cause(ExceptionGroup("two of a worker", [ValueError("why"), KeyError("other")])) == "ValueError: why"
    )
    assert len(cause(ValueError("x" * 5000))) == 300
    assert len(cause(ValueError("x" * 5000), 2000)) == 2000
