from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from innovation.core import shared
from tests.support.relay import Relay


@pytest.fixture
def redis_relay() -> Iterator[Relay]:
    """A relay before Redis, to be cut and mended. `relay.port` is where it listens."""
    address = urlsplit(settings.REDIS_URL)
    relay = Relay((address.hostname or "127.0.0.1", address.port or 6379))
    yield relay
    relay.cut()


@pytest.fixture(autouse=True)
def empty_redis() -> Iterator[None]:
    """Each test starts without what another left in this worker's own Redis database."""
    shared.redis_connection().flushdb()
    yield
    shared._connection.cache_clear()
