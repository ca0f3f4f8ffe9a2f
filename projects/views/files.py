"""A project's files: added and taken out while it is filed, read by whoever sees the project."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from innovation.core import files
from innovation.core.access_rules import logged_in
from projects import rules
from projects.actions import filing
from projects.forms.files import AttachForm
from projects.models import Project
from projects.queries import found


@logged_in
def attach(request: HttpRequest, project_id: int) -> HttpResponse:
    project = found.project(request.user, project_id)
    rules.check_edit(project, request.user)
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        incoming = files.receive(form.cleaned_data["file"])
        kind = form.cleaned_data["kind"]
        filing.attach(project_id=project.pk, by=request.user, file=incoming, kind=kind)
        messages.success(request, _("File added."))
        return redirect(f"{reverse('project_detail', args=[project.pk])}#files")
    return render(request, "projects/project_attach.html", {"form": form, "project": project})


@logged_in
def detach(request: HttpRequest, project_id: int, attachment_id: int) -> HttpResponse:
    project = found.project(request.user, project_id)
    rules.check_edit(project, request.user)
    row = get_object_or_404(project.attachments.select_related("file"), pk=attachment_id)
    if request.method == "POST":
        filing.detach(project_id=project.pk, attachment_id=row.pk, by=request.user)
        messages.success(request, _("File removed."))
        return redirect(f"{reverse('project_detail', args=[project.pk])}#files")
    return render(request, "reason.html", _removing(project, row.file.name))


@logged_in
@require_safe
def read(request: HttpRequest, project_id: int, attachment_id: int) -> HttpResponseBase:
    projects = Project.objects.visible_to(request.user)
    project = get_object_or_404(projects, pk=project_id)
    row = get_object_or_404(project.attachments.select_related("file"), pk=attachment_id)
    return files.response(row.file)


def _removing(project: Project, name: str) -> dict[str, Any]:
    page = reverse("project_detail", args=[project.pk])
    return {
        "form": forms.Form(),
        "title": _("Remove the file"),
        "lead": _("“%(name)s” is taken out of this filing.") % {"name": name},
        "submit_label": _("Remove"),
        "cancel_url": page,
        "danger": True,
        "crumbs": [(_("Projects"), reverse("project_list")), (project.name, page)],
    }
