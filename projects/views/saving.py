"""What a sent filing form does: keep it, perhaps hand it in, and say where to go on."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from innovation.core import drafts, files, tokens
from innovation.core.errors import DomainError
from projects.actions import filing
from projects.enums import AttachmentKind
from projects.forms.filing import NAME, FilingForm
from projects.forms.typed import content_of
from projects.models import Project


def keep_once(request: HttpRequest, form: FilingForm, copied_from: Project | None = None) -> str:
    """The address to go to. A form sent twice acts once; raises DomainError where refused."""
    uploads = _received(form)

    def run() -> str:
        project = _keep(request, form, copied_from)
        for kind, incoming in uploads:
            filing.attach(project_id=project.pk, by=request.user, file=incoming, kind=kind)
        drafts.discard(request.user, NAME, form.desk.draft_key)
        return _go_on(request, project)

    return tokens.once(form.cleaned_data["form_token"], request.user, run)


def _received(form: FilingForm) -> list[tuple[str, files.Incoming]]:
    """Bytes are written before the transaction begins."""
    found = [(AttachmentKind.MATERIAL.value, f) for f in form.cleaned_data.get("attachments") or []]
    scan = form.cleaned_data.get("scan")
    found += [(AttachmentKind.SCAN.value, scan)] if scan else []
    return [(kind, files.receive(upload)) for kind, upload in found]


def _keep(request: HttpRequest, form: FilingForm, copied_from: Project | None) -> Project:
    desk, content = form.desk, content_of(form)
    if desk.project.pk:
        return filing.save(
            project_id=desk.project.pk,
            by=request.user,
            content=content,
            base_version=form.cleaned_data["base_version"],
        )
    return filing.create(
        year=desk.year,
        organization=desk.organization,
        by=request.user,
        content=content,
        copied_from=copied_from,
    )


def _go_on(request: HttpRequest, project: Project) -> str:
    edit = reverse("project_edit", args=[project.pk])
    if request.POST.get("action") != "submit":
        messages.success(request, _("Draft saved."))
        return edit
    try:
        filing.submit(project_id=project.pk, by=request.user)
    except DomainError as refused:
        messages.error(request, _("Saved, but not filed. %(reason)s") % {"reason": refused})
        return f"{edit}?check=1"
    messages.success(request, _("Filed."))
    return reverse("project_detail", args=[project.pk])
