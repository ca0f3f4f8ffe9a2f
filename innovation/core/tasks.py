"""The background tasks of the core. Long work has no task of its own: a job is an outbox message
that carries the job's key, so that it is claimed, retried and swept like any other."""

from celery import shared_task

from innovation.core import audit, clock, health, housekeeping, jobs, outbox, ticks


@shared_task(name="core.deliver")
def deliver(message_id: int) -> None:
    outbox.deliver(message_id)


@shared_task(name="core.sweep_outbox")
def sweep_outbox() -> None:
    jobs.sweep()
    outbox.sweep()


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    audit.seal_all()


@shared_task(name="core.tick")
def tick() -> None:
    health.beat_seen()
    ticks.run()


@ticks.each_minute
def seal_what_came_late() -> None:
    """The frequent sealing looks only at the newest events; this one at all, once an hour."""
    if clock.now().minute == 0:
        audit.seal_all(everything=True)


@ticks.each_minute
def forget_messages_that_are_done() -> None:
    housekeeping.forget_processed()
