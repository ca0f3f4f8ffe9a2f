"""拟立项公示: from the projects of one decision to notices ready for confidentiality review.

One notice a disclosure scope, and for scope "unit" one a filing organisation. Repeating it, also
after a kill in the middle, changes nothing: a project that stands in a notice is left alone.
"""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from innovation.core import audit, clock, todos
from innovation.core.keys import new_key
from projects import notice_content, notice_duties
from projects.actions import moves
from projects.enums import DisclosureScope, NoticeKind, NoticeState
from projects.models import DecisionBatch, Notice, NoticeItem, Project
from projects.publication_rules import awaits_notice, title_of, working_days_of

Place = tuple[str, int]  # (scope, organisation id)
KIND = NoticeKind.PROPOSED


def prepare(*, batch_id: int) -> list[Notice]:
    """Make the notices that the batch still lacks, each in a transaction of its own."""
    batch = DecisionBatch.objects.select_related("year", "committee").get(pk=batch_id)
    places: dict[Place, list[int]] = defaultdict(list)
    for pk, scope, organization in without_notice(batch).values_list(
        "pk", "scope", "organization_id"
    ):
        unit = organization if scope == DisclosureScope.UNIT else batch.committee_id
        places[(scope, unit)].append(pk)
    made = [_prepare_one(batch, place, places[place]) for place in sorted(places)]
    return [notice for notice in made if notice]


def without_notice(batch: DecisionBatch) -> QuerySet[Project]:
    """Decided projects of the batch that stand in no notice, or only in a withdrawn one."""
    standing = NoticeItem.objects.filter(kind=KIND, removed_at__isnull=True)
    standing = standing.exclude(notice__state=NoticeState.WITHDRAWN)
    waiting = Project.objects.filter(batch=batch, status__in=awaits_notice(batch.year))
    return waiting.exclude(pk__in=standing.values("project"))


def _prepare_one(batch: DecisionBatch, place: Place, ids: list[int]) -> Notice | None:
    """Whoever comes second waits for the projects' locks and then finds nothing left to do."""
    with transaction.atomic():
        moves.locked_many(ids)
        projects = list(_in_order(without_notice(batch).filter(pk__in=ids)))
        if not projects:
            return None
        notice = _create(batch, place)
        items = _create_items(notice, projects)
        notice.content_hash = notice_content.digest_of_notice(
            notice.snapshot["header"], [item.content_hash for item in items]
        )
        notice.save(update_fields=["content_hash"])
        audit.record(
            by=None,
            obj=notice,
            kind="notice.prepare",
            role="system",
            data={"projects": [p.pk for p in projects], "content_hash": notice.content_hash},
        )
        todos.sync(notice, notice_duties.of_notice(notice), committee_id=notice.committee_id)
        return notice


def _in_order(projects: QuerySet[Project]) -> QuerySet[Project]:
    """As they stand on the page: by category, then by unit."""
    return (
        projects.select_related("organization", "category", "lead", "year")
        .prefetch_related("expected_outcomes__form")
        .order_by("category__position", "organization__position", "organization_id", "pk")
    )


def _create(batch: DecisionBatch, place: Place) -> Notice:
    scope, unit = place
    notice = Notice(
        committee=batch.committee,
        year=batch.year,
        key=new_key(),
        version=_next_version(batch, place),
        kind=KIND,
        scope=scope,
        organization_id=unit,
        batch=batch,
        working_days=working_days_of(batch.year, KIND),
        created_at=clock.now(),
    )
    notice.title = title_of(batch.year, KIND, _ordinal(batch), scope, notice.organization.name)
    notice.snapshot = {"header": header_of(notice, batch)}
    notice.save()
    return notice


def header_of(notice: Notice, batch: DecisionBatch) -> dict[str, Any]:
    """What stands above and below the list; reviewed with it. Number and dates come later."""
    year = notice.year
    return {
        "title": notice.title,
        "kind": notice.kind,
        "scope": notice.scope,
        "unit": notice.organization.name,
        "year": year.year,
        "issuer": year.issuer,
        "working_days": notice.working_days,
        "before_approval": not year.notice_after_approval,
        "basis": {
            "document": year.basis_document,
            "meeting_number": batch.meeting_number,
            "meeting_on": batch.meeting_on.isoformat(),
        },
        "contact": {
            "phone": year.contact_phone,
            "mail": year.contact_mail,
            "room": year.contact_room,
        },
    }


def _create_items(notice: Notice, projects: list[Project]) -> list[NoticeItem]:
    words = notice.year.sensitive_words.values_list("word", flat=True)
    pattern = notice_content.pattern_of(words)
    versions = _next_versions(projects)
    items = []
    for position, project in enumerate(projects, start=1):
        content = notice_content.of_project(project)
        items.append(
            NoticeItem(
                notice=notice,
                project=project,
                kind=notice.kind,
                version=versions.get(project.pk, 1),
                position=position,
                content=content,
                content_hash=notice_content.digest(content),
                search_text=notice_content.searchable(content),
                marks=notice_content.marks_in(content, pattern),
                organization=project.organization,
                category_code=project.category.code if project.category else "",
            )
        )
    return NoticeItem.objects.bulk_create(items)


def _next_versions(projects: list[Project]) -> dict[int, int]:
    """A project that was taken out or whose notice was withdrawn comes again as a new version."""
    rows = NoticeItem.objects.filter(kind=KIND, project__in=projects).values_list("project")
    return {pk: last + 1 for pk, last in rows.annotate(last=Max("version"))}


def _next_version(batch: DecisionBatch, place: Place) -> int:
    scope, unit = place
    earlier = Notice.objects.filter(batch=batch, kind=KIND, scope=scope, organization_id=unit)
    return (earlier.aggregate(last=Max("version"))["last"] or 0) + 1


def _ordinal(batch: DecisionBatch) -> int:
    """Which of the year's decisions with notices this is."""
    earlier = DecisionBatch.objects.filter(year=batch.year, notices__isnull=False, pk__lt=batch.pk)
    return earlier.distinct().count() + 1
