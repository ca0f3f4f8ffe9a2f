"""Notices in any state, brought there by the real actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from innovation.core import clock, outbox, workdays
from innovation.org.enums import Role
from innovation.org.models import Organization, User
from projects.actions import decision, notice_preparation, notice_review, notice_texts, publication
from projects.enums import Decision, DeclarationQuestion, ReviewResult, Status
from projects.models import DecisionBatch, Notice, NoticeItem, ProgrammeYear, Project
from tests.factories import org
from tests.factories import projects as factory


def calendar() -> None:
    """The statutory calendar, as every installation has it; without it weekdays count."""
    workdays.seed_calendar()


def decide(projects: Iterable[Project], *, number: str = "2026年第3次党委会") -> DecisionBatch:
    """The committee approves them in one meeting; the notices are not made yet."""
    chosen = list(projects)
    staff = factory.person_at(Role.COMMITTEE_STAFF, chosen[0].committee)
    ids = [project.pk for project in chosen]
    decision.mark(project_ids=ids, decision=Decision.APPROVE, by=staff)
    return decision.apply(
        marked=dict.fromkeys(ids, Decision.APPROVE),
        meeting=decision.Meeting(on=clock.today(), number=number),
        by=staff,
    )


def waiting_projects(
    branches: Iterable[Organization], year: ProgrammeYear, **fields: Any
) -> list[Project]:
    """One project a branch, up to the committee's decision."""
    return [
        factory.project_at(Status.COMMITTEE_DECISION, branch, year, **fields) for branch in branches
    ]


def prepared(projects: Iterable[Project], **words: Any) -> list[Notice]:
    """Decided, and its notices made by what a worker does."""
    batch = decide(projects, **words)
    outbox.drain()
    return list(Notice.objects.filter(batch=batch).order_by("pk"))


def made(batch: DecisionBatch) -> list[Notice]:
    """The batch's notices, made here and now."""
    return notice_preparation.prepare(batch_id=batch.pk)


def reviewer_of(committee: Organization) -> User:
    return factory.person_at(Role.CONFIDENTIALITY_REVIEWER, committee)


def staff_of(committee: Organization) -> User:
    return factory.person_at(Role.COMMITTEE_STAFF, committee)


def review(notice: Notice) -> Notice:
    """Pass everything: the plain texts together, the others one by one."""
    reviewer = reviewer_of(notice.committee)
    plain = notice_review.plain_items(notice, reviewer)
    notice_review.pass_plain(notice_id=notice.pk, seen=notice_review.seen_hash(plain), by=reviewer)
    for item in notice.items.filter(review=ReviewResult.WAITING, removed_at__isnull=True):
        notice_review.pass_item(
            notice_id=notice.pk, position=item.position, seen=item.content_hash, by=reviewer
        )
    notice.refresh_from_db()
    return notice


def change_text(item: NoticeItem, summary: str) -> NoticeItem:
    """The secretary of its branch changes what the public will read."""
    item.project.refresh_from_db()
    return notice_texts.fix_text(
        notice_id=item.notice_id,
        position=item.position,
        name=item.project.name,
        summary=summary,
        base_version=item.project.version,
        by=factory.person_at(Role.BRANCH_SECRETARY, item.organization),
    )


def publish(notices: Iterable[Notice]) -> list[Notice]:
    chosen = list(notices)
    for notice in chosen:
        notice.refresh_from_db()
    seen = {notice.pk: notice.content_hash for notice in chosen}
    return publication.publish(seen=seen, by=staff_of(chosen[0].committee))


def published(projects: Iterable[Project], **words: Any) -> list[Notice]:
    """Decided, prepared, reviewed and published."""
    return publish([review(notice) for notice in prepared(projects, **words)])


def firm(branches: int = 2) -> tuple[Organization, list[Organization], ProgrammeYear]:
    """A committee with branches and an open year, with the people who handle notices."""
    committee = org.make_committee("江南公司党委")
    places = [org.make_branch(committee) for _ in range(branches)]
    return committee, places, factory.make_year(committee)


def many_decided(
    places: list[Organization], year: ProgrammeYear, count: int, **fields: Any
) -> DecisionBatch:
    """A batch of that many decided projects, written at once: for tests of size alone."""
    staff = staff_of(year.committee)
    now = clock.now()
    batch = DecisionBatch.objects.create(
        committee=year.committee,
        year=year,
        meeting_number="2026年第9次党委会",
        meeting_on=clock.today(),
        decided_by=staff,
        decided_at=now,
    )
    categories = list(year.category_rows.all())
    leads = [org.make_member(place) for place in places]
    values = {
        "committee": year.committee,
        "year": year,
        "batch": batch,
        "status": Status.DECIDED,
        "public_summary": SUMMARY,
        "declaration": dict.fromkeys(DeclarationQuestion.values, False),
        "level": year.level_rows.first(),
        "finish_on": date(year.year, 11, 30),
        "created_by": staff,
        "created_at": now,
        "stepped_at": now,
        "updated_by": staff,
        "updated_at": now,
    } | fields
    Project.objects.bulk_create(
        Project(
            name=f"第{n}号工序节拍优化与在制品压降",
            organization=places[n % len(places)],
            category=categories[n % len(categories)],
            lead=leads[n % len(places)],
            **values,
        )
        for n in range(1, count + 1)
    )
    return batch


SUMMARY = "围绕现场瓶颈工序，通过工艺改进和作业标准化，缩短生产周期，降低在制品数量，保障供应。" * 3
