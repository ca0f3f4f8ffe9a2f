from datetime import date

import pytest
from django.db import IntegrityError, transaction

from innovation.core import registries, todos
from innovation.core.models import Todo
from innovation.core.todos import Wanted
from tests.support import core_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return core_rows.committee()


def sync(committee, *wanted):
    todos.sync(committee, wanted, committee_id=committee.pk)


def duty(committee, kind="review", who="role:staff@1", due=None, **params):
    return Wanted(kind, who, committee.pk, due, params)


def open_duties():
    rows = Todo.objects.filter(done_at__isnull=True).order_by("id")
    return [(row.kind, row.assignee) for row in rows]


def test_the_open_rows_become_exactly_what_the_state_asks_for(committee):
    sync(committee, duty(committee, "review"), duty(committee, "decide"))
    first = Todo.objects.get(kind="review").pk
    sync(committee, duty(committee, "review"), duty(committee, "publish"))
    assert open_duties() == [("review", "role:staff@1"), ("publish", "role:staff@1")]
    assert Todo.objects.get(kind="review").pk == first
    assert Todo.objects.get(kind="decide").done_at
    sync(committee)
    assert open_duties() == []


def test_a_duty_done_once_may_come_back(committee):
    for wanted in ([duty(committee)], [], [duty(committee)]):
        sync(committee, *wanted)
    assert open_duties() == [("review", "role:staff@1")]
    assert Todo.objects.count() == 2


def test_a_new_date_or_name_reaches_the_row_that_stands(committee):
    sync(committee, duty(committee, due=date(2019, 3, 1), name="old"))
    sync(committee, duty(committee, due=date(2019, 3, 15), name="new"))
    todo = Todo.objects.get()
    assert (todo.due, todo.params) == (date(2019, 3, 15), {"name": "new"})


def test_an_object_leaves_the_duties_of_others_alone(committee):
    other = core_rows.committee("二公司党委", "D")
    sync(committee, duty(committee))
    sync(other, duty(other))
    sync(other)
    assert open_duties() == [("review", "role:staff@1")]


def test_the_same_duty_cannot_be_open_twice(committee):
    sync(committee, duty(committee))
    todo = Todo.objects.get()
    todo.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        todo.save(force_insert=True)


def test_a_person_sees_what_hangs_on_any_of_their_keys_the_most_pressing_first(committee):
    sync(
        committee,
        duty(committee, "whenever", "user:7"),
        duty(committee, "late", "role:staff@1", date(2019, 3, 1)),
        duty(committee, "soon", "user:7", date(2019, 3, 2)),
        duty(committee, "foreign", "user:8", date(2019, 1, 1)),
    )
    mine = todos.open_for(["role:staff@1", "user:7"])
    assert [todo.kind for todo in mine] == ["late", "soon", "whenever"]
    assert todos.count_for(["role:staff@1", "user:7"]) == 3
    assert todos.count_for([]) == 0


def test_the_badge_is_one_query(committee, django_assert_num_queries):
    sync(committee, duty(committee))
    with django_assert_num_queries(1):
        assert todos.count_for([f"role:r{n}@1" for n in range(20)] + ["role:staff@1"]) == 1


def test_open_rows_are_compared_with_what_the_rules_ask_for(committee, monkeypatch):
    asked = []
    kind = registries.TodoKind("test.review", str, str, rule=lambda: asked)
    monkeypatch.setitem(registries.TODO_KINDS._entries, "test.review", kind)
    monkeypatch.setattr(registries, "load", lambda: None)
    review = duty(committee, "test.review")
    sync(committee, review)
    assert [line.partition(":")[0] for line in todos.discrepancies()] == ["without reason"]
    asked.append((committee, review))
    assert todos.discrepancies() == []
    sync(committee)
    assert [line.partition(":")[0] for line in todos.discrepancies()] == ["missing"]
