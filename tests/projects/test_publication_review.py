"""Confidentiality review: exactly this text, by another person, and an edit drops it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from innovation.core import clock, todos
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent, Todo
from innovation.org.actions import grants
from innovation.org.enums import Role
from projects import timeline
from projects.actions import notice_review, notice_texts, publication
from projects.enums import NoticeState, ReviewResult, Status
from projects.models import Notice, NoticeItem, SensitiveWord
from tests.factories import org
from tests.factories import projects as factory
from tests.factories import publication as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return notices.firm(3)


@pytest.fixture
def notice(stage):
    """Three texts: one plain, one with a marked word, one whose filer answered a question yes."""
    _committee, places, year = stage
    SensitiveWord.objects.create(year=year, word="某型")
    answers = {"secrets": False, "schedule": True, "results": False, "foreign": False}
    projects = [
        factory.project_at(Status.COMMITTEE_DECISION, places[0], year),
        factory.project_at(
            Status.COMMITTEE_DECISION, places[1], year, public_summary="某型壳体加工"
        ),
        factory.project_at(
            Status.COMMITTEE_DECISION, places[2], year, declaration=answers | {"other": False}
        ),
    ]
    return notices.prepared(projects)[0]


@pytest.fixture
def reviewer(notice):
    return notices.reviewer_of(notice.committee)


def item_of(notice, number):
    return notice.items.order_by("position")[number]


def pass_one(item, by):
    return notice_review.pass_item(
        notice_id=item.notice_id, position=item.position, seen=item.content_hash, by=by
    )


def refuse_one(item, by, note="请改用通用名称。"):
    year = item.notice.year
    rows = year.reason_rows.filter(kind="confidentiality")
    return notice_review.refuse_item(
        notice_id=item.notice_id,
        position=item.position,
        seen=item.content_hash,
        reason=rows.first().code if rows else "",
        note=note,
        by=by,
    )


def fix(item, by, *, summary, name=None, version=None):
    project = item.project
    project.refresh_from_db()
    return notice_texts.fix_text(
        notice_id=item.notice_id,
        position=item.position,
        name=name or project.name,
        summary=summary,
        base_version=project.version if version is None else version,
        by=by,
    )


def secretary_of(item):
    return factory.person_at(Role.BRANCH_SECRETARY, item.organization)


def open_todos(kind):
    return Todo.objects.filter(kind=kind, done_at=None)


def test_only_plain_texts_pass_together(notice, reviewer):
    plain = notice_review.plain_items(notice, reviewer)
    assert [item.position for item in plain] == [1]
    count = notice_review.pass_plain(
        notice_id=notice.pk, seen=notice_review.seen_hash(plain), by=reviewer
    )
    assert count == 1
    results = list(notice.items.order_by("position").values_list("review", flat=True))
    assert results == [ReviewResult.PASSED, ReviewResult.WAITING, ReviewResult.WAITING]
    notice.refresh_from_db()
    assert notice.state == NoticeState.DRAFT


def test_the_last_passed_text_clears_the_notice_and_calls_staff(notice, reviewer):
    assert open_todos("notice.review").count() == 1
    notices.review(notice)
    assert notice.state == NoticeState.REVIEWED
    assert notice.reviewed_hash == notice.content_hash != ""
    assert notice.reviewed_by == reviewer
    assert open_todos("notice.review").count() == 0
    todo = open_todos("notice.publish").get()
    assert todo.assignee == f"role:committee_staff@{notice.committee_id}"


def test_what_was_not_seen_is_not_passed(notice, reviewer):
    item = item_of(notice, 0)
    with pytest.raises(DomainError) as refusal:
        notice_review.pass_item(
            notice_id=notice.pk, position=item.position, seen="0" * 64, by=reviewer
        )
    assert refusal.value.code == "text_changed"
    with pytest.raises(DomainError) as refusal:
        notice_review.pass_plain(notice_id=notice.pk, seen="0" * 64, by=reviewer)
    assert refusal.value.code == "text_changed"
    assert not notice.items.exclude(review=ReviewResult.WAITING).exists()


def test_a_refused_text_comes_back_changed(notice, reviewer):
    notices.review(notice)
    item = refuse_one(item_of(notice, 1), reviewer)
    notice.refresh_from_db()
    assert notice.state == NoticeState.DRAFT and notice.reviewed_hash == ""
    todo = open_todos("notice.fix_text").get()
    assert todo.assignee == f"role:branch_secretary@{item.organization_id}"
    fix(item, secretary_of(item), summary="壳体加工改进。")
    item.refresh_from_db()
    assert item.review == ReviewResult.WAITING and item.marks == []
    assert item.project.public_summary == item.content["summary"] == "壳体加工改进。"
    assert open_todos("notice.fix_text").count() == 0
    assert open_todos("notice.review").count() == 1
    (line,) = item.project.log.filter(kind="fix_text")
    assert "公开内容" in timeline.entries(item.project, [line])[0].sentence
    assert AuditEvent.objects.filter(kind="project.fix_text").count() == 1


def test_an_edit_drops_the_review_of_the_whole_notice(notice, reviewer):
    notices.review(notice)
    cleared = notice.content_hash
    item = item_of(notice, 0)
    fix(item, secretary_of(item), summary="改了摘要。")
    notice.refresh_from_db()
    item.refresh_from_db()
    assert notice.state == NoticeState.DRAFT
    assert notice.content_hash != cleared and notice.reviewed_by is None
    assert item.review == ReviewResult.WAITING and item.reviewed_by is None
    with pytest.raises(DomainError):
        publication.publish(
            seen={notice.pk: notice.content_hash}, by=notices.staff_of(notice.committee)
        )


def test_refusing_asks_for_reason_and_words(notice, reviewer):
    with pytest.raises(DomainError) as refusal:
        refuse_one(item_of(notice, 0), reviewer, note=" ")
    assert refusal.value.field == "note"
    item = item_of(notice, 0)
    with pytest.raises(DomainError) as refusal:
        notice_review.refuse_item(
            notice_id=notice.pk,
            position=item.position,
            seen=item.content_hash,
            reason="no_such_reason",
            note="请修改。",
            by=reviewer,
        )
    assert refusal.value.field == "reason"


def test_nobody_reviews_what_they_filed(stage, notice):
    item = item_of(notice, 0)
    filer = item.project.filed_by
    grants.grant(
        user=filer,
        role=Role.CONFIDENTIALITY_REVIEWER,
        organization=notice.committee,
        by=None,
        valid_from=org.START,
    )
    assert item.position not in [i.position for i in notice_review.plain_items(notice, filer)]
    for act in (pass_one, refuse_one):
        with pytest.raises(DomainError) as refusal:
            act(item, filer)
        assert refusal.value.code == "four_eyes"


@pytest.mark.parametrize("role", [Role.COMMITTEE_STAFF, Role.READER])
def test_only_the_reviewer_reviews(notice, role):
    with pytest.raises(DomainError) as refusal:
        pass_one(item_of(notice, 0), factory.person_at(role, notice.committee))
    assert refusal.value.code == "forbidden"


def test_only_the_own_secretary_changes_a_text(notice, stage):
    committee, places, _year = stage
    item = item_of(notice, 0)
    for stranger in (
        factory.person_at(Role.BRANCH_SECRETARY, places[1]),
        notices.staff_of(committee),
        notices.reviewer_of(committee),
    ):
        with pytest.raises(DomainError) as refusal:
            fix(item, stranger, summary="别人改的。")
        assert refusal.value.code == "forbidden"


def test_a_text_is_changed_from_what_was_read(notice):
    item = item_of(notice, 0)
    secretary = secretary_of(item)
    fix(item, secretary, summary="第一次修改。")
    with pytest.raises(DomainError) as refusal:
        fix(item, secretary, summary="第二次修改。", version=item.project.version - 1)
    assert refusal.value.code == "stale_version"


def test_a_published_text_stays_as_it_is(notice):
    (published,) = notices.publish([notices.review(notice)])
    item = item_of(published, 0)
    with pytest.raises(DomainError) as refusal:
        fix(item, secretary_of(item), summary="公示后再改。")
    assert refusal.value.code == "wrong_state"


def test_the_database_refuses_to_publish_what_was_not_reviewed(notice):
    for hashes in ({}, {"content_hash": ""}, {"reviewed_hash": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(state=NoticeState.PUBLISHED, **hashes)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeItem.objects.filter(notice=notice).update(review=ReviewResult.PASSED)


def test_publishing_looks_at_the_text_itself(notice):
    """Somebody who changes a text past the application does not get it published."""
    notices.review(notice)
    item = item_of(notice, 0)
    item.content["summary"] = "绕过审查的内容"
    NoticeItem.objects.filter(pk=item.pk).update(content=item.content)
    with pytest.raises(DomainError) as refusal:
        notices.publish([notice])
    assert refusal.value.code == "review_missing"
    notice.refresh_from_db()
    assert notice.state == NoticeState.REVIEWED


def test_publishing_asks_for_every_text(notice):
    """A notice that calls itself cleared while a text was never passed is refused."""
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.REVIEWED, reviewed_hash=notice.content_hash
    )
    with pytest.raises(DomainError) as refusal:
        notices.publish([notice])
    assert refusal.value.code == "review_missing"


def test_open_duties_stay_those_of_the_state_on_later_days(notice, reviewer):
    kinds = ("notice.review", "notice.publish", "notice.fix_text")
    refuse_one(item_of(notice, 1), reviewer)
    for days in (0, 30):
        with clock.fixed(clock.now() + timedelta(days=days)):
            found = todos.discrepancies()
            assert [line for line in found if any(kind in line for kind in kinds)] == []
            pass_one(item_of(notice, 0), reviewer)
    assert {todo.kind for todo in Todo.objects.filter(kind__in=kinds, done_at=None)} == {
        "notice.review",
        "notice.fix_text",
    }
