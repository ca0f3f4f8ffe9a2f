"""The project's page: what it is, where it stands, what can be done, what happened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovation.core import registries
from innovation.core.access_rules import logged_in
from projects import detail, lists, progress, timeline
from projects.queries import found
from projects.workflow import PROJECT

PAGE = "project_detail"


@logged_in
@require_safe
def project_detail(request: HttpRequest, project_id: int) -> HttpResponse:
    project = found.project(request.user, project_id)
    log = list(project.log.select_related("by", "batch"))
    state = PROJECT.statuses[project.status]
    words: dict[str, Any] = {
        "project": project,
        "status_label": state.label_for(lists.reader_of(request.user)),
        "status_tone": state.tone,
        "next": progress.next_step(project),
        "actions": detail.actions(project, request.user),
        "stages": progress.stages(project, log),
        "entries": timeline.entries(project, log),
        "parts": _brought(request, project),
    }
    return render(
        request, "projects/project_detail.html", words | detail.sections(project, request.user)
    )


def _brought(request: HttpRequest, project: Any) -> list[dict[str, Any]]:
    """What later rooms bring to this page, in their order."""
    found = []
    for section in registries.sections_of(PAGE):
        context = section.context(request, project)
        if context is not None:
            found.append({"name": section.name, "template": section.template, "context": context})
    return found
