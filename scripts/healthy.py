"""Asks a running service from beside it: `healthy.py web` or `healthy.py beat`.

Exits with 1 and one sentence when it is not well. Needs no Django, so it may run every few seconds.
"""

import os
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import redis

LONGEST_SILENCE = 180  # seconds


def web() -> str:
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=4)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return f"The web service does not answer: {error}."
    return "" if status == 200 else f"The web service answers with {status}."


def beat() -> str:
    """A beat that arrived was sent by beat and done by the worker."""
    try:
        seen = _last_beat()
    except (OSError, redis.RedisError) as error:
        return f"The last beat cannot be read: {error}."
    silent = time.time() - seen
    return f"No beat for {silent:.0f} seconds." if silent > LONGEST_SILENCE else ""


def _last_beat() -> float:
    address = os.environ.get("REDIS_URL")
    if address:
        value = redis.Redis.from_url(address, socket_timeout=2).get("innovation:beat")
        return float(value or 0)
    return float(Path(os.environ.get("INNOVATION_VAR") or "var", "shared", "beat").read_text())


def main() -> int:
    trouble = {"web": web, "beat": beat}[sys.argv[1]]()
    if trouble:
        print(trouble, file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
