"""What the committee decides: marked first, applied together, once, and by whom."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent, OutboxMessage, Todo
from innovation.org.models import User
from projects.actions import decision, review
from projects.actions.decision import Meeting
from projects.enums import Decision, Status
from projects.models import ApprovalPaper, DecisionBatch, Project
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather

pytestmark = pytest.mark.django_db
FOURTH = Meeting(on=date(2019, 3, 4), number="2019年第4次党委会")
WHY = {"reason": "return_other", "comment": "请细化措施。"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def waiting(cast: Cast, count: int) -> list[Project]:
    return [
        project_at(
            Status.COMMITTEE_DECISION, cast.branch, cast.year, lead=cast.lead, name=f"项目{n}"
        )
        for n in range(count)
    ]


def apply(marked: dict[int, str], by: User, meeting: Meeting = FOURTH) -> DecisionBatch:
    return decision.apply(marked=marked, meeting=meeting, by=by)


def states(projects: list[Project]) -> list[str]:
    by_id = dict(Project.objects.values_list("pk", "status"))
    return [by_id[project.pk] for project in projects]


def test_a_mark_changes_nothing_but_the_list(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    decision.mark(project_ids=[project.pk], decision="return", by=cast.staff, **WHY)
    project.refresh_from_db()
    assert (project.status, project.pending) == ("committee_decision", "return")
    assert (project.pending_reason, project.pending_comment) == ("return_other", "请细化措施。")
    assert Todo.objects.filter(kind="project.decide", done_at__isnull=True).count() == 1
    events = AuditEvent.objects.filter(object_id=str(project.pk), kind="project.pending")
    assert [event.payload.data["pending"] for event in events] == [[None, "return"]]


def test_a_mark_is_taken_back_before_it_is_applied(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    decision.unmark(project_ids=[project.pk], by=cast.second_staff)
    project.refresh_from_db()
    assert (project.pending, project.pending_by) == (None, None)
    assert decision.unmark(project_ids=[project.pk], by=cast.staff) == []


def test_a_meeting_decides_everything_marked_together(cast: Cast) -> None:
    first, second, third = projects = waiting(cast, 3)
    decision.mark(project_ids=[first.pk], decision="approve", by=cast.staff)
    decision.mark(project_ids=[second.pk], decision="return", by=cast.staff, **WHY)
    decision.mark(
        project_ids=[third.pk],
        decision="reject",
        by=cast.staff,
        reason="reject_duplicate",
        comment="与去年重复。",
    )
    batch = apply(
        {first.pk: "approve", second.pk: "return", third.pk: "reject"}, by=cast.second_staff
    )
    assert states(projects) == ["decided", "returned", "rejected"]
    assert (batch.meeting_number, batch.meeting_on, batch.decided_by) == (
        "2019年第4次党委会",
        date(2019, 3, 4),
        cast.second_staff,
    )
    logged = batch.log.order_by("project_id").values_list("kind", "reason", "comment")
    assert list(logged) == [
        ("decide", "", ""),
        ("return", "return_other", "请细化措施。"),
        ("reject", "reject_duplicate", "与去年重复。"),
    ]
    assert [p.pending for p in Project.objects.order_by("pk")] == [None, None, None]
    assert list(batch.projects.all()) == [first]


def test_the_notice_is_ordered_once_for_the_whole_batch(cast: Cast) -> None:
    projects = waiting(cast, 3)
    ids = [project.pk for project in projects]
    decision.mark(project_ids=ids, decision="approve", by=cast.staff)
    batch = apply(dict.fromkeys(ids, "approve"), by=cast.staff)
    orders = OutboxMessage.objects.filter(topic="notice.prepare")
    assert [order.payload for order in orders] == [{"batch": batch.pk}]


def test_a_batch_without_approval_orders_no_notice(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    decision.mark(project_ids=[project.pk], decision="return", by=cast.staff, **WHY)
    apply({project.pk: "return"}, by=cast.staff)
    assert not OutboxMessage.objects.filter(topic="notice.prepare").exists()


def test_one_audit_event_a_decision_and_one_for_the_meeting(cast: Cast) -> None:
    projects = waiting(cast, 2)
    ids = [project.pk for project in projects]
    decision.mark(project_ids=ids, decision="approve", by=cast.staff)
    batch = apply(dict.fromkeys(ids, "approve"), by=cast.staff)
    decided = AuditEvent.objects.filter(kind="project.decide").order_by("id")
    assert [event.object_id for event in decided] == [str(pk) for pk in ids]
    (event,) = AuditEvent.objects.filter(kind="batch.apply")
    assert event.object_id == str(batch.pk)
    assert event.payload.data["projects"] == {str(pk): "decided" for pk in ids}


@pytest.mark.parametrize(
    ("meeting", "field"),
    [
        (Meeting(on=date(2019, 3, 4), number=""), "meeting_number"),
        (Meeting(on=date(2019, 3, 5), number="第4次"), "meeting_on"),
    ],
)
def test_a_meeting_has_a_number_and_was_held(cast: Cast, meeting: Meeting, field: str) -> None:
    (project,) = waiting(cast, 1)
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    with pytest.raises(DomainError) as refused:
        apply({project.pk: "approve"}, by=cast.staff, meeting=meeting)
    assert refused.value.field == field
    assert states([project]) == ["committee_decision"]


def test_nothing_is_decided_that_was_not_on_the_list(cast: Cast) -> None:
    """Marked otherwise after the page was loaded: all of it is refused, nothing half."""
    first, second = waiting(cast, 2)
    ids = [first.pk, second.pk]
    decision.mark(project_ids=ids, decision="approve", by=cast.staff)
    decision.mark(project_ids=[second.pk], decision="return", by=cast.second_staff, **WHY)
    with pytest.raises(DomainError) as refused:
        apply(dict.fromkeys(ids, "approve"), by=cast.staff)
    assert refused.value.code == "marked_otherwise"
    assert "项目1" in str(refused.value)
    assert cast.second_staff.name in str(refused.value)
    assert states([first, second]) == ["committee_decision", "committee_decision"]
    assert not DecisionBatch.objects.exists()


def test_the_second_member_is_told_who_decided(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    apply({project.pk: "approve"}, by=cast.staff)
    with pytest.raises(DomainError) as refused:
        apply({project.pk: "approve"}, by=cast.second_staff)
    assert refused.value.code == "wrong_state"
    assert cast.staff.name in str(refused.value)
    with pytest.raises(DomainError) as refused:
        decision.mark(project_ids=[project.pk], decision="approve", by=cast.second_staff)
    assert cast.staff.name in str(refused.value)
    assert DecisionBatch.objects.count() == 1


def test_nobody_decides_on_what_they_entered(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    Project.objects.filter(pk=project.pk).update(created_by=cast.staff)
    with pytest.raises(DomainError) as refused:
        decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    assert refused.value.code == "four_eyes"
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.second_staff)
    with pytest.raises(DomainError) as refused:
        apply({project.pk: "approve"}, by=cast.staff)
    assert refused.value.code == "four_eyes"


def test_only_staff_of_the_committee_decide(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    for person in ("secretary", "general_reviewer", "reader", "lead"):
        with pytest.raises(DomainError) as refused:
            decision.mark(project_ids=[project.pk], decision="approve", by=cast.people[person])
        assert refused.value.code == "forbidden", person


def test_what_a_branch_decides_is_taken_on_record_without_number(cast: Cast) -> None:
    cast.year.level_rows.filter(code="general").update(branch_decides=True)
    (project,) = waiting(cast, 1)
    with pytest.raises(DomainError) as refused:
        decision.mark(project_ids=[project.pk], decision="return", by=cast.staff, **WHY)
    assert refused.value.code == "recorded_only"
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    apply({project.pk: "approve"}, by=cast.staff, meeting=Meeting(on=MONDAY))
    assert states([project]) == ["decided"]


def test_a_mixed_meeting_needs_its_number(cast: Cast) -> None:
    level = cast.year.level_rows.get(code="key")
    level.required_fields, level.branch_decides = [], True
    level.save()
    (ordinary,) = waiting(cast, 1)
    recorded = project_at(
        Status.COMMITTEE_DECISION, cast.branch, cast.year, lead=cast.lead, level_id=level.pk
    )
    ids = [ordinary.pk, recorded.pk]
    decision.mark(project_ids=ids, decision="approve", by=cast.staff)
    with pytest.raises(DomainError) as refused:
        apply(dict.fromkeys(ids, "approve"), by=cast.staff, meeting=Meeting(on=MONDAY))
    assert refused.value.code == "meeting_number"


def test_a_return_before_the_meeting_drops_the_mark(cast: Cast) -> None:
    (project,) = waiting(cast, 1)
    decision.mark(project_ids=[project.pk], decision="approve", by=cast.staff)
    review.return_for_revision(project_id=project.pk, by=cast.second_staff, **WHY)
    project.refresh_from_db()
    assert (project.status, project.pending) == ("returned", None)


def test_a_year_may_approve_before_the_notice(cast: Cast) -> None:
    cast.year.notice_after_approval = True
    cast.year.save()
    projects = waiting(cast, 2)
    ids = [project.pk for project in projects]
    decision.mark(project_ids=ids, decision="approve", by=cast.staff)
    batch = apply(dict.fromkeys(ids, "approve"), by=cast.staff)
    assert states(projects) == ["active", "active"]
    paper = ApprovalPaper.objects.get(batch=batch)
    assert [row["number"] for row in paper.rows] == list(
        Project.objects.order_by("pk").values_list("number", flat=True)
    )
    assert OutboxMessage.objects.filter(topic="notice.prepare").count() == 1


def test_a_meeting_costs_few_statements_a_project(cast: Cast) -> None:
    """155 projects are decided within seconds; nothing is asked once more for each of them."""
    costs = []
    for count in (2, 5):
        ids = [project.pk for project in waiting(cast, count)]
        decision.mark(project_ids=ids, decision="approve", by=cast.staff)
        with CaptureQueriesContext(connection) as caught:
            apply(dict.fromkeys(ids, "approve"), by=cast.staff)
        costs.append(len(caught))
    assert costs[1] - costs[0] <= 3 * 6


def test_choices_are_the_three_of_the_table() -> None:
    assert set(decision.STEP) == set(Decision)
