"""Redis goes away: probes say so, pages do not wait, and it is found again when it is back."""

import time
from typing import Any

import pytest

from innovation.celery import app
from innovation.core import health, shared
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


def test_publishing_fails_at_once_while_redis_is_away(relay: Relay, settings: Any) -> None:
    with app.connection_for_write(settings.REDIS_URL) as connection:
        app.send_task("core.tick", connection=connection)
        relay.cut()
        for _ in range(2):  # the first notices the loss, the second finds nobody there
            started = time.monotonic()
            with pytest.raises(Exception, match=r"(?i)connect|refused|closed"):
                app.send_task("core.tick", connection=connection)
            assert time.monotonic() - started < LONGEST_WAIT
        relay.mend()
        app.send_task("core.tick", connection=connection)
