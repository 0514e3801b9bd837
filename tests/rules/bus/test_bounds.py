"""The bounds on silence add up: a leader stops before its lock is free, and all is back within a minute."""

import inspect

from shared.bus import kafka, leader, leadership, pulse, worker
from shared.store.engine import ASKED_SECONDS, CONNECT_SECONDS, HOLDING, WORKING
from shared.web.app import READY_SECONDS

CLOSING_SECONDS = 2  # SQLAlchemy's for a last word on a connection it throws away
A_MINUTE = 60


def test_a_leader_stops_before_the_server_lets_its_lock_go() -> None:
    gives_up = leadership.BEAT_SECONDS + HOLDING.command
    assert gives_up + leader.LEAVE_SECONDS + CLOSING_SECONDS < HOLDING.idle


def test_another_leads_within_a_minute() -> None:
    assert HOLDING.statement + HOLDING.idle + leadership.POLL_SECONDS + CONNECT_SECONDS < A_MINUTE


def test_requests_work_again_within_a_minute() -> None:
    for patience in (WORKING, HOLDING):
        assert patience.statement < patience.command, (
            "the server ends a slow statement; silence is another thing"
        )
    assert WORKING.command + CLOSING_SECONDS + CONNECT_SECONDS < A_MINUTE


def test_readiness_is_told_before_a_probe_gives_up() -> None:
    assert READY_SECONDS + CLOSING_SECONDS < 5
    assert ASKED_SECONDS + CLOSING_SECONDS < 10


def test_kafka_is_read_and_written_again_within_a_minute() -> None:
    answer = kafka.ANSWER_MS / 1000
    assert (
        max(kafka.RENEW_SECONDS, answer) + leader.LEAVE_SECONDS + leader.RESTART_SECONDS + answer < A_MINUTE
    )
    assert max(kafka.RENEW_SECONDS, answer) + answer < A_MINUTE
    assert "ANSWER_MS" in inspect.getsource(kafka.producer)


def test_a_worker_that_hangs_in_spite_of_every_bound_is_not_alive() -> None:
    assert WORKING.command + CLOSING_SECONDS < pulse.ALIVE_SECONDS
    connecting = worker.START_SECONDS + kafka.STOP_SECONDS + leader.RESTART_SECONDS
    assert max(connecting, kafka.RENEW_SECONDS + kafka.STOP_SECONDS) < pulse.ALIVE_SECONDS
