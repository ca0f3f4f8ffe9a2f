"""Small values that all processes share: in Redis where one is configured, else in a file each."""

import os
import tempfile
from functools import cache
from pathlib import Path

import redis
from django.conf import settings


def read(name: str) -> str:
    """Empty when nobody wrote it, or when Redis is away."""
    if settings.REDIS_URL:
        return _read_redis(name)
    try:
        return _file(name).read_text()
    except FileNotFoundError:
        return ""


def write(name: str, value: str) -> None:
    """A Redis that is away forgets nothing that the next write does not say again."""
    if settings.REDIS_URL:
        _write_redis(name, value)
    else:
        _replace(_file(name), value)


def redis_connection() -> redis.Redis:
    return _connection(settings.REDIS_URL)


@cache
def _connection(address: str) -> redis.Redis:
    """No retry: a page must not wait for a server that is away."""
    return redis.Redis.from_url(
        address, socket_connect_timeout=0.3, socket_timeout=0.5, retry=None, decode_responses=True
    )


def _read_redis(name: str) -> str:
    try:
        return str(redis_connection().get(f"innovation:{name}") or "")
    except redis.RedisError:
        return ""


def _write_redis(name: str, value: str) -> None:
    try:
        redis_connection().set(f"innovation:{name}", value)
    except redis.RedisError:
        return


def _file(name: str) -> Path:
    return Path(settings.VAR, "shared", name)


def _replace(file: Path, value: str) -> None:
    """Readers see the old value or the new one, never a half."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "w") as out:
        out.write(value)
    os.replace(draft, file)
