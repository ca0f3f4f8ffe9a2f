import re

import pytest
from django.db import transaction

from innovation.core.keys import new_key
from innovation.core.models import NumberCounter
from innovation.core.numbers import next_number
from tests.core import people
from tests.core.threads import at_once


@pytest.mark.django_db
def test_numbers_run_by_committee_and_scope():
    one, other = people.committee("A"), people.committee("B")
    with transaction.atomic():
        assert [next_number(one.pk, "2019-KY") for _ in range(3)] == [1, 2, 3]
        assert next_number(one.pk, "2019-AQ") == 1
        assert next_number(other.pk, "2019-KY") == 1
        assert next_number(one.pk, "2019-KY") == 4


@pytest.mark.django_db
def test_a_number_of_a_failed_act_is_given_again():
    committee = people.committee()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number(committee.pk, "2019")
        raise ZeroDivisionError
    with transaction.atomic():
        assert next_number(committee.pk, "2019") == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_drawn_inside_a_transaction():
    with pytest.raises(RuntimeError):
        next_number(people.committee().pk, "2019")


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_thirty_at_once_get_thirty_numbers(size):
    """The counter does not exist when they start, and none waits for the others' commit first."""
    committee = people.committee()

    def draw(i):
        with transaction.atomic():
            return next_number(committee.pk, scope)

    for attempt in range(size(4, 40)):
        scope = f"2019-{attempt}"
        assert sorted(at_once(30, draw)) == list(range(1, 31))
    assert NumberCounter.objects.filter(last=30).count() == attempt + 1


def test_keys_are_ten_letters_that_read_aloud_well():
    keys = {new_key() for _ in range(2000)}
    assert len(keys) == 2000
    assert all(re.fullmatch(r"[a-hj-km-np-z]{10}", key) for key in keys)
