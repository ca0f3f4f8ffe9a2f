"""Many at once on one filing: one success, one row of each kind."""

import pytest
from django.utils import translation

from innovation.core.errors import DomainError, StaleVersion
from innovation.core.models import AuditEvent, Todo
from projects.actions import filing
from projects.content import Content
from projects.enums import Status
from projects.models import Project, ProjectLog
from tests.factories.projects import draft
from tests.projects.cast import gather
from tests.support.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
THREADS = 32


def test_thirty_two_threads_file_one_project_once():
    cast = gather()
    project = draft(cast.branch, cast.year, lead=cast.lead)

    results = at_once(
        [lambda: filing.submit(project_id=project.pk, by=cast.lead) for _ in range(THREADS)]
    )

    filed = [result for result in results if isinstance(result, Project)]
    refused = [result for result in results if isinstance(result, DomainError)]
    assert len(filed) == 1
    assert len(refused) == THREADS - 1
    assert {error.code for error in refused} == {"wrong_state"}
    project.refresh_from_db()
    assert (project.status, project.round) == (Status.SUBMITTED, 1)
    assert ProjectLog.objects.filter(project=project, kind="submit").count() == 1
    assert AuditEvent.objects.filter(object_id=str(project.pk), kind="project.submit").count() == 1
    assert Todo.objects.filter(object_id=str(project.pk), done_at=None).count() == 1


def test_of_many_who_save_from_one_version_one_wins_and_the_rest_are_told():
    with translation.override("en"):
        cast = gather()
        project = draft(cast.branch, cast.year, lead=cast.lead)
    names = [f"版本{number}" for number in range(THREADS)]

    def save(name):
        return lambda: filing.save(
            project_id=project.pk, by=cast.lead, content=Content({"name": name}), base_version=1
        )

    results = at_once([save(name) for name in names])

    won = [result for result in results if isinstance(result, Project)]
    assert len(won) == 1
    assert sum(isinstance(result, StaleVersion) for result in results) == THREADS - 1
    project.refresh_from_db()
    assert project.name == won[0].name
    assert project.version == 2
    assert AuditEvent.objects.filter(object_id=str(project.pk), kind="project.save").count() == 1
