"""Housekeeping of the broker that needs no server: it keeps a file of every message done."""

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

KEPT = 3600  # seconds, to look into what was sent


def forget_processed() -> int:
    """Removes the messages done more than an hour ago; returns how many."""
    folder, oldest, gone = Path(settings.BROKER_FOLDER, "processed"), time.time() - KEPT, 0
    for file in folder.glob("*.msg"):
        with suppress(FileNotFoundError):
            if file.stat().st_ctime < oldest:
                file.unlink()
                gone += 1
    return gone
