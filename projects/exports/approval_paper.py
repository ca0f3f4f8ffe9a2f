"""立项通知 as PDF: made by a worker, kept with the paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from innovation.core import files, jobs, pdf
from innovation.core.models import Job, StoredFile
from innovation.core.pulse import Progress
from projects.actions import approval
from projects.models import ApprovalPaper
from projects.queries.papers import chinese_day, numbered

TEMPLATE = "print/approval_paper.html"


@jobs.runs(approval.PDF_JOB, _("PDF of “%(title)s”"))
def make(job: Job, progress: Progress) -> StoredFile:
    """Rendered without a transaction; then one short write."""
    paper = ApprovalPaper.objects.select_related("year", "committee").get(pk=job.params["paper"])
    key = approval.pdf_key(paper)
    name = f"{paper.title}.pdf"
    made = files.receive_bytes(name, render(paper), "application/pdf")
    return approval.keep_pdf(paper_id=paper.pk, key=key, made=made)


def render(paper: ApprovalPaper) -> bytes:
    return pdf.render(
        TEMPLATE,
        context_of(paper),
        title=paper.title,
        author=paper.year.issuer,
        variant=pdf.ARCHIVAL,
    )


def context_of(paper: ApprovalPaper) -> dict[str, Any]:
    return {
        "paper": paper,
        "rows": numbered(paper.rows),
        "issued_on": chinese_day(paper.issued_on),
    }
