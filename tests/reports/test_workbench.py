"""What is mine to do, at the same cost whatever the number, and nothing of others."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from innovation.core import clock, todos
from innovation.core.models import Todo
from innovation.core.registries import TODO_KINDS
from innovation.org.enums import Role
from projects.enums import Status
from tests.factories.projects import person_at, project_at
from tests.projects.cast import MONDAY, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


def shown_to(client, user, address="/workbench/"):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_filing_stands_before_who_must_review_it_and_nobody_else(client, cast):
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, name="刀具寿命延长")
    secretary = person_at(Role.BRANCH_SECRETARY, cast.branch)
    assert f"Review “{project.name}”" in shown_to(client, secretary)
    assert f"/projects/{project.pk}/step/pass_branch/" in shown_to(client, secretary)
    for other in (
        cast.neighbour,
        person_at(Role.COMMITTEE_STAFF, cast.committee),
    ):
        page = shown_to(client, other)
        assert project.name not in page
        assert "Nothing to do" in page


def test_a_kind_with_many_shows_a_few_and_leads_to_all(client, cast):
    staff = person_at(Role.COMMITTEE_STAFF, cast.committee)
    row = open_row(staff, cast, 0)
    Todo.objects.bulk_create(open_row(staff, cast, n) for n in range(1, 30))
    assert row.kind == "project.decide"
    page = shown_to(client, staff)
    assert page.count("Decide on “") == 6
    assert "All 29" in page
    every = shown_to(client, staff, "/workbench/?kind=project.decide")
    assert every.count("Decide on “") == 25
    assert "page=2" in every


def open_row(user, cast, number):
    return Todo(
        committee=cast.committee,
        kind="project.decide",
        object_type="projects.project",
        object_id=str(10_000 + number),
        assignee=todos.role_in(Role.COMMITTEE_STAFF, cast.committee.pk),
        organization=cast.committee,
        params={"name": f"项目{number}", "year": cast.year.year, "unit": "一分厂"},
        due=clock.today(),
        created_at=clock.now(),
    )


@pytest.mark.parametrize("number", [1, 3, 300])
def test_it_costs_the_same_for_any_number(client, cast, number):
    staff = person_at(Role.COMMITTEE_STAFF, cast.committee)
    Todo.objects.bulk_create(open_row(staff, cast, n) for n in range(number))
    client.force_login(staff)
    client.get("/workbench/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get("/workbench/")
    assert answer.context["groups"][0].total == number
    assert len(queries) == 4  # session, user with roles, to-dos, the badge


def test_what_is_overdue_says_so(client, cast):
    staff = person_at(Role.COMMITTEE_STAFF, cast.committee)
    row = open_row(staff, cast, 1)
    row.due = MONDAY.replace(day=1) if MONDAY.day > 1 else MONDAY
    row.save()
    assert "todo-late" in shown_to(client, staff)


def test_every_kind_has_a_heading():
    assert [kind.name for kind in TODO_KINDS if not str(kind.label)] == []


def test_an_unknown_kind_shows_the_whole_workbench(client, cast):
    staff = person_at(Role.COMMITTEE_STAFF, cast.committee)
    assert "Nothing to do" in shown_to(client, staff, "/workbench/?kind=no.such")
