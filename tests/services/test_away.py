"""Redis goes away: probes say so, pages do not wait, and it is found again when it is back."""

import time
from typing import Any

import pytest

from innovation.core import broker, health, shared
from tests.support.relay import Relay

pytestmark = pytest.mark.services
LONGEST_WAIT = 1.0  # seconds that a page may take longer


@pytest.fixture
def relay(redis_relay: Relay, settings: Any) -> Relay:
    settings.REDIS_URL = f"redis://127.0.0.1:{redis_relay.port}/0"
    return redis_relay


def test_shared_values_survive_a_cut(relay: Relay) -> None:
    shared.write("stamp", "1")
    relay.cut()
    started = time.monotonic()
    shared.write("stamp", "2")
    assert shared.read("stamp") == ""
    assert time.monotonic() - started < LONGEST_WAIT
    relay.mend()
    assert shared.read("stamp") == "1"


def test_probe_names_the_broker_while_it_is_away(relay: Relay) -> None:
    assert health.broker() == ""
    relay.cut()
    assert health.broker().startswith("Redis does not answer")
    relay.mend()
    assert health.broker() == ""


def test_nobody_waits_for_a_broker_that_is_away(
    relay: Relay, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_URL = settings.REDIS_URL
    monkeypatch.setattr(broker, "SILENCE", 0)
    relay.cut()
    assert waited_to_tell() == (False, True)
    relay.mend()
    assert waited_to_tell() == (True, True)
    relay.cut()
    assert waited_to_tell() == (False, True)
    assert waited_to_tell() == (False, True)


def waited_to_tell() -> tuple[bool, bool]:
    """Was the broker reached, and was the wait short enough?"""
    started = time.monotonic()
    reached = broker.tell("core.tick")
    return reached, time.monotonic() - started < LONGEST_WAIT
