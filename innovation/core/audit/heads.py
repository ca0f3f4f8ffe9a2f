"""The log of sealed heads, a file outside the database.

Whoever cuts the chain's tail off, head row included, cannot make these lines fit again.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from innovation.core import clock

logger = logging.getLogger(__name__)


def path() -> Path:
    return Path(settings.VAR, "audit-heads.log")


def note(seq: int, hash: str) -> None:
    """Append the head unless it is the last line. A full disk waits for the next sealing."""
    line = f"{seq} {hash}"
    try:
        if _last() != line:
            _append(f"{clock.now().isoformat()} {line}\n")
            logger.info("Audit sealed up to entry %s, head %s", seq, hash)
    except OSError as error:
        logger.error("The audit head %s could not be written to %s: %s", line, path(), error)


def lines() -> Iterator[tuple[int, str]]:
    """Every (seq, hash) noted; a line that cannot be read counts as (0, text)."""
    if not path().exists():
        return
    with path().open(errors="replace") as log:
        for line in log:
            parts = line.split()
            whole = len(parts) == 3 and parts[1].isdecimal()
            yield (int(parts[1]), parts[2]) if whole else (0, line.strip())


def _last() -> str:
    """The end of the last whole line: seq and hash."""
    if not path().exists():
        return ""
    with path().open("rb") as log:
        log.seek(max(0, path().stat().st_size - 200))
        return log.read().decode(errors="replace").strip().rpartition("\n")[2].partition(" ")[2]


def _append(line: str) -> None:
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a") as log:
        log.write(line)
        log.flush()
        os.fsync(handle)
