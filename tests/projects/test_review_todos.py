"""To-dos of review: each reads as a sentence, leads to its page, and follows from the state."""

from collections.abc import Iterator

import pytest
from django.test import Client

from innovation.core import clock, registries
from innovation.core.models import Todo
from innovation.org.models import User
from projects.enums import Status
from projects.models import Project
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather

pytestmark = pytest.mark.django_db
MINE = ("project.review", "project.countersign", "project.decide", "project.revise")
STATES = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.GENERAL_REVIEW,
    Status.COUNTERSIGN,
    Status.INITIAL_REVIEW,
    Status.COMMITTEE_DECISION,
    Status.DECIDED,
    Status.RETURNED,
    Status.REJECTED,
    Status.WITHDRAWN,
)


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def todo_of(project: Project, assignee: str) -> Todo:
    return Todo.objects.get(
        object_id=str(project.pk), assignee__startswith=assignee, done_at__isnull=True
    )


@pytest.mark.parametrize(
    ("status", "assignee", "person", "ends"),
    [
        (Status.SUBMITTED, "role:branch_secretary", "secretary", "/step/pass_branch/"),
        (Status.GENERAL_REVIEW, "role:general", "general_reviewer", "/step/pass_general/"),
        (Status.COUNTERSIGN, "role:countersigner", "countersigner", "/step/countersign/"),
        (Status.INITIAL_REVIEW, "role:committee_staff", "staff", "/step/pass_initial/"),
        (Status.COMMITTEE_DECISION, "role:committee_staff", "staff", "year=2019#project-{pk}"),
        (Status.RETURNED, "user:", "lead", "/projects/{pk}/"),
    ],
)
def test_a_duty_names_the_project_and_is_one_click_away(
    cast: Cast, status: str, assignee: str, person: str, ends: str
) -> None:
    project = project_at(status, cast.branch, cast.year, lead=cast.lead, name="人机隔离")
    todo = todo_of(project, assignee)
    kind = registries.TODO_KINDS[todo.kind]
    assert "人机隔离" in str(kind.title(todo.params))
    assert str(kind.label)
    url = kind.url(todo)
    assert url.endswith(ends.format(pk=project.pk))
    page = opened(cast.people[person], url)
    assert page.status_code == 200
    assert "人机隔离" in page.content.decode()


def opened(person: User, url: str) -> object:
    client = Client()
    client.force_login(person)
    return client.get(url)


def test_the_open_duties_are_those_of_the_present_states(cast: Cast) -> None:
    for status in STATES:
        project_at(status, cast.branch, cast.year, lead=cast.lead)
    rows = Todo.objects.filter(done_at__isnull=True, kind__in=MINE)
    standing = {(row.kind, row.object_id, row.assignee) for row in rows}
    wanted = set()
    for name in MINE:
        rule = registries.TODO_KINDS[name].rule
        assert rule is not None
        wanted |= {(name, str(obj.pk), duty.assignee) for obj, duty in rule()}
    assert standing == wanted
    assert {kind for kind, _id, _who in standing} == set(MINE)
