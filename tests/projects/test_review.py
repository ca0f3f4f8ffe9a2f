"""The review chain as the people in it live it: passed on, returned, filed again, countersigned."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from innovation.core import clock
from innovation.core.errors import DomainError, StaleVersion
from innovation.core.models import AuditEvent, Todo
from innovation.org.enums import Role
from projects.actions import filing, review
from projects.enums import InitialTick, MeetingKind, Status
from projects.models import Category, Project
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def open_todos(project: Project) -> set[tuple[str, str]]:
    rows = Todo.objects.filter(object_id=str(project.pk), done_at__isnull=True)
    return set(rows.values_list("kind", "assignee"))


def key_project(cast: Cast, status: str, **fields: object) -> Project:
    """Key level with a savings target: the department and finance are both asked."""
    level = cast.year.level_rows.get(code="key")
    level.required_fields = []
    level.save()
    fields = {"level_id": level.pk, "savings_target": 600_000, **fields}
    return project_at(status, cast.branch, cast.year, lead=cast.lead, **fields)


def test_a_filing_goes_through_every_step_in_order(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    pk = project.pk
    seen = [project.status]
    review.pass_branch(project_id=pk, by=cast.secretary)
    seen.append(Project.objects.get(pk=pk).status)
    review.pass_general(project_id=pk, by=cast.general_reviewer, comment="同意推荐")
    seen.append(Project.objects.get(pk=pk).status)
    review.countersign(project_id=pk, by=cast.countersigner, agrees=True)
    seen.append(Project.objects.get(pk=pk).status)
    review.pass_initial(project_id=pk, by=cast.staff, ticks=InitialTick.values)
    seen.append(Project.objects.get(pk=pk).status)
    assert seen == [
        "submitted",
        "general_review",
        "countersign",
        "initial_review",
        "committee_decision",
    ]
    steps = list(project.log.order_by("id").values_list("kind", "by", "role"))
    assert steps[-4:] == [
        ("pass_branch", cast.secretary.pk, Role.BRANCH_SECRETARY),
        ("pass_general", cast.general_reviewer.pk, Role.GENERAL_REVIEWER),
        ("countersign", cast.countersigner.pk, Role.COUNTERSIGNER),
        ("pass_initial", cast.staff.pk, Role.COMMITTEE_STAFF),
    ]
    assert project.log.get(kind="pass_general").comment == "同意推荐"


def test_each_step_moves_the_duty_to_the_next_person(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    assert open_todos(project) == {("project.review", f"role:branch_secretary@{cast.branch.pk}")}
    review.pass_branch(project_id=project.pk, by=cast.secretary)
    assert open_todos(project) == {
        ("project.review", f"role:general_branch_reviewer@{cast.general.pk}")
    }
    review.pass_general(project_id=project.pk, by=cast.general_reviewer)
    assert open_todos(project) == {
        ("project.countersign", f"role:countersigner@{cast.department.pk}")
    }
    review.countersign(project_id=project.pk, by=cast.countersigner, agrees=True)
    assert open_todos(project) == {("project.review", f"role:committee_staff@{cast.committee.pk}")}
    review.pass_initial(project_id=project.pk, by=cast.staff, ticks=InitialTick.values)
    assert open_todos(project) == {("project.decide", f"role:committee_staff@{cast.committee.pk}")}


def test_one_act_is_one_audit_event(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    review.pass_branch(project_id=project.pk, by=cast.secretary)
    events = AuditEvent.objects.filter(object_id=str(project.pk), kind="project.pass_branch")
    assert [(e.actor_id, e.role) for e in events] == [(cast.secretary.pk, "branch_secretary")]
    assert events[0].payload.data["status"] == ["submitted", "general_review"]


def test_the_secretary_confirms_the_self_declaration_and_names_the_meeting(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    review.pass_branch(
        project_id=project.pk,
        by=cast.secretary,
        meeting_kind=MeetingKind.MEMBERS,
        meeting_on=date(2019, 3, 1),
    )
    project.refresh_from_db()
    assert (project.confirmed_by, project.confirmed_at) == (cast.secretary, clock.now())
    assert (project.meeting_kind, project.meeting_on) == ("members", date(2019, 3, 1))


def test_a_meeting_of_tomorrow_has_not_decided(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError) as refused:
        review.pass_branch(
            project_id=project.pk,
            by=cast.secretary,
            meeting_kind=MeetingKind.MEMBERS,
            meeting_on=MONDAY + timedelta(days=1),
        )
    assert refused.value.field == "meeting_on"
    project.refresh_from_db()
    assert (project.status, project.confirmed_by) == ("submitted", None)


@pytest.mark.parametrize("given", [[], InitialTick.values[:4]])
def test_initial_review_passes_only_with_all_five_ticks(cast: Cast, given: list[str]) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError) as refused:
        review.pass_initial(project_id=project.pk, by=cast.staff, ticks=given)
    assert (refused.value.code, refused.value.field) == ("ticks_missing", "ticks")
    project.refresh_from_db()
    assert project.status == "initial_review"


# --- four eyes ----------------------------------------


def test_nobody_reviews_what_they_filed(cast: Cast) -> None:
    """Staff who entered a filing from paper leave the initial review to a colleague."""
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    Project.objects.filter(pk=project.pk).update(created_by=cast.staff)
    with pytest.raises(DomainError) as refused:
        review.pass_initial(project_id=project.pk, by=cast.staff, ticks=InitialTick.values)
    assert refused.value.code == "four_eyes"
    review.pass_initial(project_id=project.pk, by=cast.second_staff, ticks=InitialTick.values)
    project.refresh_from_db()
    assert project.status == "committee_decision"


def test_four_eyes_compares_persons_not_accounts(cast: Cast) -> None:
    """The lead is a member; whoever logs in as that member is the same person."""
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    Project.objects.filter(pk=project.pk).update(lead=cast.secretary.member)
    with pytest.raises(DomainError) as refused:
        review.pass_branch(project_id=project.pk, by=cast.secretary)
    assert refused.value.code == "four_eyes"


def test_nobody_rejects_what_they_filed(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    Project.objects.filter(pk=project.pk).update(created_by=cast.staff)
    with pytest.raises(DomainError) as refused:
        review.reject(
            project_id=project.pk, by=cast.staff, reason="reject_duplicate", comment="重复"
        )
    assert refused.value.code == "four_eyes"


def test_a_year_may_do_without_four_eyes(cast: Cast) -> None:
    cast.year.four_eyes = False
    cast.year.save()
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    Project.objects.filter(pk=project.pk).update(created_by=cast.staff)
    review.pass_initial(project_id=project.pk, by=cast.staff, ticks=InitialTick.values)
    project.refresh_from_db()
    assert project.status == "committee_decision"


# --- back, out, and again ----------------------------------------


def test_a_returned_filing_comes_back_and_is_reviewed_anew(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    review.return_for_revision(
        project_id=project.pk,
        by=cast.staff,
        reason="return_not_measurable",
        comment="请补充目标值。",
    )
    project.refresh_from_db()
    assert project.status == "returned"
    assert open_todos(project) == {
        ("project.revise", f"role:branch_clerk@{cast.branch.pk}"),
        ("project.revise", f"role:branch_secretary@{cast.branch.pk}"),
        ("project.revise", f"user:{cast.lead.pk}"),
    }
    last = project.log.order_by("id").last()
    assert last and (last.reason, last.comment) == ("return_not_measurable", "请补充目标值。")

    filing.submit(project_id=project.pk, by=cast.lead)
    project.refresh_from_db()
    assert (project.status, project.round) == ("submitted", 2)
    review.pass_branch(project_id=project.pk, by=cast.secretary)
    review.pass_general(project_id=project.pk, by=cast.general_reviewer)
    project.refresh_from_db()
    assert project.status == "countersign"
    given = project.countersignatures.order_by("round").values_list("round", "agrees")
    assert list(given) == [(1, True), (2, None)]


@pytest.mark.parametrize(
    ("act", "reason", "comment", "field"),
    [
        (review.return_for_revision, "return_other", "  ", "comment"),
        (review.return_for_revision, "", "不完整", "reason"),
        (review.return_for_revision, "reject_duplicate", "不完整", "reason"),
        (review.reject, "", "重复", "reason"),
        (review.reject, "reject_duplicate", "", "comment"),
    ],
)
def test_turning_back_needs_a_coded_reason_and_words(
    cast: Cast, act: object, reason: str, comment: str, field: str
) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError) as refused:
        act(project_id=project.pk, by=cast.staff, reason=reason, comment=comment)  # type: ignore[operator]
    assert refused.value.field == field
    project.refresh_from_db()
    assert project.status == "initial_review"


def test_a_rejected_filing_asks_nobody_for_anything(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    review.reject(
        project_id=project.pk, by=cast.staff, reason="reject_routine_work", comment="日常工作"
    )
    project.refresh_from_db()
    assert project.status == "rejected"
    assert open_todos(project) == set()


def test_the_branch_withdraws_what_it_no_longer_wants(cast: Cast) -> None:
    project = project_at(Status.GENERAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    reason = cast.year.reason_rows.filter(kind="withdraw").first()
    assert reason is not None
    review.withdraw(
        project_id=project.pk, by=cast.secretary, reason=reason.code, comment="计划调整"
    )
    project.refresh_from_db()
    assert project.status == "withdrawn"
    assert open_todos(project) == set()


def test_rejecting_is_left_to_the_meeting_once_the_committee_decides(cast: Cast) -> None:
    project = project_at(Status.COMMITTEE_DECISION, cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError) as refused:
        review.reject(
            project_id=project.pk, by=cast.staff, reason="reject_duplicate", comment="重复"
        )
    assert refused.value.code == "needs_meeting"


# --- countersigning ----------------------------------------


def test_a_key_project_waits_for_the_department_and_for_finance(cast: Cast) -> None:
    project = key_project(cast, Status.COUNTERSIGN)
    assert open_todos(project) == {
        ("project.countersign", f"role:countersigner@{cast.department.pk}"),
        ("project.countersign", f"role:finance_verifier@{cast.committee.pk}"),
    }
    review.countersign(project_id=project.pk, by=cast.finance, agrees=True, opinion="口径可行")
    project.refresh_from_db()
    assert project.status == "countersign"
    assert open_todos(project) == {
        ("project.countersign", f"role:countersigner@{cast.department.pk}")
    }
    review.countersign(project_id=project.pk, by=cast.countersigner, agrees=True)
    project.refresh_from_db()
    assert project.status == "initial_review"


def test_each_opinion_is_signed_once(cast: Cast) -> None:
    project = key_project(cast, Status.COUNTERSIGN)
    review.countersign(project_id=project.pk, by=cast.finance, agrees=True)
    with pytest.raises(DomainError) as refused:
        review.countersign(project_id=project.pk, by=cast.finance, agrees=False, opinion="不同意")
    assert refused.value.code == "no_opinion_owed"
    signed = project.countersignatures.get(role=Role.FINANCE_VERIFIER)
    assert (signed.agrees, signed.signed_by) == (True, cast.finance)


def test_disagreeing_needs_words_and_does_not_stop_the_filing(cast: Cast) -> None:
    project = project_at(Status.COUNTERSIGN, cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError) as refused:
        review.countersign(project_id=project.pk, by=cast.countersigner, agrees=False)
    assert refused.value.field == "opinion"
    review.countersign(
        project_id=project.pk, by=cast.countersigner, agrees=False, opinion="工艺条件不具备"
    )
    project.refresh_from_db()
    assert project.status == "initial_review"
    assert project.countersignatures.get().opinion == "工艺条件不具备"


def test_a_category_without_department_skips_the_step(cast: Cast) -> None:
    other = Category.objects.get(year=cast.year, code="party_building")
    project = project_at(
        Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead, category_id=other.pk
    )
    review.pass_branch(project_id=project.pk, by=cast.secretary)
    review.pass_general(project_id=project.pk, by=cast.general_reviewer)
    project.refresh_from_db()
    assert project.status == "initial_review"


def test_the_asked_department_sees_the_project_and_no_other(cast: Cast) -> None:
    asked = project_at(Status.COUNTERSIGN, cast.branch, cast.year, lead=cast.lead)
    project_at(Status.SUBMITTED, cast.branch, cast.year, name="另一项目")
    seen = Project.objects.visible_to(cast.countersigner)
    assert list(seen) == [asked]


# --- two at once ----------------------------------------


def test_the_second_of_two_is_told_who_was_faster(cast: Cast) -> None:
    project = project_at(Status.INITIAL_REVIEW, cast.branch, cast.year, lead=cast.lead)
    review.pass_initial(project_id=project.pk, by=cast.staff, ticks=InitialTick.values)
    with pytest.raises(DomainError) as refused:
        review.pass_initial(project_id=project.pk, by=cast.second_staff, ticks=InitialTick.values)
    assert refused.value.code == "wrong_state"
    assert cast.staff.name in str(refused.value)
    assert "2019-03-04 09:00" in str(refused.value)


def test_a_filing_revised_since_it_was_read_is_read_again_first(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    read = project.version
    review.return_for_revision(
        project_id=project.pk, by=cast.secretary, reason="return_other", comment="改"
    )
    filing.submit(project_id=project.pk, by=cast.lead)
    with pytest.raises(StaleVersion):
        review.pass_branch(project_id=project.pk, by=cast.secretary, base_version=read)
    project.refresh_from_db()
    review.pass_branch(project_id=project.pk, by=cast.secretary, base_version=project.version)
    project.refresh_from_db()
    assert project.status == "general_review"
