"""`make up`, `make story`: the seven steps happen, and a second playing does nothing twice."""

from tests.system.suite import Suite


def test_the_story_is_told_and_told_again_without_a_second_effect(suite: Suite, told: str) -> None:
    assert [line[:2] for line in told.splitlines() if line[:1].isdigit()] == [f"{n}." for n in range(1, 8)]
    assert "The journey is complete." in told
    before = facts(suite)

    again = suite.story()
    retold, _ = again.communicate(timeout=120)
    assert again.returncode == 0, retold
    assert "The journey was played here before." in retold
    assert facts(suite) == before


def facts(suite: Suite) -> dict[str, str]:
    """How many entries the audit trail of each service has."""
    verified = {name: suite.operate(name, "verify") for name in ("agenda", "funding", "loans")}
    assert {name: done.returncode for name, done in verified.items()} == dict.fromkeys(verified, 0)
    return {name: done.stdout.splitlines()[-1] for name, done in verified.items()}


def test_every_process_says_it_runs(suite: Suite) -> None:
    assert suite.local("status").returncode == 0
