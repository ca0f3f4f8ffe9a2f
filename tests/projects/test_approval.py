"""Approval: numbers from the year's template, the paper frozen once, number and date of issue."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent
from projects import numbering
from projects.actions import approval, moves, notice_preparation
from projects.enums import Status
from projects.models import ApprovalPaper, Category, Notice, Project
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def decided(cast: Cast, **fields: object) -> Project:
    return project_at(Status.DECIDED, cast.branch, cast.year, lead=cast.lead, **fields)


def approved(project: Project) -> Project:
    with transaction.atomic():
        return approval.approve(moves.locked(project.pk))


def notice_of(*projects: Project) -> Notice:
    """One notice for all of them, however many meetings decided."""
    first = projects[0].batch
    Project.objects.filter(pk__in=[p.pk for p in projects]).update(batch=first)
    (notice,) = notice_preparation.prepare(batch_id=first.pk)  # type: ignore[union-attr]
    return notice


def test_an_approved_project_has_its_number_and_runs_at_once(cast: Cast) -> None:
    project = approved(decided(cast))
    project.refresh_from_db()
    assert project.status == "active"
    assert project.number == f"2019-KY-{cast.branch.code}-001"
    assert project.approved_on == MONDAY
    steps = list(project.log.order_by("id").values_list("kind", "by", "role"))
    assert steps[-2:] == [("approve", None, "system"), ("start", None, "system")]


def test_the_sequence_counts_within_committee_and_year(cast: Cast) -> None:
    other = Category.objects.get(year=cast.year, code="party_building")
    first, second = decided(cast), decided(cast, category_id=other.pk)
    assert approved(first).number == f"2019-KY-{cast.branch.code}-001"
    assert approved(second).number == f"2019-DJ-{cast.branch.code}-002"


def test_a_firm_sets_its_own_template(cast: Cast) -> None:
    cast.year.number_template = "创新〔{year}〕{seq:02d}号"
    cast.year.save()
    assert approved(decided(cast)).number == "创新〔2019〕01号"


def test_a_number_that_stands_already_is_passed_over(cast: Cast) -> None:
    imported = decided(cast)
    Project.objects.filter(pk=imported.pk).update(number=f"2019-KY-{cast.branch.code}-001")
    assert approved(decided(cast)).number == f"2019-KY-{cast.branch.code}-002"


@pytest.mark.parametrize(
    "template",
    [
        "{year}-{seq:03d}",
        "{year}-{category}-{org}-{seq:03d}",
        "第{seq}号（{year}）",
        "{year}{seq:4}",
    ],
)
def test_templates_that_make_numbers(template: str) -> None:
    numbering.check_template(template)


@pytest.mark.parametrize(
    "template",
    [
        "",
        "{seq:03d}",
        "{year}-{category}",
        "{year}-{seq}-{name}",
        "{year}-{seq.__class__}",
        "{year}-{seq!r}",
        "{year}-{seq:>20}",
        "{year:02d}-{seq}",
        "{year}-{seq",
        "{}-{year}-{seq}",
        "{year}-{seq:{category}}",
    ],
)
def test_templates_that_would_not(template: str) -> None:
    with pytest.raises(DomainError) as refused:
        numbering.check_template(template)
    assert refused.value.code == "number_template"


def test_a_refused_act_gives_its_number_back(cast: Cast) -> None:
    first, second = decided(cast), decided(cast)
    with pytest.raises(RuntimeError), transaction.atomic():
        approval.approve(moves.locked(first.pk))
        raise RuntimeError
    assert approved(second).number.endswith("-001")


def test_a_closed_notice_approves_all_that_stood_on_it_in_one_paper(cast: Cast) -> None:
    other = Category.objects.get(year=cast.year, code="party_building")
    late = decided(cast, name="党建项目", category_id=other.pk)
    early = decided(cast, name="科研项目")
    notice = notice_of(late, early)
    paper = approval.approve_all(notice)
    assert paper is not None
    assert [(row["name"], row["number"]) for row in paper.rows] == [
        ("科研项目", f"2019-KY-{cast.branch.code}-001"),
        ("党建项目", f"2019-DJ-{cast.branch.code}-002"),
    ]
    assert paper.title == "关于2019年度党员创新工程项目立项的通知"
    assert set(Project.objects.values_list("status", flat=True)) == {"active"}


def test_closing_twice_approves_once(cast: Cast) -> None:
    notice = notice_of(decided(cast))
    first = approval.approve_all(notice)
    assert approval.approve_all(notice) is None
    assert list(ApprovalPaper.objects.all()) == [first]
    assert AuditEvent.objects.filter(kind="project.approve").count() == 1


def test_what_left_the_notice_is_not_approved(cast: Cast) -> None:
    stays, leaves = decided(cast), decided(cast)
    notice = notice_of(stays, leaves)
    notice.items.filter(project=leaves).update(removed_at=clock.now())
    approval.approve_all(notice)
    leaves.refresh_from_db()
    assert (leaves.status, leaves.number) == ("decided", "")


def test_the_paper_keeps_the_names_of_its_day(cast: Cast) -> None:
    project = decided(cast)
    paper = approval.approve_all(notice_of(project))
    assert paper is not None
    cast.branch.name = "改名后的支部"
    cast.branch.save()
    paper.refresh_from_db()
    assert paper.rows[0]["organization"] == "五分厂一支部"
    assert paper.rows[0]["lead"] == cast.lead.name


def test_number_and_date_of_issue_are_entered_afterwards(cast: Cast) -> None:
    paper = approval.approve_all(notice_of(decided(cast)))
    assert paper is not None
    approval.record_issue(
        paper_id=paper.pk,
        document_number="党发〔2019〕12号",
        issued_on=date(2019, 3, 4),
        by=cast.staff,
    )
    paper.refresh_from_db()
    assert (paper.document_number, paper.issued_on) == ("党发〔2019〕12号", date(2019, 3, 4))
    (event,) = AuditEvent.objects.filter(kind="approval_paper.issue")
    assert event.payload.data["issue"] == [["", None], ["党发〔2019〕12号", "2019-03-04"]]


@pytest.mark.parametrize(
    ("number", "day", "field"),
    [
        ("党发〔2019〕12号", None, "issued_on"),
        ("", date(2019, 3, 4), "document_number"),
        ("党发〔2019〕12号", date(2019, 3, 5), "issued_on"),
    ],
)
def test_an_issue_is_whole_and_not_of_tomorrow(
    cast: Cast, number: str, day: date | None, field: str
) -> None:
    paper = approval.approve_all(notice_of(decided(cast)))
    assert paper is not None
    with pytest.raises(DomainError) as refused:
        approval.record_issue(
            paper_id=paper.pk, document_number=number, issued_on=day, by=cast.staff
        )
    assert refused.value.field == field


def test_only_staff_enter_the_issue(cast: Cast) -> None:
    paper = approval.approve_all(notice_of(decided(cast)))
    assert paper is not None
    with pytest.raises(DomainError) as refused:
        approval.record_issue(
            paper_id=paper.pk, document_number="1", issued_on=MONDAY, by=cast.reader
        )
    assert refused.value.code == "forbidden"
