"""A text of a notice changes or leaves before publication; what was passed is dropped."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import audit, clock
from innovation.core.errors import DomainError
from innovation.core.versions import check_base_version
from innovation.org import access
from projects import notice_content, publication_rules
from projects.actions import moves, notice_state
from projects.enums import ReviewResult
from projects.models import Notice, NoticeItem, Project


def fix_text(
    *, notice_id: int, position: int, name: str, summary: str, base_version: int | None, by: Any
) -> NoticeItem:
    """The secretary changes the name or the public summary; the review begins anew for it."""
    with transaction.atomic():
        project_id = NoticeItem.objects.values_list("project", flat=True).get(
            notice=notice_id, position=position
        )
        project = moves.locked(project_id)
        notice = notice_state.locked(notice_id)
        item = notice_state.standing_item(notice, position)
        publication_rules.check_text_fixable(project, item, by)
        check_base_version(project, base_version)
        old = [project.name, project.public_summary]
        _check_text(old, name.strip(), summary.strip())
        _save_text(project, name.strip(), summary.strip(), by=by)
        refresh(item, project)
        _log_text(project, notice, old, by=by)
        notice_state.sync_items([item])
        notice_state.settle(notice)
        return item


def _check_text(old: list[str], name: str, summary: str) -> None:
    if not name or not summary:
        raise DomainError(_("Name and public summary are both needed."), code="text_missing")
    if [name, summary] == old:
        raise DomainError(
            _("Nothing was changed; change the name or the public summary."), code="unchanged"
        )


def _save_text(project: Project, name: str, summary: str, *, by: Any) -> None:
    """Changing the text, the secretary confirms it for publication again."""
    now = clock.now()
    project.name, project.public_summary = name, summary
    project.version += 1
    project.updated_by, project.updated_at = by, now
    project.confirmed_by, project.confirmed_at = by, now
    project.save(
        update_fields=[
            "name",
            "public_summary",
            "version",
            "updated_by",
            "updated_at",
            "confirmed_by",
            "confirmed_at",
        ]
    )


def refresh(item: NoticeItem, project: Project) -> None:
    """Name and summary anew; what was frozen otherwise stays. Whatever was passed is dropped."""
    words = project.year.sensitive_words.values_list("word", flat=True)
    item.content |= {"name": project.name, "summary": project.public_summary}
    item.content_hash = notice_content.digest(item.content)
    item.search_text = notice_content.searchable(item.content)
    item.marks = notice_content.marks_in(item.content, notice_content.pattern_of(words))
    item.review, item.reviewed_hash = ReviewResult.WAITING, ""
    item.reviewed_by = item.reviewed_at = None
    item.review_reason = item.review_note = ""
    item.save(
        update_fields=["content", "content_hash", "search_text", "marks", *notice_state.JUDGED]
    )


def _log_text(project: Project, notice: Notice, old: list[str], *, by: Any) -> None:
    new = [project.name, project.public_summary]
    role = access.acting_role(by, "project.fix_text", project)
    status = project.status
    moves.write_log(project, "fix_text", by=by, role=role, source=status, target=status)
    data = {"name": [old[0], new[0]], "public_summary": [old[1], new[1]], "notice": notice.key}
    audit.record(by=by, role=role, obj=project, kind="project.fix_text", data=data)


def take_out(project: Project, *, by: Any) -> None:
    """A decided project was returned: it leaves the notice that is being prepared.

    Call it inside atomic with the project locked; the rest of the notice goes on without it.
    """
    rows = NoticeItem.objects.filter(
        project=project, removed_at__isnull=True, notice__state__in=publication_rules.UNPUBLISHED
    )
    for item in rows.select_related("notice").order_by("notice_id"):
        notice = notice_state.locked(item.notice_id)
        item.removed_at = clock.now()
        item.save(update_fields=["removed_at"])
        data = {"project": project.pk, "content_hash": item.content_hash}
        audit.record(by=by, obj=notice, kind="notice.take_out", data=data)
        notice_state.sync_items([item])
        notice_state.settle(notice)
