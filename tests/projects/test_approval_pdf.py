"""立项通知 as PDF: made by the job, kept with the paper, made anew when number and date come."""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from innovation.core import clock, files, jobs
from innovation.core.models import Job
from projects.actions import approval, decision, notice_preparation
from projects.enums import Status
from projects.models import ApprovalPaper
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def paper_of(cast: Cast) -> ApprovalPaper:
    project = project_at(Status.COMMITTEE_DECISION, cast.branch, cast.year, lead=cast.lead)
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    batch = decision.apply(
        marked={project.pk: "approve"},
        meeting=decision.Meeting(on=MONDAY, number="4"),
        by=cast.staff,
    )
    (notice,) = notice_preparation.prepare(batch_id=batch.pk)
    paper = approval.approve_all(notice)
    assert paper is not None
    return paper


def text_of(content: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


# WeasyPrint leaves its colour profile open.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_paper_is_made_once_and_again_after_its_issue(cast: Cast, tmp_path: Path) -> None:
    paper = paper_of(cast)
    client = Client()
    client.force_login(cast.staff)
    url = reverse("approval_pdf", args=[paper.pk])
    client.post(url)
    page = client.get(reverse("approval_paper", args=[paper.pk]))
    assert page.context["job"].state == "pending"
    jobs.run(Job.objects.get().pk)
    assert Job.objects.get().state == "ready"
    first = b"".join(client.get(url).streaming_content)  # type: ignore[attr-defined]
    text = text_of(first, tmp_path)
    assert "关于2019年度党员创新工程项目立项的通知" in text
    assert paper.rows[0]["number"] in text
    assert "党发〔2019〕12号" not in text

    approval.record_issue(
        paper_id=paper.pk,
        document_number="党发〔2019〕12号",
        issued_on=date(2019, 3, 4),
        by=cast.staff,
    )
    assert client.get(url)["Location"] == reverse("approval_paper", args=[paper.pk])
    client.post(url)
    jobs.run(Job.objects.get(state="pending").pk)
    text = text_of(b"".join(client.get(url).streaming_content), tmp_path)  # type: ignore[attr-defined]
    assert "党发〔2019〕12号" in text
    assert "2019年3月4日" in text


def test_a_paper_that_changed_while_it_was_made_is_not_kept(cast: Cast) -> None:
    paper = paper_of(cast)
    approval.ask_for_pdf(paper=paper, by=cast.staff)
    key = approval.pdf_key(paper)
    approval.record_issue(
        paper_id=paper.pk, document_number="1", issued_on=date(2019, 3, 4), by=cast.staff
    )
    made = files.receive_bytes("a.pdf", b"%PDF-old", "application/pdf")
    approval.keep_pdf(paper_id=paper.pk, key=key, made=made)
    paper.refresh_from_db()
    assert paper.pdf is None
