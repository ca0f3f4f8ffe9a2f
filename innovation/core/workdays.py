"""Statutory working days of China, from an editable table of what differs from Monday-to-Friday.

A year that the State Council has not announced yet counts Monday to Friday; whoever shows a day
counted in such a year says so (`unannounced`).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar
from django.db import transaction

from innovation.core.models import AnnouncedYear, CalendarDay

FIRST_YEAR, LAST_YEAR = 2004, 2026  # what the library knows
SOURCE = f"chinesecalendar {version('chinesecalendar')}"
ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    row = CalendarDay.objects.filter(date=day).values_list("is_working", flat=True).first()
    return _by_weekday(day) if row is None else row


def add_working_days(start: date, n: int) -> date:
    """The last day of the n working days that begin on the first working day after `start`.

    `start` itself never counts: five after 2026-09-29 are 9-30, 10-08, 10-09, 10-10, 10-12.
    """
    if n < 1:
        raise ValueError("a period has at least one working day")
    exceptions = _exceptions(date__gt=start)
    days = (day for day in _days_after(start) if exceptions.get(day, _by_weekday(day)))
    return next(day for count, day in enumerate(days, start=1) if count == n)


def working_days(first: date, last: date) -> int:
    """How many working days lie from `first` to `last`, both included; none when reversed."""
    exceptions = _exceptions(date__range=(first, last))
    span = (first + ONE_DAY * i for i in range((last - first).days + 1))
    return sum(exceptions.get(day, _by_weekday(day)) for day in span)


def is_announced(year: int) -> bool:
    return AnnouncedYear.objects.filter(year=year).exists()


def unannounced(first: date, last: date) -> list[int]:
    """The years touched whose holidays are not in the table: a page that counts in them warns."""
    years = range(first.year, last.year + 1)
    known = AnnouncedYear.objects.filter(year__in=years).values_list("year", flat=True)
    return sorted(set(years) - set(known))


def seed_calendar() -> list[int]:
    """Fill in the years that are missing, and only those: a year that stands may be edited."""
    standing = set(AnnouncedYear.objects.values_list("year", flat=True))
    missing = [year for year in range(FIRST_YEAR, LAST_YEAR + 1) if year not in standing]
    with transaction.atomic():
        rows = [row for year in missing for row in _differing_days(year)]
        CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
        years = [AnnouncedYear(year=year, source=SOURCE) for year in missing]
        AnnouncedYear.objects.bulk_create(years, ignore_conflicts=True)
    return missing


def _by_weekday(day: date) -> bool:
    return day.weekday() < 5


def _exceptions(**where: object) -> dict[date, bool]:
    return dict(CalendarDay.objects.filter(**where).values_list("date", "is_working"))


def _days_after(start: date) -> Iterator[date]:
    while True:
        start += ONE_DAY
        yield start


def _differing_days(year: int) -> Iterator[CalendarDay]:
    for day in _days_after(date(year - 1, 12, 31)):
        if day.year > year:
            return
        working = chinese_calendar.is_workday(day)
        if working != _by_weekday(day):
            yield CalendarDay(date=day, is_working=working, name=_name_of(day))


def _name_of(day: date) -> str:
    """The holiday's Chinese name, on the days off and on the days worked for them."""
    name = chinese_calendar.get_holiday_detail(day)[1]
    return str(chinese_calendar.Holiday(name).chinese) if name else ""
