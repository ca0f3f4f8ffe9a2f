"""The version stamp of the public pages: one value shared by all processes.

Whoever changes what employees read raises it after the commit, and every page cached under the
old value is out of use at once, everywhere. In Redis where one is configured, else in a file.
"""

import logging
import secrets
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import TypeVar

import redis
from django.conf import settings
from django.db import transaction

from innovation.core import outbox, shared

Answer = TypeVar("Answer")

NAME = "public-stamp"
PAUSE = 2.0  # seconds without asking a Redis that did not answer
logger = logging.getLogger(__name__)
_away_until = 0.0


def value() -> str | None:
    """None while the shared value cannot be known: then nothing may be served from a cache."""
    if settings.REDIS_URL:
        return None if monotonic() < _away_until else _from_redis()
    return shared.read(NAME) or _from_file()


def raise_after_commit() -> None:
    """Call inside the transaction that changes a public page."""
    transaction.on_commit(_raise)


def _new() -> str:
    """Random, not counted: a Redis that lost its memory must not come back to an old value."""
    return secrets.token_hex(8)


def _raise() -> None:
    """The change is committed: a Redis that is away now is told later, from the outbox."""
    try:
        write()
    except redis.RedisError:
        outbox.put("core.raise_stamp", _new())


def write() -> None:
    if settings.REDIS_URL:
        _asked(lambda: _connection(settings.REDIS_URL).set(f"innovation:{NAME}", _new()))
    else:
        shared.write(NAME, _new())


@outbox.handles("core.raise_stamp")
def _raise_again(payload: dict[str, object]) -> None:
    write()


def _from_file() -> str:
    """The first process to ask makes the file; two at once only make one page twice."""
    shared.write(NAME, _new())
    return shared.read(NAME)


def _from_redis() -> str | None:
    try:
        return str(_asked(_read_or_set))
    except redis.RedisError as error:
        logger.warning("Public pages are not cached, Redis is away: %s", error)
        return None


def _read_or_set() -> str:
    client, key = _connection(settings.REDIS_URL), f"innovation:{NAME}"
    found = client.get(key)
    if not found:
        client.set(key, _new(), nx=True)
        found = client.get(key)
    return str(found)


def _asked(question: Callable[[], Answer]) -> Answer:
    """One attempt, and after a failure a pause in which no page waits for it again."""
    global _away_until
    try:
        return question()
    except redis.RedisError:
        _away_until = monotonic() + PAUSE
        raise


@cache
def _connection(address: str) -> redis.Redis:
    """A page waits at most 0.1 s to connect and 0.1 s for the answer."""
    return redis.Redis.from_url(
        address, socket_connect_timeout=0.1, socket_timeout=0.1, retry=None, decode_responses=True
    )
