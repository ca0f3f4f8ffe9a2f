"""Approval: number, 立项通知 and start. The system acts, after the notice or at the decision."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import audit, clock, files, jobs
from innovation.core.errors import DomainError
from innovation.core.models import Job, StoredFile
from innovation.org import access
from projects import numbering
from projects.actions import moves
from projects.enums import Status
from projects.models import ApprovalPaper, DecisionBatch, Notice, Project
from projects.queries import papers

PDF_JOB = "approval_paper.pdf"
WAITING = (Status.PUBLICISED, Status.DECIDED)


def approve(project: Project) -> Project:
    """Number the locked project and start it at once."""
    project.number, project.approved_on = numbering.draw(project), clock.today()
    numbered = {"number": project.number}
    moves.take("approve", project, by=None, params=numbered, changed=("number", "approved_on"))
    return moves.take("start", project, by=None)


def approve_all(notice: Notice) -> ApprovalPaper | None:
    """Everything that stood on the notice to its end, and one paper for it; harmless twice."""
    with transaction.atomic():
        standing = notice.items.filter(removed_at__isnull=True)
        projects = moves.locked_many(standing.values_list("project_id", flat=True))
        waiting = [p for p in projects if p.status in WAITING]
        return _approve_together(waiting, notice=notice)


def approve_batch(batch: DecisionBatch, projects: list[Project]) -> ApprovalPaper | None:
    """At once with the decision, where the year puts the notice after the approval."""
    return _approve_together(projects, batch=batch)


def _approve_together(projects: list[Project], **origin: Any) -> ApprovalPaper | None:
    """Numbers run in the order of the paper: category, then organisation."""
    if not projects:
        return None
    ordered = sorted(projects, key=paper_order)
    for project in ordered:
        approve(project)
    first = ordered[0]
    paper = ApprovalPaper.objects.create(
        committee_id=first.committee_id,
        year=first.year,
        title=title_of(first),
        rows=[paper_row(project) for project in ordered],
        created_at=clock.now(),
        **origin,
    )
    audit.record(by=None, role="system", obj=paper, kind="approval_paper.create")
    return paper


def paper_order(project: Project) -> tuple[int, ...]:
    category = project.category.position if project.category else 0
    return category, project.organization.position, project.organization_id, project.pk


def title_of(project: Project) -> str:
    """Papers are Chinese whatever language the clerk reads."""
    return f"关于{project.year.year}年度党员创新工程项目立项的通知"


def paper_row(project: Project) -> dict[str, Any]:
    """Names as they are on this day; the paper does not follow later changes."""
    return {
        "project": project.pk,
        "number": project.number,
        "name": project.name,
        "organization": project.organization.name,
        "category": project.category.name if project.category else "",
        "level": project.level.name if project.level else "",
        "lead": project.lead.name if project.lead else "",
    }


def record_issue(
    *, paper_id: int, document_number: str, issued_on: date | None, by: Any
) -> ApprovalPaper:
    """Number and date as the issuing office gave them; the PDF is made anew with them."""
    with transaction.atomic():
        paper = locked_paper(paper_id)
        access.require(by, "project.decide", paper)
        check_issue(document_number, issued_on)
        before = [paper.document_number, paper.issued_on]
        paper.document_number, paper.issued_on = document_number, issued_on
        paper.pdf = None
        paper.save(update_fields=["document_number", "issued_on", "pdf"])
        after = [document_number, issued_on]
        audit.record(by=by, obj=paper, kind="approval_paper.issue", data={"issue": [before, after]})
        return paper


def locked_paper(paper_id: int) -> ApprovalPaper:
    papers = ApprovalPaper.objects.select_for_update(of=("self",))
    return papers.select_related("year", "committee").get(pk=paper_id)


def check_issue(document_number: str, issued_on: date | None) -> None:
    if bool(document_number) != bool(issued_on):
        raise DomainError(
            _("Document number and date of issue are entered together."),
            code="issue_incomplete",
            field="issued_on" if document_number else "document_number",
        )
    if issued_on and issued_on > clock.today():
        raise DomainError(
            _("The date of issue cannot lie in the future."),
            code="issue_future",
            field="issued_on",
        )


def ask_for_pdf(*, paper: ApprovalPaper, by: Any) -> Job:
    """One job for the paper as it stands, whoever asks and how often; for all who read it."""
    if not papers.papers_of(by).filter(pk=paper.pk).exists():
        raise DomainError(_("You have no right to do this here."), code="forbidden")
    return jobs.start(
        PDF_JOB,
        pdf_key(paper),
        by=by,
        committee_id=paper.committee_id,
        params={"paper": paper.pk, "title": paper.title},
    )


def pdf_key(paper: ApprovalPaper) -> str:
    """Changes with number and date of issue, so that these make it anew."""
    return f"{paper.pk}:{paper.document_number}:{paper.issued_on or ''}"


def keep_pdf(*, paper_id: int, key: str, made: files.Incoming) -> StoredFile:
    """The made file becomes the paper's, unless number or date changed while it was made."""
    with transaction.atomic():
        paper = locked_paper(paper_id)
        stored = files.store(made, by=None, committee_id=paper.committee_id)
        if pdf_key(paper) == key:
            paper.pdf = stored
            paper.save(update_fields=["pdf"])
        return stored
