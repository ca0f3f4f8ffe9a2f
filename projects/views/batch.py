"""The committee's decisions: one page to mark, one act to apply, one page to look back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from innovation.core import tokens
from innovation.core.access_rules import needs
from innovation.core.errors import DomainError
from projects.actions import decision
from projects.enums import Decision
from projects.forms.meeting import MeetingForm, WhyForm, ids_of
from projects.queries import batches, meeting
from projects.views.review import keep


@needs("project.decide")
@require_safe
def batch(request: HttpRequest) -> HttpResponse:
    agenda = meeting.agenda(request.user, request.GET.get("year", ""))
    return _show(request, agenda, meeting_form(agenda))


@needs("project.decide")
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Note the decision on what is ticked; a return or rejection asks why first."""
    ids = meeting.decidable(request.user, ids_of(request.POST.getlist("project")))
    wanted = request.POST.get("decision", "")
    if not ids or wanted not in Decision.values:
        messages.error(request, _("Tick at least one project first."))
        return back(request)
    if wanted == Decision.APPROVE:
        return _marked(request, ids, wanted, {})
    form = why_form(request, wanted)
    if not form.is_valid():
        return ask_why(request, form, ids, wanted)
    return _marked(request, ids, wanted, form.cleaned_data)


@needs("project.decide")
@require_POST
def unmark(request: HttpRequest) -> HttpResponse:
    ids = meeting.decidable(request.user, ids_of(request.POST.getlist("project")))
    projects = decision.unmark(project_ids=ids, by=request.user)
    messages.success(request, count_words(len(projects), "unmarked"))
    return back(request)


@needs("project.decide")
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Everything that stood on the page, in one meeting, once."""
    form = MeetingForm(request.POST)
    refusal = ""
    if form.is_valid():
        try:
            token = form.cleaned_data["form_token"]
            url = tokens.once(token, request.user, lambda: decide(request, form))
            return HttpResponseRedirect(url)
        except DomainError as error:
            refusal = keep(form, error)
    agenda = meeting.agenda(request.user, request.GET.get("year", ""))
    return _show(request, agenda, meeting_form(agenda, form), refusal)


def decide(request: HttpRequest, form: MeetingForm) -> str:
    shown = form.cleaned_data["marked"]
    marked = {pk: shown[pk] for pk in meeting.decidable(request.user, shown)}
    done = decision.apply(marked=marked, meeting=form.meeting, by=request.user)
    messages.success(request, count_words(len(marked), "applied"))
    return reverse("batch_detail", args=[done.pk])


def meeting_form(agenda: meeting.Agenda, sent: MeetingForm | None = None) -> MeetingForm:
    """For the list as it stands now; number and date stay as they were typed."""
    marked = " ".join(agenda.as_shown)
    if sent is None:
        return MeetingForm(initial={"marked": marked}, needs_number=agenda.needs_number)
    data: Any = sent.data.copy()  # type: ignore[attr-defined]
    data["marked"] = marked
    sent.data = data
    return sent


def why_form(request: HttpRequest, wanted: str) -> WhyForm:
    """Empty the first time, when only the ticks came."""
    agenda_year = meeting.chosen(list(meeting.years_of(request.user)), request.GET.get("year", ""))
    data = request.POST if "comment" in request.POST else None
    return WhyForm(data, year=agenda_year, decision=wanted)


def ask_why(request: HttpRequest, form: WhyForm, ids: list[int], wanted: str) -> HttpResponse:
    count = ngettext("%(n)d project", "%(n)d projects", len(ids)) % {"n": len(ids)}
    context = {
        "form": form,
        "title": Decision(wanted).label,
        "submit_label": _("Mark"),
        "cancel_url": address(request),
        "lead": count,
        "hidden": [("project", pk) for pk in ids] + [("decision", wanted)],
        "danger": wanted == Decision.REJECT,
        "action_url": request.get_full_path(),
        "crumbs": [(_("Committee decision"), address(request))],
    }
    return render(request, "reason.html", context)


def _marked(request: HttpRequest, ids: list[int], wanted: str, why: dict[str, Any]) -> HttpResponse:
    try:
        projects = decision.mark(project_ids=ids, decision=wanted, by=request.user, **why)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, count_words(len(projects), "marked"))
    return back(request)


def count_words(count: int, what: str) -> str:
    sentences = {
        "marked": ngettext("%(n)d project marked.", "%(n)d projects marked.", count),
        "unmarked": ngettext("%(n)d mark taken back.", "%(n)d marks taken back.", count),
        "applied": ngettext("%(n)d project decided.", "%(n)d projects decided.", count),
    }
    return sentences[what] % {"n": count}


def address(request: HttpRequest) -> str:
    year = request.GET.get("year", "")
    return reverse("project_batch") + (f"?year={year}" if year.isdecimal() else "")


def back(request: HttpRequest) -> HttpResponse:
    return redirect(address(request))


def _show(
    request: HttpRequest, agenda: meeting.Agenda, form: MeetingForm, refusal: str = ""
) -> HttpResponse:
    context = {
        "agenda": agenda,
        "form": form,
        "refusal": refusal,
        "query": f"?year={agenda.year.year}" if agenda.year else "",
        "tick_all": "all" in request.GET,  # the way to tick all where no script runs
    }
    return render(request, "projects/batch.html", context, status=409 if refusal else 200)


@needs("project.read")
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(batches.batches_of(request.user), 25).get_page(request.GET.get("page"))
    context = {"page": page, "rows": batches.rows_of(page.object_list)}
    return render(request, "projects/batch_list.html", context)


@needs("project.read")
@require_safe
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    done = get_object_or_404(batches.batches_of(request.user), pk=pk)
    return render(request, "projects/batch_detail.html", batches.detail_of(done))
