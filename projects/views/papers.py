"""Approval papers (立项通知): the list, each as it will look, its issue and its PDF."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innovation.core import files
from innovation.core.access_rules import needs
from innovation.core.errors import DomainError
from innovation.org import access
from projects.actions import approval
from projects.forms.papers import IssueForm
from projects.models import ApprovalPaper, Project
from projects.queries import papers
from projects.views.review import keep


@needs("project.read")
@require_safe
def approval_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(papers.papers_of(request.user), 25).get_page(request.GET.get("page"))
    context = {"page": page, "rows": papers.rows_of(list(page.object_list))}
    return render(request, "projects/approval_list.html", context)


@needs("project.read")
@require_safe
def approval_paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(papers.papers_of(request.user), pk=pk)
    issued = {"document_number": paper.document_number, "issued_on": paper.issued_on}
    return _show(request, paper, IssueForm(initial=issued))


@needs("project.decide")
@require_POST
def approval_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Number and date of issue, entered after the office gave them."""
    paper = get_object_or_404(papers.papers_of(request.user), pk=pk)
    access.require(request.user, "project.decide", paper)
    form = IssueForm(request.POST)
    refusal = ""
    if form.is_valid():
        try:
            approval.record_issue(paper_id=pk, by=request.user, **form.cleaned_data)
            messages.success(request, _("Document number and date of issue are recorded."))
            return redirect("approval_paper", pk)
        except DomainError as error:
            refusal = keep(form, error)
    return _show(request, paper, form, refusal)


@needs("project.read")
def approval_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """POST has it made once, GET fetches it."""
    paper = get_object_or_404(papers.papers_of(request.user), pk=pk)
    if request.method != "POST" and paper.pdf:
        return files.response(paper.pdf)
    if request.method == "POST" and not paper.pdf:
        approval.ask_for_pdf(paper=paper, by=request.user)
    return redirect("approval_paper", pk)


def _show(
    request: HttpRequest, paper: ApprovalPaper, form: IssueForm, refusal: str = ""
) -> HttpResponse:
    job = None if paper.pdf else papers.pdf_job(f"{approval.PDF_JOB}:{approval.pdf_key(paper)}")
    ids = [row["project"] for row in paper.rows]
    seen = Project.objects.visible_to(request.user).filter(pk__in=ids)
    context: dict[str, Any] = {
        "paper": paper,
        "rows": papers.numbered(paper.rows),
        "issued_on": papers.chinese_day(paper.issued_on),
        "linked": set(seen.values_list("pk", flat=True)),
        "may_issue": access.has_permission(request.user, "project.decide", paper),
        "form": form,
        "refusal": refusal,
        "job": job,
    }
    return render(request, "projects/approval_paper.html", context)
