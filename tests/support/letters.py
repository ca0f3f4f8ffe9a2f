"""A topic for tests that a real worker process can load: slow, and it leaves traces.

Each letter makes one row (a repeat finds it standing) and one line for each time it was begun.
"""

import os
import time
from pathlib import Path
from typing import Any

from innovation.core import clock, outbox
from innovation.core.models import FormToken

TOPIC = "test.letter"
TRACES = "LETTERS_FILE"


def trace(text: str) -> None:
    with Path(os.environ[TRACES]).open("a") as file:
        file.write(f"{text}\n")


@outbox.handles(TOPIC)
def write(payload: dict[str, Any]) -> None:
    trace(payload["token"])
    time.sleep(payload.get("seconds", 0))
    FormToken.objects.get_or_create(token=payload["token"], defaults={"created_at": clock.now()})
