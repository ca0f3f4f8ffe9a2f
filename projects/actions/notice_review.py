"""Confidentiality review, text by text or all plain ones together."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import audit, clock
from innovation.core.errors import DomainError
from innovation.org import access
from projects import notice_content, publication_rules, reasons
from projects.actions import notice_state
from projects.enums import ReasonKind, ReviewResult
from projects.models import Notice, NoticeItem


def seen_hash(items: list[NoticeItem]) -> str:
    """What a reviewer had before the eyes when pressing the button."""
    return notice_content.digest([item.content_hash for item in items])


def plain_items(notice: Notice, user: Any) -> list[NoticeItem]:
    """Waiting texts without marks, all answers no, and not the reviewer's own."""
    waiting = [
        item for item in notice_state.standing(notice) if item.review == ReviewResult.WAITING
    ]
    return [
        item
        for item in waiting
        if publication_rules.is_plain(item) and publication_rules.may_judge(item, user)
    ]


def pass_plain(*, notice_id: int, seen: str, by: Any) -> int:
    """Pass all plain texts together, exactly those that were seen; answers how many."""
    with transaction.atomic():
        notice = notice_state.locked(notice_id)
        publication_rules.check_reviewable(notice, by)
        items = plain_items(notice, by)
        _check_seen(seen_hash(items), seen)
        for item in items:
            _judge(item, ReviewResult.PASSED, by=by)
        NoticeItem.objects.bulk_update(items, notice_state.JUDGED)
        _finish(notice, items, "notice.pass", by=by)
        return len(items)


def pass_item(*, notice_id: int, position: int, seen: str, by: Any) -> NoticeItem:
    return _judge_one(notice_id, position, seen, ReviewResult.PASSED, by=by)


def refuse_item(
    *, notice_id: int, position: int, seen: str, reason: str, note: str, by: Any
) -> NoticeItem:
    """Back to the branch secretary, who changes the name or the public summary."""
    return _judge_one(
        notice_id, position, seen, ReviewResult.REFUSED, by=by, reason=reason, note=note.strip()
    )


def _judge_one(
    notice_id: int, position: int, seen: str, result: str, *, by: Any, **words: str
) -> NoticeItem:
    with transaction.atomic():
        notice = notice_state.locked(notice_id)
        publication_rules.check_reviewable(notice, by)
        item = notice_state.standing_item(notice, position)
        publication_rules.check_may_judge(item, by)
        _check_seen(item.content_hash, seen)
        if result == ReviewResult.REFUSED:
            _check_refusal(notice, **words)
        _judge(item, result, by=by, **words)
        item.save(update_fields=notice_state.JUDGED)
        kind = "notice.pass" if result == ReviewResult.PASSED else "notice.refuse"
        notice_state.sync_items([item])
        _finish(notice, [item], kind, by=by)
        return item


def _check_seen(now: str, seen: str) -> None:
    if now != seen:
        raise DomainError(
            _("The text was changed while you were reading it. Read it again, then decide."),
            code="text_changed",
        )


def _check_refusal(notice: Notice, *, reason: str, note: str) -> None:
    codes = reasons.open_to(notice.year_id, ReasonKind.CONFIDENTIALITY)
    known = set(codes.values_list("code", flat=True))
    if known and reason not in known:
        raise DomainError(_("Choose one of the reasons."), code="reason_missing", field="reason")
    if not note:
        raise DomainError(
            _("Say in words what must be changed."), code="note_missing", field="note"
        )


def _judge(item: NoticeItem, result: str, *, by: Any, reason: str = "", note: str = "") -> None:
    item.review, item.reviewed_hash = result, item.content_hash
    item.reviewed_by, item.reviewed_at = by, clock.now()
    item.review_reason, item.review_note = reason, note


def _finish(notice: Notice, items: list[NoticeItem], kind: str, *, by: Any) -> None:
    """Log what was decided about which text, then see what the notice as a whole comes to."""
    audit.record(
        by=by,
        role=access.acting_role(by, "notice.review", notice),
        obj=notice,
        kind=kind,
        data={
            "items": [[item.project_id, item.content_hash, item.review_reason] for item in items]
        },
    )
    notice_state.settle(notice)
