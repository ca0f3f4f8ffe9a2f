from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from innovation.core.periods import Quarter, Year

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_a_quarter_ends_at_midnight_in_shanghai():
    last_minute = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)
    midnight = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
    assert Quarter.of(last_minute) == Quarter(2026, 3)
    assert Quarter.of(midnight) == Quarter(2026, 4)
    assert midnight in Quarter(2026, 4)
    assert midnight not in Quarter(2026, 3)
    assert Quarter(2026, 3).ends_at == Quarter(2026, 4).begins_at == midnight


def test_a_year_turns_at_midnight_in_shanghai():
    assert Year.of(datetime(2018, 12, 31, 16, 0, tzinfo=UTC)) == Year(2019)
    assert Year(2018).ends_at == datetime(2018, 12, 31, 16, 0, tzinfo=UTC)


@given(DAYS)
def test_each_day_lies_in_its_period_alone(day):
    quarter, year = Quarter.of(day), Year.of(day)
    assert day in quarter and day in year
    assert day not in quarter.next() and day not in quarter.previous()
    assert day not in year.next() and day not in year.previous()
    assert quarter in year.quarters


@given(DAYS)
def test_neighbours_touch(day):
    quarter = Quarter.of(day)
    assert quarter.next().previous() == quarter == quarter.previous().next()
    assert (quarter.next().start - quarter.end).days == 1
    assert quarter.previous() < quarter < quarter.next()


def test_first_and_last_days():
    assert (Quarter(2020, 1).start, Quarter(2020, 1).end) == (date(2020, 1, 1), date(2020, 3, 31))
    assert (Quarter(2019, 4).start, Quarter(2019, 4).end) == (date(2019, 10, 1), date(2019, 12, 31))
    assert (Year(2019).start, Year(2019).end) == (date(2019, 1, 1), date(2019, 12, 31))
    assert str(Quarter(2019, 4)) == "2019Q4"


def test_there_are_four():
    with pytest.raises(ValueError):
        Quarter(2019, 5)


def test_labels_in_english():
    with translation.override("en"):
        assert str(Quarter(2019, 3).label) == "Third quarter of 2019"
        assert str(Year(2019).label) == "2019"
