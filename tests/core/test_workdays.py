from datetime import date

import pytest
from django.core.management import call_command

from innovation.core.models import AnnouncedYear, CalendarDay
from innovation.core.workdays import (
    add_working_days,
    is_announced,
    is_working_day,
    seed_calendar,
    unannounced,
    working_days,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(db):
    seed_calendar()


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        ("2026-09-29", 5, "2026-10-12"),  # National Day, with Saturday 10-10 worked for it
        ("2026-02-12", 5, "2026-02-26"),  # Spring Festival, with Saturday 02-14 worked
        ("2026-04-29", 5, "2026-05-09"),  # Labour Day, with Saturday 05-09 worked
        ("2026-09-29", 1, "2026-09-30"),
        ("2026-10-03", 1, "2026-10-08"),  # a start on a holiday counts from the first day after it
        ("2019-09-30", 10, "2019-10-18"),  # the quarter's inspection, 10-12 worked
        ("2026-12-30", 3, "2027-01-04"),  # into a year without a table: Monday to Friday
    ],
)
def test_period_ends_on(calendar, start, n, last):
    assert add_working_days(date.fromisoformat(start), n) == date.fromisoformat(last)


def test_a_period_asks_the_database_once(calendar, django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_days(date(2018, 1, 2), 60)
    with django_assert_num_queries(1):
        assert working_days(date(2018, 1, 1), date(2018, 12, 31)) == 250  # 365 - 104 - 11


def test_a_period_has_a_day(calendar):
    with pytest.raises(ValueError):
        add_working_days(date(2026, 9, 29), 0)


def test_days_off_and_days_worked_for_them(calendar):
    assert not is_working_day(date(2026, 10, 1))
    assert is_working_day(date(2026, 10, 10))
    assert not is_working_day(date(2026, 10, 11))
    assert CalendarDay.objects.get(date=date(2026, 10, 10)).name == "国庆节"


def test_counting_both_ways_agrees(calendar):
    start = date(2026, 1, 3)
    for n in (1, 4, 17, 120):
        last = add_working_days(start, n)
        assert working_days(start, last) == n + is_working_day(start)
    assert working_days(date(2026, 1, 9), date(2026, 1, 8)) == 0


def test_a_year_not_announced_is_known(calendar):
    assert is_announced(2026) and is_announced(2004)
    assert not is_announced(2027)
    assert unannounced(date(2026, 12, 20), date(2027, 1, 5)) == [2027]
    assert unannounced(date(2018, 1, 1), date(2018, 2, 1)) == []


def test_the_table_is_edited_and_a_second_seeding_leaves_it(calendar, capsys):
    CalendarDay.objects.create(date=date(2026, 6, 1), is_working=False, name="厂庆")
    CalendarDay.objects.filter(date=date(2026, 10, 10)).delete()
    rows = CalendarDay.objects.count()
    call_command("seed_calendar")
    assert "none" in capsys.readouterr().out
    assert CalendarDay.objects.count() == rows
    assert not is_working_day(date(2026, 6, 1))
    assert add_working_days(date(2026, 9, 29), 5) == date(2026, 10, 13)


def test_a_missing_year_is_added(calendar):
    CalendarDay.objects.filter(date__year=2026).delete()
    AnnouncedYear.objects.filter(year=2026).delete()
    assert seed_calendar() == [2026]
    assert not is_working_day(date(2026, 10, 1))
