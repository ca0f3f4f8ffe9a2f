"""What must happen after the commit: a row written with it, claimed and done once by a worker."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from innovation.core import clock
from innovation.core.models import OutboxMessage

Handler = Callable[[dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {}


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the one handler of a topic. It must be idempotent and open its own atomic."""

    def register(handler: Handler) -> Handler:
        if topic in HANDLERS:
            raise RuntimeError(f"topic {topic} has a handler already")
        HANDLERS[topic] = handler
        return handler

    return register


def put(topic: str, key: str, **payload: Any) -> OutboxMessage:
    """Queue once under `key`; a repeat of the same key changes nothing."""
    now = clock.now()
    message, created = OutboxMessage.objects.get_or_create(
        key=f"{topic}:{key}",
        defaults={"topic": topic, "payload": payload, "created_at": now, "available_at": now},
    )
    if created:
        transaction.on_commit(lambda: wake(message.pk))
    return message


def wake(message_id: int) -> None:
    """Tell a worker now; where the broker is down, the sweep finds the row later."""
