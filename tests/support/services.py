"""PostgreSQL and Redis for `--services`: they answer, or the run ends with a sentence."""

import os

import psycopg
import pytest
import redis


def require() -> None:
    _require_postgresql(os.environ["DATABASE_URL"])
    _require_redis(os.environ["REDIS_URL"])


def _require_postgresql(address: str) -> None:
    if not address.startswith(("postgres://", "postgresql://")):
        pytest.exit(f"DATABASE_URL must name a PostgreSQL database; it is {address}.", 4)
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.Error as error:
        pytest.exit(
            f"PostgreSQL does not answer at {address}; start it or set DATABASE_URL"
            f" ({str(error).splitlines()[0]}).",
            4,
        )


def _require_redis(address: str) -> None:
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=3) as connection:
            connection.ping()
    except (redis.RedisError, ValueError) as error:
        pytest.exit(f"Redis does not answer at {address}; start it or set REDIS_URL ({error}).", 4)
