"""The only clock. Settable in a context, so that tests and the demo can stand at any day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)
_offset = timedelta(days=settings.DEMO_DAYS_AHEAD)


def now() -> datetime:
    """The present moment, aware."""
    return _fixed.get() or timezone.now() + _offset


def today() -> date:
    """The local calendar day (Asia/Shanghai)."""
    return timezone.localdate(now())


def local(moment: datetime) -> datetime:
    """The same moment on the local clock."""
    return timezone.localtime(moment)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """That local day and hour as an aware moment."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def fixed(moment: datetime | date) -> Iterator[None]:
    """Inside the context the clock stands at `moment` (a bare day: nine in the morning)."""
    aware = moment if isinstance(moment, datetime) else at(moment)
    token = _fixed.set(aware)
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Inside the context every thread's clock runs ahead by `by`."""
    global _offset
    _offset += by
    try:
        yield
    finally:
        _offset -= by
