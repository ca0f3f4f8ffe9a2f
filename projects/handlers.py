"""What publication does in the background: notices after a decision, and their end at midnight."""

from typing import Any

from innovation.core import outbox, ticks
from projects.actions import notice_preparation, publication


@outbox.handles("notice.prepare")
def prepare_notices(payload: dict[str, Any]) -> None:
    notice_preparation.prepare(batch_id=payload["batch"])


@ticks.each_minute
def close_notices() -> None:
    publication.close_due()
