"""How the core's own to-dos read: the ends of long work. Their reader closes them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation.core import jobs
from innovation.core.models import Todo
from innovation.core.registries import TodoKind, todo_kind


def ready_title(params: dict[str, Any]) -> str:
    return _("Ready: %(title)s") % {"title": jobs.title_of(params["job"], params)}


def failed_title(params: dict[str, Any]) -> str:
    return _("Failed: %(title)s") % {"title": jobs.title_of(params["job"], params)}


def job_url(todo: Todo) -> str:
    return reverse("job", args=[todo.object_id])


todo_kind(TodoKind("job.ready", ready_title, job_url, label=gettext_lazy("Finished work")))
todo_kind(TodoKind("job.failed", failed_title, job_url, label=gettext_lazy("Finished work")))
