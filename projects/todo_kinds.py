"""How each to-do of this room reads and where it leads."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation.core.models import Todo
from innovation.core.registries import TodoKind, todo_kind
from innovation.org.enums import Role
from projects import duties
from projects.models import Project

REVIEW_STEP = {
    Role.BRANCH_SECRETARY: "pass_branch",
    Role.GENERAL_REVIEWER: "pass_general",
    Role.COMMITTEE_STAFF: "pass_initial",
}


def review_title(params: dict[str, Any]) -> str | Promise:
    return _("Review “%(name)s”") % params


def countersign_title(params: dict[str, Any]) -> str | Promise:
    return _("Give an opinion on “%(name)s”") % params


def decide_title(params: dict[str, Any]) -> str | Promise:
    return _("Decide on “%(name)s”") % params


def revise_title(params: dict[str, Any]) -> str | Promise:
    return _("Revise “%(name)s”, which was returned") % params


def review_url(todo: Todo) -> str:
    """Whose duty it is tells which step it is: `role:<code>@<organisation>`."""
    role = todo.assignee.removeprefix("role:").split("@")[0]
    return step_url(todo, REVIEW_STEP.get(Role(role), "pass_initial"))


def countersign_url(todo: Todo) -> str:
    return step_url(todo, "countersign")


def step_url(todo: Todo, step: str) -> str:
    return reverse("project_step", args=[todo.object_id, step])


def batch_url(todo: Todo) -> str:
    """All decisions of a year are taken on one page."""
    return f"{reverse('project_batch')}?year={todo.params['year']}#project-{todo.object_id}"


def project_url(todo: Todo) -> str:
    return reverse("project_detail", args=[todo.object_id])


def of_projects(kind: str) -> Iterable[tuple[Model, Any]]:
    """Every duty of that kind which the projects' present states ask for."""
    projects = Project.objects.filter(status__in=duties.DUTIES)
    for project in projects.select_related("organization", "year", "lead"):
        for wanted in duties.of_project(project):
            if wanted.kind == kind:
                yield project, wanted


def _of(kind: str) -> Any:
    return lambda: of_projects(kind)


for _name, _label, _title, _url in (
    ("project.review", gettext_lazy("To review"), review_title, review_url),
    ("project.countersign", gettext_lazy("To countersign"), countersign_title, countersign_url),
    ("project.decide", gettext_lazy("To decide"), decide_title, batch_url),
    ("project.revise", gettext_lazy("To revise"), revise_title, project_url),
):
    todo_kind(TodoKind(_name, _title, _url, _of(_name), _label))
