"""A runner's progress and pulse: what the page shows, and the proof that the runner lives."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connection

from innovation.core import clock
from innovation.core.models import Job

SHOWN_EVERY = 0.5  # seconds between two writes of the progress


class Superseded(Exception):
    """Another runner was given the job; what this one still does would be thrown away."""


class Progress:
    """Call it as often as you like: `progress(done, total)`; outside of any transaction."""

    def __init__(self, job: Job) -> None:
        self._mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
        self._shown_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = monotonic()
        if done < total and now - self._shown_at < SHOWN_EVERY:
            return
        self._shown_at = now
        if not self._mine.update(done=done, total=total, heartbeat_at=clock.now()):
            raise Superseded

    @contextmanager
    def beating(self) -> Iterator[None]:
        """A pulse beside the work, for steps that last longer than the lease."""
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(over,), daemon=True)
        beat.start()
        try:
            yield
        finally:
            over.set()
            beat.join()

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(settings.LEASE_SECONDS / 3):
            try:
                self._mine.update(heartbeat_at=clock.now())
            except DatabaseError:
                continue  # the next beat tries again; silence in the end is noticed
            finally:
                connection.close()
