"""The pages of review, decision and approval: what stands on them, what they do and cost."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from innovation.core import clock
from innovation.core.models import Job
from innovation.org.models import User
from projects.actions import approval, decision, notice_preparation, review
from projects.enums import InitialTick, Status
from projects.models import ApprovalPaper, DecisionBatch, Project
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather

pytestmark = pytest.mark.django_db
BATCH_QUERIES = 7
STEP_QUERIES = 8
DETAIL_QUERIES = 8
PAPER_QUERIES = 7


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def waiting(cast: Cast, count: int) -> list[Project]:
    return [
        project_at(
            Status.COMMITTEE_DECISION, cast.branch, cast.year, lead=cast.lead, name=f"项目{n}"
        )
        for n in range(count)
    ]


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"no {name} in the page"
    return found[1]


def copies(project: Project, count: int) -> None:
    """As many again in the same state, straight into the table."""
    for _ in range(count):
        project.pk = None
        project.save(force_insert=True)


def queries(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as caught:
        answer = run()
    assert answer.status_code == 200
    return len(caught)


# --- a step ----------------------------------------


def test_a_step_is_taken_on_its_page_and_leads_to_the_next_duty(cast: Cast) -> None:
    first = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    second = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    client = browser(cast.staff)
    url = reverse("project_step", args=[first.pk, "pass_initial"])
    page = client.get(url)
    assert first.public_summary in page.content.decode()
    data = {
        "form_token": hidden(page, "form_token"),
        "base_version": hidden(page, "base_version"),
        "ticks": InitialTick.values,
        "comment": "同意上会",
    }
    answer = client.post(url, data)
    assert answer["Location"] == reverse("project_step", args=[second.pk, "pass_initial"])
    first.refresh_from_db()
    assert first.status == "committee_decision"
    assert client.post(url, data)["Location"] == answer["Location"]
    assert first.log.filter(kind="pass_initial").count() == 1


def test_what_was_typed_stays_when_a_step_is_refused(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    client = browser(cast.second_staff)
    url = reverse("project_step", args=[project.pk, "return"])
    page = client.get(url)
    data = {
        "form_token": hidden(page, "form_token"),
        "base_version": hidden(page, "base_version"),
        "reason": "return_other",
        "comment": "措施需要分解到季度。",
    }
    review.pass_initial(project_id=project.pk, by=cast.staff, ticks=InitialTick.values)
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    decision.apply(
        marked={project.pk: "approve"},
        meeting=decision.Meeting(on=MONDAY, number="4"),
        by=cast.staff,
    )
    approval.approve_all(notice_preparation.prepare(batch_id=DecisionBatch.objects.get().pk)[0])
    answer = client.post(url, data)
    assert "措施需要分解到季度。" in answer.content.decode()
    project.refresh_from_db()
    assert project.status == "active"


def test_a_filing_revised_meanwhile_is_shown_anew_with_the_words_kept(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    client = browser(cast.staff)
    url = reverse("project_step", args=[project.pk, "return"])
    page = client.get(url)
    data = {
        "form_token": hidden(page, "form_token"),
        "base_version": str(project.version - 1),
        "reason": "return_other",
        "comment": "请补充。",
    }
    page = client.post(url, data)
    assert "请补充。" in page.content.decode()
    data["base_version"] = hidden(page, "base_version")
    assert client.post(url, data).status_code == 302


@pytest.mark.parametrize("name", ["pass_branch", "pass_initial", "decide", "reject", "nonsense"])
def test_a_stranger_finds_no_step_at_all(cast: Cast, name: str) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    answer = browser(cast.neighbour).get(reverse("project_step", args=[project.pk, name]))
    assert answer.status_code in (404, 403)
    assert project.name not in answer.content.decode()


def test_a_reader_is_refused_with_a_sentence(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    answer = browser(cast.reader).post(reverse("project_step", args=[project.pk, "pass_initial"]))
    assert answer.status_code == 403
    project.refresh_from_db()
    assert project.status == "initial_review"


def test_rejecting_before_the_committee_leads_to_the_meeting(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    for name in ("decide", "reject"):
        answer = browser(cast.staff).get(reverse("project_step", args=[project.pk, name]))
        assert answer["Location"].startswith(reverse("project_batch"))


def test_a_department_signs_on_its_page(cast: Cast) -> None:
    project = project_at(Status.COUNTERSIGN, cast.branch, cast.year, lead=cast.lead)
    client = browser(cast.countersigner)
    url = reverse("project_step", args=[project.pk, "countersign"])
    page = client.get(url)
    data = {
        "form_token": hidden(page, "form_token"),
        "signature_id": hidden(page, "signature_id"),
        "agrees": "no",
        "opinion": "工艺条件不具备",
    }
    assert client.post(url, data).status_code == 302
    project.refresh_from_db()
    assert project.status == "initial_review"
    text = browser(cast.staff).get(reverse("project_step", args=[project.pk, "pass_initial"]))
    assert "工艺条件不具备" in text.content.decode()


def test_a_step_page_costs_few_queries(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    client, url = browser(cast.staff), reverse("project_step", args=[project.pk, "pass_initial"])
    client.get(url)
    assert queries(lambda: client.get(url)) <= STEP_QUERIES


def test_a_branch_step_page_costs_few_queries(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    client, url = browser(cast.secretary), reverse("project_step", args=[project.pk, "pass_branch"])
    client.get(url)
    assert queries(lambda: client.get(url)) <= STEP_QUERIES


# --- the committee's page ----------------------------------------


def test_a_meeting_from_ticks_to_the_list_of_its_decisions(cast: Cast) -> None:
    projects = waiting(cast, 3)
    client = browser(cast.staff)
    page = client.get(reverse("project_batch"))
    assert [p.name in page.content.decode() for p in projects] == [True] * 3
    ids = [project.pk for project in projects]
    client.post(reverse("project_batch_mark"), {"project": ids[:2], "decision": "approve"})
    asked = client.post(reverse("project_batch_mark"), {"project": ids[2:], "decision": "return"})
    assert asked.status_code == 200
    assert hidden(asked, "project") == str(ids[2])
    client.post(
        reverse("project_batch_mark"),
        {
            "project": ids[2:],
            "decision": "return",
            "reason": "return_other",
            "comment": "请细化。",
        },
    )
    page = client.get(reverse("project_batch"))
    data = {
        "form_token": hidden(page, "form_token"),
        "marked": hidden(page, "marked"),
        "meeting_number": "第4次党委会",
        "meeting_on": "2019-03-04",
    }
    answer = client.post(reverse("project_batch_apply"), data)
    batch = DecisionBatch.objects.get()
    assert answer["Location"] == reverse("batch_detail", args=[batch.pk])
    assert [Project.objects.get(pk=pk).status for pk in ids] == ["decided", "decided", "returned"]
    assert client.post(reverse("project_batch_apply"), data)["Location"] == answer["Location"]
    assert DecisionBatch.objects.count() == 1
    text = client.get(answer["Location"]).content.decode()
    assert "请细化。" in text
    assert "第4次党委会" in text


def test_a_mark_is_taken_back_on_the_page(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    client = browser(cast.staff)
    client.post(reverse("project_batch_mark"), {"project": project.pk, "decision": "approve"})
    client.post(reverse("project_batch_unmark"), {"project": project.pk})
    project.refresh_from_db()
    assert project.pending is None


def test_number_and_date_stay_when_the_list_changed(cast: Cast) -> None:
    first, second = waiting(cast, 2)
    client = browser(cast.staff)
    decision.mark(project_ids=[first.pk, second.pk], decision="approve", by=cast.staff)
    page = client.get(reverse("project_batch"))
    decision.unmark(project_ids=[second.pk], by=cast.second_staff)
    data = {
        "form_token": hidden(page, "form_token"),
        "marked": hidden(page, "marked"),
        "meeting_number": "第4次党委会",
        "meeting_on": "2019-03-04",
    }
    answer = client.post(reverse("project_batch_apply"), data)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "第4次党委会" in text
    assert second.name in text
    assert hidden(answer, "marked") == f"{first.pk}:approve"


def test_nobody_ticks_what_they_entered(cast: Cast) -> None:
    own, other = waiting(cast, 2)
    Project.objects.filter(pk=own.pk).update(created_by=cast.staff)
    text = browser(cast.staff).get(reverse("project_batch")).content.decode()
    assert f'name="project" value="{other.pk}"' in text
    assert f'name="project" value="{own.pk}"' not in text


def test_staff_see_that_a_countersigner_disagreed(cast: Cast) -> None:
    waiting(cast, 1)
    project = project_at(Status.COUNTERSIGN, cast.branch, cast.year, lead=cast.lead)
    review.countersign(project_id=project.pk, by=cast.countersigner, agrees=False, opinion="不同意")
    review.pass_initial(project_id=project.pk, by=cast.staff, ticks=InitialTick.values)
    agenda = browser(cast.staff).get(reverse("project_batch")).context["agenda"]
    assert [row.disagreed for row in agenda.open] == [False, True]


@pytest.mark.parametrize("person", ["secretary", "general_reviewer", "reader", "finance"])
def test_only_staff_open_the_page(cast: Cast, person: str) -> None:
    client = browser(cast.people[person])
    (project,) = waiting(cast, 1)
    assert client.get(reverse("project_batch")).status_code == 403
    data = {"project": project.pk, "decision": "approve"}
    assert client.post(reverse("project_batch_mark"), data).status_code == 403
    project.refresh_from_db()
    assert project.pending is None


def test_an_empty_agenda_says_what_would_be_here(cast: Cast) -> None:
    page = browser(cast.staff).get(reverse("project_batch"))
    assert page.status_code == 200
    assert page.context["agenda"].open == []
    assert "empty" in page.content.decode()


def test_the_page_costs_the_same_for_1_and_for_300(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    client, url = browser(cast.staff), reverse("project_batch")
    client.get(url)
    one = queries(lambda: client.get(url))
    copies(project, 299)
    page = client.get(url)
    assert len(page.context["agenda"].open) == 300
    assert queries(lambda: client.get(url)) == one <= BATCH_QUERIES


def test_beyond_300_the_rest_follows_later(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    copies(project, 304)
    agenda = browser(cast.staff).get(reverse("project_batch")).context["agenda"]
    assert (len(agenda.open), agenda.left_out, agenda.total) == (300, 5, 305)


def decided(cast: Cast, count: int) -> DecisionBatch:
    ids = [project.pk for project in waiting(cast, count)]
    decision.mark(project_ids=ids, decision="approve", by=cast.staff)
    return decision.apply(
        marked=dict.fromkeys(ids, "approve"),
        meeting=decision.Meeting(on=MONDAY, number="4"),
        by=cast.staff,
    )


def test_a_meetings_page_costs_the_same_for_1_and_for_3(cast: Cast) -> None:
    client = browser(cast.staff)
    costs = []
    for count in (1, 3):
        url = reverse("batch_detail", args=[decided(cast, count).pk])
        page = client.get(url)
        assert sum(len(group["rows"]) for group in page.context["groups"]) == count
        costs.append(queries(lambda url=url: client.get(url)))
    assert costs[0] == costs[1] <= DETAIL_QUERIES


def test_meetings_are_listed_with_their_counts(cast: Cast) -> None:
    client, url = browser(cast.reader), reverse("batch_list")
    decided(cast, 1)
    one = queries(lambda: client.get(url))
    decided(cast, 2)
    decided(cast, 1)
    rows = client.get(url).context["rows"]
    assert [row["approved"] for row in rows] == [1, 2, 1]
    assert queries(lambda: client.get(url)) == one <= BATCH_QUERIES


def test_meetings_are_for_readers_of_the_whole_committee(cast: Cast) -> None:
    batch = decided(cast, 1)
    url = reverse("batch_detail", args=[batch.pk])
    assert browser(cast.reader).get(url).status_code == 200
    assert browser(cast.secretary).get(url).status_code == 404


# --- the approval paper ----------------------------------------


def paper_of(cast: Cast, count: int) -> ApprovalPaper:
    (notice,) = notice_preparation.prepare(batch_id=decided(cast, count).pk)
    paper = approval.approve_all(notice)
    assert paper is not None
    return paper


def test_the_paper_shows_its_list_with_numbers(cast: Cast) -> None:
    paper = paper_of(cast, 2)
    page = browser(cast.secretary).get(reverse("approval_paper", args=[paper.pk]))
    text = page.content.decode()
    assert [row["number"] in text for row in paper.rows] == [True, True]
    assert "发文字号待编" in text


def test_a_neighbour_reads_the_paper_but_follows_no_link(cast: Cast) -> None:
    paper = paper_of(cast, 1)
    text = browser(cast.neighbour).get(reverse("approval_paper", args=[paper.pk])).content.decode()
    assert paper.rows[0]["name"] in text
    assert reverse("project_detail", args=[paper.rows[0]["project"]]) not in text


def test_staff_enter_number_and_date_and_others_cannot(cast: Cast) -> None:
    paper = paper_of(cast, 1)
    url = reverse("approval_issue", args=[paper.pk])
    data = {"document_number": "党发〔2019〕12号", "issued_on": "2019-03-04"}
    assert browser(cast.secretary).post(url, data).status_code == 403
    assert browser(cast.staff).post(url, data).status_code == 302
    paper.refresh_from_db()
    assert (paper.document_number, paper.issued_on) == ("党发〔2019〕12号", date(2019, 3, 4))
    refused = browser(cast.staff).post(url, data | {"issued_on": ""})
    assert refused.context["form"].errors["issued_on"]


def test_the_pdf_is_ordered_once_whoever_asks(cast: Cast) -> None:
    paper = paper_of(cast, 1)
    url = reverse("approval_pdf", args=[paper.pk])
    for person in (cast.staff, cast.reader, cast.staff):
        assert browser(person).post(url)["Location"] == reverse("approval_paper", args=[paper.pk])
    assert Job.objects.filter(kind="approval_paper.pdf").count() == 1


def test_papers_cost_the_same_for_1_row_and_for_3(cast: Cast) -> None:
    client, url = browser(cast.reader), reverse("approval_list")
    costs, details = [], []
    for count in (1, 3):
        paper = paper_of(cast, count)
        assert len(client.get(url).context["rows"]) == len(costs) + 1
        costs.append(queries(lambda: client.get(url)))
        detail = reverse("approval_paper", args=[paper.pk])
        assert len(client.get(detail).context["rows"]) == count
        details.append(queries(lambda detail=detail: client.get(detail)))
    assert costs[0] == costs[1] <= BATCH_QUERIES
    assert details[0] == details[1] <= PAPER_QUERIES
