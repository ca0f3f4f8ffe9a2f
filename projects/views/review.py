"""One page for each step of the review: what is decided on, what the step asks, and why not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from innovation.core import tokens
from innovation.core.access_rules import logged_in
from innovation.core.errors import DomainError
from innovation.org import access
from projects import meanwhile, rules
from projects.actions import review
from projects.enums import Status
from projects.forms import review as forms
from projects.models import Project
from projects.queries import brief, onward
from projects.queries.rows import with_rows
from projects.workflow import PROJECT


@dataclass(frozen=True)
class Step:
    form: type[forms.StepForm]
    act: Callable[..., Project]


STEPS = {
    "pass_branch": Step(forms.BranchForm, review.pass_branch),
    "pass_general": Step(forms.PassForm, review.pass_general),
    "countersign": Step(forms.OpinionForm, review.countersign),
    "pass_initial": Step(forms.InitialForm, review.pass_initial),
    "return": Step(forms.ReturnForm, review.return_for_revision),
    "reject": Step(forms.RejectForm, review.reject),
    "withdraw": Step(forms.WithdrawForm, review.withdraw),
}


@logged_in
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET asks, POST does it once; a refusal keeps what was typed."""
    project = visible(request.user, pk)
    if belongs_to_meeting(project, name):
        return redirect(f"{reverse('project_batch')}?year={project.year.year}#project-{pk}")
    if name not in STEPS:
        raise Http404
    require(request.user, project, name)
    refusal = meanwhile.refusal(name, project, request.user)
    form = STEPS[name].form(request.POST or None, project=project, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return carry_out(request, project, name, form)
        except DomainError as error:
            refusal = keep(form, error)
            form = renewed(form, project) if error.code == "stale_version" else form
    page = _page(request, project, name, form, refusal)
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "projects/step.html", page, status=status)


def visible(user: Any, pk: int) -> Project:
    projects = Project.objects.visible_to(user)
    wanted = ("organization", "year", "category", "level", "lead")
    return with_rows(get_object_or_404(projects.select_related(*wanted), pk=pk))


def belongs_to_meeting(project: Project, name: str) -> bool:
    """Approving, and rejecting once it waits for the committee, is done for a whole meeting."""
    waits = project.status == Status.COMMITTEE_DECISION
    return name == "decide" or (name == "reject" and waits)


def require(user: Any, project: Project, name: str) -> None:
    """Whoever could take the step in one of its states may look at its page."""
    transition = PROJECT.transitions[name]
    states = {project.status, *transition.sources}
    wanted = {transition.permission_in(state) for state in states} - {""}
    if not any(access.has_permission(user, permission, project) for permission in wanted):
        access.require(user, sorted(wanted)[0], project)


def carry_out(
    request: HttpRequest, project: Project, name: str, form: forms.StepForm
) -> HttpResponse:
    def act() -> str:
        STEPS[name].act(project_id=project.pk, by=request.user, **form.arguments())
        messages.success(request, done_words(project, name))
        return onward.after(name, project.pk, request.user)

    return HttpResponseRedirect(tokens.once(form.cleaned_data["form_token"], request.user, act))


def done_words(project: Project, name: str) -> str:
    words = {"action": PROJECT.transitions[name].label, "name": project.name}
    return _("“%(name)s”: %(action)s – done.") % words


def keep(form: Any, error: DomainError) -> str:
    """Beside its field where it has one, above the form else."""
    if error.field in form.fields:
        form.add_error(error.field, str(error))
        return ""
    return str(error)


def renewed(form: forms.StepForm, project: Project) -> forms.StepForm:
    """What was typed, now for the version that the page shows beside it."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["base_version"] = project.version
    return type(form)(data, project=project, user=form.user)


def others(project: Project, user: Any, name: str) -> list[dict[str, Any]]:
    """The other ways on from here, so that whoever cannot pass a filing returns it."""
    return [
        {
            "label": button.transition.label,
            "url": reverse("project_step", args=[project.pk, button.transition.name]),
            "tone": "danger" if button.transition.tone == "danger" else "secondary",
        }
        for button in rules.buttons(project, user)
        if button.transition.name in STEPS and button.transition.name != name and not button.reason
    ]


def _page(
    request: HttpRequest, project: Project, name: str, form: forms.StepForm, refusal: str
) -> dict[str, Any]:
    transition = PROJECT.transitions[name]
    return {
        "project": project,
        "status": PROJECT.statuses[project.status],
        "title": transition.label,
        "submit_label": transition.label,
        "danger": transition.tone == "danger",
        "form": form,
        "refusal": refusal,
        "asks": request.method == "POST" or not refusal,
        "others": others(project, request.user, name),
        "cancel_url": reverse("project_detail", args=[project.pk]),
        "action_url": request.path,
        "facts": brief.facts(project),
        "texts": brief.texts(project),
        "opinions": brief.opinions(project),
        "declaration": brief.declaration(project) if name == "pass_branch" else [],
    }
