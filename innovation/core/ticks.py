"""Once a minute, everything that the calendar may make due is asked.

A function that registers here looks at its own rows and does what is due and not yet done, so
that a missed minute, or the same minute twice, does no harm.
"""

import logging
from collections.abc import Callable

from innovation.core import registries

logger = logging.getLogger(__name__)

Tick = Callable[[], None]
TICKS: list[Tick] = []


def each_minute(function: Tick) -> Tick:
    TICKS.append(function)
    return function


def run() -> list[str]:
    """Call each in turn; gives the names of those that failed, which stop no other."""
    registries.load()
    failed = []
    for function in TICKS:
        name = f"{function.__module__}.{function.__name__}"
        try:
            function()
        except Exception:
            logger.exception("%s failed at this minute's tick", name)
            failed.append(name)
    return failed
