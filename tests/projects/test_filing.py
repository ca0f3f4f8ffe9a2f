"""Filing as an act: who may, what guards it, what it leaves behind."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from innovation.core import clock, files
from innovation.core.errors import DomainError, StaleVersion
from innovation.core.models import AuditEvent, AuditPayload, StoredFile, Todo
from innovation.org.enums import OrganizationType, Role
from projects import rules, timeline
from projects.actions import filing, review
from projects.content import Content, Place, Step
from projects.enums import AttachmentKind, DisclosureScope, EntryMode, Status
from projects.models import Project
from tests.core.hostile import PDF
from tests.factories import org
from tests.factories.projects import content_for, draft, person_at, project_at
from tests.projects.cast import MONDAY, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


def refused(code, **call):
    with pytest.raises(DomainError) as caught:
        filing.submit(**call)
    assert caught.value.code == code
    return str(caught.value)


def scan():
    return files.receive(SimpleUploadedFile("立项申报书.pdf", PDF))


def sentences(project):
    return [entry.sentence for entry in timeline.entries(project, project.log.all())]


# --- who files, and where it goes ---------------------------------------------------------------


def test_a_leads_filing_goes_to_the_branch_secretary(cast):
    project = project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    todo = Todo.objects.get(done_at=None, object_id=str(project.pk))
    assert todo.assignee == f"role:branch_secretary@{cast.branch.pk}"
    assert project.confirmed_by is None
    assert project.declared_by == cast.lead


def test_a_secretarys_own_filing_passes_the_branch_step_and_says_so(cast):
    project = draft(cast.branch, cast.year, lead=cast.secretary)
    filing.submit(project_id=project.pk, by=cast.secretary)
    project.refresh_from_db()
    assert project.status == Status.GENERAL_REVIEW
    assert project.confirmed_by == cast.secretary
    said = sentences(project)[0]
    assert "branch review" in said and "Branch committee meeting on 2019-03-03" in said


def test_a_clerk_fills_in_for_the_lead_and_the_secretary_still_reviews(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.clerk)
    assert project.entry_mode == EntryMode.FILLED_FOR
    assert project.entered_for == cast.lead.member
    filing.submit(project_id=project.pk, by=cast.clerk)
    review.pass_branch(project_id=project.pk, by=cast.secretary)
    project.refresh_from_db()
    assert project.status == Status.GENERAL_REVIEW


def test_a_general_branch_files_for_itself_past_its_own_step(cast):
    secretary = org.make_user(
        Role.BRANCH_SECRETARY, cast.general, member=org.make_member(cast.branch)
    )
    project = draft(cast.general, cast.year, lead=secretary)
    assert rules.steps_of(project) == [
        "branch",
        "countersign",
        "initial",
        "decision",
    ]
    filing.submit(project_id=project.pk, by=secretary)
    project.refresh_from_db()
    assert project.status == Status.COUNTERSIGN
    assert [row.organization for row in project.countersignatures.all()] == [cast.department]


def test_a_general_branch_must_name_the_branch_it_covers(cast):
    secretary = org.make_user(
        Role.BRANCH_SECRETARY, cast.general, member=org.make_member(cast.branch)
    )
    project = draft(cast.general, cast.year, lead=secretary, carried_by_id=None)
    assert "Branch covered" in refused("incomplete", project_id=project.pk, by=secretary)


def test_a_directly_affiliated_branch_goes_straight_to_the_committee(cast):
    direct = org.make_branch(cast.committee, type=OrganizationType.DIRECT)
    lean = cast.year.category_rows.get(code="lean_management")
    project = project_at("initial_review", direct, cast.year, category_id=lean.pk)
    assert project.status == Status.INITIAL_REVIEW
    assert not project.countersignatures.exists()


def test_a_member_without_a_role_files_only_as_the_lead(cast):
    other = org.make_member(cast.branch)
    with pytest.raises(DomainError) as caught:
        draft(cast.branch, cast.year, lead=cast.secretary, by=cast.lead)
    assert caught.value.code == "lead_is_self"
    assert caught.value.field == "lead"
    project = draft(cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError, match="You file as the lead yourself"):
        filing.save(
            project_id=project.pk,
            by=cast.lead,
            content=content_for(cast.year, other),
            base_version=project.version,
        )


def test_nobody_files_in_a_strange_branch(cast):
    for stranger in (cast.neighbour, cast.finance, cast.reader):
        with pytest.raises(DomainError, match="You have no right to do this here"):
            draft(cast.branch, cast.year, lead=cast.lead, by=stranger)
    assert not Project.objects.exists()


def test_who_belongs_to_a_group_files_in_the_branch_above(cast):
    group = org.make_branch(cast.branch, "一组", type=OrganizationType.GROUP)
    person = org.make_user(member=org.make_member(group), at=group)
    assert draft(cast.branch, cast.year, lead=person).entry_mode == EntryMode.OWN


# --- paper ------------------------------------------------------------------------------------


def test_staff_enter_from_paper_and_need_the_scan(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.staff)
    assert project.entry_mode == EntryMode.ENTERED_FOR
    sentence = refused("scan_missing", project_id=project.pk, by=cast.staff)
    assert sentence == "An entry from paper needs the signed scan."
    filing.attach(project_id=project.pk, by=cast.staff, file=scan(), kind=AttachmentKind.SCAN)
    filing.submit(project_id=project.pk, by=cast.staff)
    project.refresh_from_db()
    assert project.status == Status.GENERAL_REVIEW
    assert sentences(project)[-1] == "Entered the filing from paper"


def test_a_returned_paper_entry_comes_back_to_the_desk_that_entered_it(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.staff)
    filing.attach(project_id=project.pk, by=cast.staff, file=scan(), kind=AttachmentKind.SCAN)
    filing.submit(project_id=project.pk, by=cast.staff)
    review.return_for_revision(
        project_id=project.pk, by=cast.general_reviewer, reason="return_incomplete", comment="补充"
    )
    filing.submit(project_id=project.pk, by=cast.staff)
    project.refresh_from_db()
    assert project.round == 2


# --- guards --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("category_id", "Category"),
        ("level_id", "Level"),
        ("problem", "Present problem"),
        ("goal", "Goal"),
        ("indicator_name", "Indicator"),
        ("indicator_baseline", "Baseline"),
        ("indicator_target", "Target"),
        ("measures", "Measures"),
        ("finish_on", "Finish date"),
        ("public_summary", "Public summary"),
    ],
)
def test_what_is_missing_is_named(cast, field, label):
    empty = None if field.endswith(("_id", "_on")) else ""
    project = draft(cast.branch, cast.year, lead=cast.lead, **{field: empty})
    assert refused("incomplete", project_id=project.pk, by=cast.lead) == f"Still missing: {label}."


def test_an_unanswered_question_is_missing_and_a_yes_is_not(cast):
    answers = {"secrets": True, "schedule": False, "results": False, "foreign": False}
    project = draft(cast.branch, cast.year, lead=cast.lead, declaration=answers)
    assert "self-declaration" in refused("incomplete", project_id=project.pk, by=cast.lead)
    Project.objects.filter(pk=project.pk).update(declaration=answers | {"other": True})
    filing.submit(project_id=project.pk, by=cast.lead)


def test_no_disclosure_needs_its_reason(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, scope=DisclosureScope.NONE)
    sentence = refused("incomplete", project_id=project.pk, by=cast.lead)
    assert "Reason for no disclosure" in sentence


def test_a_key_project_needs_the_folded_part(cast):
    key = cast.year.level_rows.get(code="key")
    project = draft(cast.branch, cast.year, lead=cast.lead, level_id=key.pk)
    sentence = refused("incomplete", project_id=project.pk, by=cast.lead)
    for label in ("Theme", "Expected savings", "Formula", "Data source", "Budget", "Risks"):
        assert label in sentence
    assert "Milestones" not in sentence


def test_the_deciding_meeting_is_named_and_not_in_the_future(cast):
    project = draft(cast.branch, cast.year, lead=cast.secretary, meeting_kind="", meeting_on=None)
    sentence = refused("meeting_missing", project_id=project.pk, by=cast.secretary)
    assert sentence == "Name the kind and the date of the meeting that decided to file."
    Project.objects.filter(pk=project.pk).update(
        meeting_kind="members", meeting_on=date(2019, 3, 5)
    )
    sentence = refused("meeting_future", project_id=project.pk, by=cast.secretary)
    assert sentence == "The meeting cannot lie in the future."


def test_a_closed_year_takes_no_filing(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    cast.year.state = "archived"
    cast.year.save()
    sentence = refused("year_closed", project_id=project.pk, by=cast.lead)
    assert sentence == "The programme year is not open for filing."
    with pytest.raises(DomainError, match="not open for filing"):
        draft(cast.branch, cast.year, lead=cast.lead)


def test_a_project_is_filed_once(cast):
    project = project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    assert "not possible" in refused("wrong_state", project_id=project.pk, by=cast.lead)


def test_what_is_filed_is_not_edited_until_it_is_returned(cast):
    project = project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    content = content_for(cast.year, cast.lead.member, name="新名称")
    with pytest.raises(DomainError, match="changed only after it was returned"):
        filing.save(project_id=project.pk, by=cast.lead, content=content, base_version=2)
    review.return_for_revision(
        project_id=project.pk, by=cast.secretary, reason="return_incomplete", comment="请补充"
    )
    project.refresh_from_db()
    version = project.version
    filing.save(project_id=project.pk, by=cast.lead, content=content, base_version=version)
    filing.submit(project_id=project.pk, by=cast.lead)
    project.refresh_from_db()
    assert (project.round, project.name) == (2, "新名称")
    assert sentences(project)[:2] == [
        "Filed again after revision",
        "Returned for revision: Incomplete",
    ]


# --- saving --------------------------------------------------------------------------------------


def changed(project):
    event = AuditEvent.objects.filter(object_id=str(project.pk), kind="project.save").latest("pk")
    return AuditPayload.objects.get(event=event).data


def test_the_audit_holds_old_and_new_of_what_changed_and_nothing_else(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    content = content_for(cast.year, cast.lead.member, name="工序改造", risks="停产")
    filing.save(project_id=project.pk, by=cast.lead, content=content, base_version=project.version)
    assert changed(project) == {
        "name": ["危险工序人机隔离操作", "工序改造"],
        "risks": ["", "停产"],
    }


def test_saving_what_stands_already_changes_nothing(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    fields = content_for(cast.year, cast.lead.member).fields
    steps = [Step(m.title, m.quarter, pk=m.pk) for m in project.milestones.all()]
    team = [Place(member_id=cast.lead.member_id, task="参与实施")]
    forms = [row.form_id for row in project.expected_outcomes.all()]
    content = Content(fields, team=team, milestones=steps, outcome_forms=forms)
    filing.save(project_id=project.pk, by=cast.lead, content=content, base_version=1)
    project.refresh_from_db()
    assert project.version == 1
    assert not AuditEvent.objects.filter(kind="project.save").exists()


def test_rows_that_stay_keep_their_identity(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    first = project.milestones.first()
    second = org.make_member(cast.branch)
    place = project.team.get()
    content = content_for(cast.year, cast.lead.member)
    content = Content(
        content.fields,
        team=[Place(second.pk, task="测试"), Place(place.member_id), Place(None, "外协师傅")],
        milestones=[Step("完成方案论证", 1, date(2019, 3, 31), "王芳", pk=first.pk)],
        outcome_forms=[row.pk for row in cast.year.outcomeform_rows.all()[:2]],
    )
    filing.save(project_id=project.pk, by=cast.lead, content=content, base_version=1)
    assert [row.name for row in project.team.all()] == [
        second.name,
        cast.lead.member.name,
        "外协师傅",
    ]
    assert place.pk in project.team.values_list("pk", flat=True)
    assert list(project.milestones.values_list("pk", "quarter")) == [(first.pk, 1)]
    assert project.expected_outcomes.count() == 2


def test_a_milestone_of_another_project_is_not_taken(cast):
    other = draft(cast.branch, cast.year, lead=cast.secretary)
    project = draft(cast.branch, cast.year, lead=cast.lead)
    foreign = other.milestones.first()
    content = Content({}, milestones=[Step("改名", 3, pk=foreign.pk)])
    filing.save(project_id=project.pk, by=cast.lead, content=content, base_version=1)
    foreign.refresh_from_db()
    assert foreign.title == "完成方案论证"
    assert project.milestones.get().title == "改名"


def test_the_second_of_two_who_save_is_told_who_was_first(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.clerk)
    filing.save(
        project_id=project.pk,
        by=cast.secretary,
        content=content_for(cast.year, cast.lead.member, name="书记的版本"),
        base_version=1,
    )
    with pytest.raises(StaleVersion) as caught:
        filing.save(
            project_id=project.pk,
            by=cast.clerk,
            content=content_for(cast.year, cast.lead.member, name="管理员的版本"),
            base_version=1,
        )
    assert cast.secretary.name in str(caught.value)
    project.refresh_from_db()
    assert project.name == "书记的版本"


# --- throwing away -------------------------------------------------------------------------------


def test_a_draft_goes_for_good_with_its_files(cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    filing.attach(project_id=project.pk, by=cast.lead, file=scan())
    filing.discard_draft(project_id=project.pk, by=cast.lead)
    assert not Project.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditEvent.objects.filter(kind="project.discard").count() == 1


def test_what_was_filed_is_not_deleted(cast):
    project = project_at("returned", cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError) as caught:
        filing.discard_draft(project_id=project.pk, by=cast.lead)
    assert str(caught.value) == "A filing that was handed in is withdrawn, not deleted."


def test_a_file_is_taken_out_of_its_own_project_only(cast):
    mine = draft(cast.branch, cast.year, lead=cast.lead)
    other = draft(cast.branch, cast.year, lead=cast.secretary)
    row = filing.attach(project_id=other.pk, by=cast.secretary, file=scan())
    with pytest.raises(DomainError, match="removed already"):
        filing.detach(project_id=mine.pk, attachment_id=row.pk, by=cast.lead)
    filing.detach(project_id=other.pk, attachment_id=row.pk, by=cast.secretary)
    assert not other.attachments.exists()


# --- the test's own tool --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status", [*Status.values[:8], "active", "returned", "rejected", "withdrawn"]
)
def test_projects_are_brought_to_any_state_of_the_review(cast, status):
    person_at(Role.COUNTERSIGNER, cast.department)
    assert project_at(status, cast.branch, cast.year).status == status
