"""Wakes a worker through the broker, by task name. Never waits long and never fails the caller:
whatever is told here stands in a row as well, and the sweep finds it."""

import logging
import os
import threading
import time
from contextlib import suppress
from typing import Any

from celery import current_app
from django.conf import settings

logger = logging.getLogger(__name__)

LONGEST_WAIT = 0.3  # seconds, for the connection and again for the answer
SILENCE = 5.0  # seconds without another try, so that a hundred acts do not wait one by one

_mine = threading.local()  # a connection is no thread's but its own
_silent_until = 0.0


def tell(task: str, *args: Any) -> bool:
    """Was the broker reached?"""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        current_app.send_task(task, args, connection=_connection(), retry=False)
    except Exception as error:  # the transports raise what they like
        _silent_until = time.monotonic() + SILENCE
        _forget()
        logger.warning("The broker cannot be reached, the sweep will do %s: %s", task, error)
        return False
    return True


def _connection() -> Any:
    """Kept by this thread; made anew after a fork, or where the address is another."""
    address = (os.getpid(), settings.CELERY_BROKER_URL)
    if getattr(_mine, "address", None) != address:
        _mine.connection = current_app.connection_for_write(
            settings.CELERY_BROKER_URL,
            connect_timeout=LONGEST_WAIT,
            transport_options={
                "socket_connect_timeout": LONGEST_WAIT,
                "socket_timeout": LONGEST_WAIT,
                "max_retries": 0,
            },
        )
        _mine.address = address
    return _mine.connection


def _forget() -> None:
    """Whatever state the connection is in, the next try takes a new one."""
    with suppress(Exception):
        _mine.connection.close()
    _mine.__dict__.clear()
