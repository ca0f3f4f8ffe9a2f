"""What must happen after the commit: a row written with it, claimed and done once by a worker.

A worker claims by a conditional UPDATE that counts the attempt and takes a lease. Whoever dies
leaves the lease to run out, and the sweep takes the row again: so handlers must be idempotent.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from innovation.core import broker, clock, registries
from innovation.core.models import OutboxMessage

logger = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {}

MOST_ATTEMPTS = 20  # afterwards the row stays, with its error, for a person to look at
LONGEST_PAUSE = timedelta(hours=1)
UNFINISHED = "Taken and not finished: the worker was stopped or killed."
SWEEP_ROUND = 100


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
    broker.tell("core.deliver", message_id)


def due() -> QuerySet[OutboxMessage]:
    """What may be claimed now, the longest waiting first."""
    now = clock.now()
    return OutboxMessage.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now),
        done_at__isnull=True,
        available_at__lte=now,
        attempts__lt=MOST_ATTEMPTS,
    ).order_by("available_at", "id")


def given_up() -> QuerySet[OutboxMessage]:
    """What no attempt brought to its end."""
    return OutboxMessage.objects.filter(done_at__isnull=True, attempts__gte=MOST_ATTEMPTS)


def deliver(message_id: int) -> bool:
    """Claim and do one message; False where there was nothing to claim or it failed."""
    message = _claim(message_id)
    return message is not None and _handle(message) is None


def sweep(seconds: float = 60) -> int:
    """Do what is due until nothing is left or the time is over; gives the number done."""
    done, until = 0, monotonic() + seconds
    while ids := list(due().values_list("id", flat=True)[:SWEEP_ROUND]):
        for message_id in ids:
            done += deliver(message_id)
            if monotonic() > until:
                return done
    return done


def drain() -> int:
    """For tests and the demo: do all that is due here and now; a failure is raised."""
    done = 0
    while (first := due().values_list("id", flat=True).first()) is not None:
        if message := _claim(first):
            if error := _handle(message):
                raise error
            done += 1
    return done


def _claim(message_id: int) -> OutboxMessage | None:
    """Of all who try at once, the database lets one change the row."""
    until = clock.now() + timedelta(seconds=settings.LEASE_SECONDS)
    claimed = due().filter(pk=message_id)
    if not claimed.update(lease_until=until, attempts=F("attempts") + 1, error=UNFINISHED):
        return None
    return OutboxMessage.objects.get(pk=message_id)


def _handle(message: OutboxMessage) -> Exception | None:
    try:
        _handler(message.topic)(message.payload)
    except Exception as error:
        logger.exception("Outbox message %s (%s) failed", message.pk, message.key)
        _put_off(message, error)
        return error
    OutboxMessage.objects.filter(pk=message.pk).update(
        done_at=clock.now(), lease_until=None, error=""
    )
    return None


def _handler(topic: str) -> Handler:
    registries.load()
    if topic not in HANDLERS:
        raise LookupError(f"topic {topic} has no handler")
    return HANDLERS[topic]


def _put_off(message: OutboxMessage, error: Exception) -> None:
    """Only while the claim is still this one's; a later claimer has the say otherwise."""
    pause = timedelta(seconds=settings.SWEEP_SECONDS) * 2 ** (message.attempts - 1)
    mine = OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts)
    mine.filter(done_at__isnull=True).update(
        lease_until=None,
        available_at=clock.now() + min(pause, LONGEST_PAUSE),
        error=f"{type(error).__name__}: {error}"[:2000],
    )
