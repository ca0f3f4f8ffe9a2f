"""The filing form: a new filing, a copy, and going on with one that stands."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from innovation.core import clock, drafts, tokens
from innovation.core.access_rules import logged_in
from innovation.core.errors import DomainError, StaleVersion
from innovation.org.models import Organization
from projects import configuration, detail, entry, rules
from projects.actions import filing
from projects.enums import Status, YearState
from projects.forms import conflict
from projects.forms.desk import Desk
from projects.forms.filing import NAME, FilingForm
from projects.forms.initial import blank_for, copy_of, initial_of
from projects.models import ProgrammeYear, Project
from projects.queries import found
from projects.views.saving import keep_once


@logged_in
def new(request: HttpRequest) -> HttpResponse:
    year = _open_year(request)
    organizations = list(entry.organizations_for(request.user))
    organization = _chosen(request, organizations)
    if organization is None:
        return _choose(request, year, organizations)
    desk = Desk.for_new(request.user, year, organization)
    source = _copied(request)
    if request.method == "POST":
        return _receive(request, desk, source)
    initial = copy_of(source, desk.known) if source else blank_for(desk)
    return _show(request, desk, _opened(request, desk, initial), source=source)


@logged_in
def edit(request: HttpRequest, project_id: int) -> HttpResponse:
    project = found.project(request.user, project_id)
    rules.check_edit(project, request.user)
    desk = Desk.for_project(request.user, project)
    if request.method == "POST":
        return _receive(request, desk, None)
    form = _opened(request, desk, initial_of(project))
    if "check" in request.GET and not form.is_bound:
        form.mark({item.field: _("Needed for filing.") for item in _missing(desk)})
    return _show(request, desk, form)


@logged_in
def discard(request: HttpRequest, project_id: int) -> HttpResponse:
    project = found.project(request.user, project_id)
    rules.check_edit(project, request.user)
    if request.method == "POST":
        filing.discard_draft(project_id=project.pk, by=request.user)
        return redirect("project_list")
    return render(request, "reason.html", _discarding(project))


def _open_year(request: HttpRequest) -> ProgrammeYear:
    user: Any = request.user
    years = ProgrammeYear.objects.filter(committee=user.committee_id, state=YearState.OPEN)
    wanted = request.GET.get("year", "")
    chosen = years.filter(year=int(wanted)) if wanted.isdecimal() and len(wanted) == 4 else years
    year = chosen.first()
    if year is None:
        raise DomainError(_("No programme year is open for filing."), code="year_closed")
    return year


def _chosen(request: HttpRequest, organizations: list[Organization]) -> Organization | None:
    code = request.GET.get("organization", "")
    if not code and len(organizations) == 1:
        return organizations[0]
    return next((row for row in organizations if row.code == code), None)


def _choose(
    request: HttpRequest, year: ProgrammeYear, organizations: list[Organization]
) -> HttpResponse:
    """Who may file for several organisations says first for which."""
    words = {"year": year, "organizations": organizations, "copy": request.GET.get("copy", "")}
    return render(request, "projects/project_choose.html", words)


def _copied(request: HttpRequest) -> Project | None:
    pk = request.GET.get("copy", "")
    return found.project(request.user, int(pk)) if pk.isdecimal() and len(pk) < 19 else None


def _opened(request: HttpRequest, desk: Desk, initial: dict[str, Any]) -> FilingForm:
    """What was typed and never saved comes back by itself; `?fresh=1` leaves it aside."""
    draft = drafts.load(request.user, NAME, desk.draft_key)
    if draft is None or "fresh" in request.GET:
        return FilingForm(desk=desk, initial=initial)
    data = drafts.as_post(draft)
    data["form_token"] = tokens.new_token()
    form = FilingForm(data, desk=desk, initial=initial).quiet()
    form.restored_at = f"{clock.local(draft.updated_at):%Y-%m-%d %H:%M}"
    return form


def _receive(request: HttpRequest, desk: Desk, source: Project | None) -> HttpResponse:
    form = FilingForm(request.POST, request.FILES, desk=desk)
    if not form.is_valid():
        return _show(request, desk, form, source=source)
    try:
        return redirect(keep_once(request, form, source))
    except StaleVersion as stale:
        return _show(request, desk, form, stale=stale)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, desk, form, source=source)


def _missing(desk: Desk) -> list[rules.Missing]:
    return rules.missing_for(desk.project, desk.user)


def _show(
    request: HttpRequest,
    desk: Desk,
    form: FilingForm,
    *,
    stale: StaleVersion | None = None,
    source: Project | None = None,
) -> HttpResponse:
    words: dict[str, Any] = {
        "form": form,
        "desk": desk,
        "project": desk.project,
        "missing": [{"label": m.label, "anchor": f"id_{m.field}"} for m in _missing(desk)],
        "source": source,
        "due_on": desk.known.calendar.get("filing_due"),
        "files": detail.files(desk.project, removable=True) if desk.project.pk else [],
        "can_discard": desk.project.pk and not desk.project.round,
        "returned": _returned(desk.project),
        "autosave_url": reverse("save_draft", args=[NAME, desk.draft_key]),
        "conflict": _conflict(form, desk, stale) if stale else None,
    }
    return render(request, "projects/project_form.html", words, status=409 if stale else 200)


def _returned(project: Project) -> dict[str, Any] | None:
    """Why it came back, above the form in which it is put right."""
    if project.status != Status.RETURNED:
        return None
    known = configuration.of(project.year)
    reason = known.by_code("reason", getattr(project, "returned_reason", "") or "")
    title = _("Returned for revision: %(reason)s") % {"reason": reason or _("see the comment")}
    return {"title": title, "text": getattr(project, "returned_comment", "") or ""}


def _conflict(form: FilingForm, desk: Desk, stale: StaleVersion) -> dict[str, Any]:
    """Both versions; saving once more from here keeps the one that was typed."""
    saved = found.project(desk.user, desk.project.pk)
    rows = conflict.differences(form, saved)
    form.take_version(saved.version)
    at = f"{clock.local(saved.updated_at):%Y-%m-%d %H:%M}"
    return {"other": stale.by, "at": at, "rows": rows}


def _discarding(project: Project) -> dict[str, Any]:
    return {
        "form": forms.Form(),
        "title": _("Delete the draft"),
        "lead": _("“%(name)s” was never filed. It is deleted for good.") % {"name": project.name},
        "submit_label": _("Delete the draft"),
        "cancel_url": reverse("project_edit", args=[project.pk]),
        "danger": True,
        "crumbs": [
            (_("Projects"), reverse("project_list")),
            (project.name, reverse("project_edit", args=[project.pk])),
        ],
    }
