"""Where a person goes after a step: the next duty of the same kind, else the thing itself."""

from typing import Any

from django.urls import reverse

from innovation.core.models import Todo
from innovation.core.registries import TODO_KINDS
from innovation.org.access import todo_keys

KIND = {
    "pass_branch": "project.review",
    "pass_general": "project.review",
    "pass_initial": "project.review",
    "countersign": "project.countersign",
}


def after(step: str, project_id: int, user: Any) -> str:
    kind = KIND.get(step)
    following = next_todo(user, kind, project_id) if kind else None
    if following is None:
        return reverse("project_detail", args=[project_id])
    return TODO_KINDS[following.kind].url(following)


def next_todo(user: Any, kind: str, project_id: int) -> Todo | None:
    """The one due first; the project just left does not come again at once."""
    mine = Todo.objects.filter(
        assignee__in=todo_keys(user),
        kind=kind,
        object_type="projects.project",
        done_at__isnull=True,
    )
    return mine.exclude(object_id=str(project_id)).order_by("due", "id").first()
