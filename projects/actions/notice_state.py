"""A notice under its lock, its standing texts, and what they come to as a whole."""

from django.utils.translation import gettext_lazy as _

from innovation.core import todos
from innovation.core.errors import DomainError
from projects import notice_content, notice_duties, publication_rules
from projects.enums import NoticeState, ReviewResult
from projects.models import Notice, NoticeItem

JUDGED = ("review", "reviewed_hash", "reviewed_by", "reviewed_at", "review_reason", "review_note")


def locked(pk: int) -> Notice:
    """The notice under its row lock. Projects are always locked before notices."""
    notices = Notice.objects.select_for_update(of=("self",))
    return notices.select_related("year", "organization").get(pk=pk)


def standing(notice: Notice) -> list[NoticeItem]:
    items = notice.items.filter(removed_at__isnull=True)
    return list(items.select_related("project__year", "notice"))


def standing_item(notice: Notice, position: int) -> NoticeItem:
    found = [item for item in standing(notice) if item.position == position]
    if not found:
        raise DomainError(_("This project was taken out of the notice."), code="wrong_state")
    return found[0]


def sync_items(items: list[NoticeItem]) -> None:
    for item in items:
        duties = notice_duties.of_item(item)
        todos.sync(item, duties, committee_id=item.notice.committee_id)


def settle(notice: Notice) -> None:
    """Cleared once every text has passed, open again when one has not, dropped when empty."""
    items = standing(notice)
    hashes = [item.content_hash for item in items]
    notice.content_hash = notice_content.digest_of_notice(notice.snapshot["header"], hashes)
    passed = bool(items) and all(item.review == ReviewResult.PASSED for item in items)
    if not items:
        _move(notice, "drop")
    elif passed:
        _clear(notice, items)
    elif notice.state == NoticeState.REVIEWED:
        _move(notice, "reopen")
    if not passed:
        notice.reviewed_hash, notice.reviewed_by, notice.reviewed_at = "", None, None
    notice.save(
        update_fields=["state", "content_hash", "reviewed_hash", "reviewed_by", "reviewed_at"]
    )
    todos.sync(notice, notice_duties.of_notice(notice), committee_id=notice.committee_id)


def _clear(notice: Notice, items: list[NoticeItem]) -> None:
    """Cleared by whoever passed the last text; also when the last open one was taken out."""
    last = max(items, key=lambda item: item.reviewed_at or notice.created_at)
    notice.reviewed_hash = notice.content_hash
    notice.reviewed_by, notice.reviewed_at = last.reviewed_by, last.reviewed_at
    if notice.state == NoticeState.DRAFT:
        _move(notice, "clear")


def _move(notice: Notice, name: str) -> None:
    """The system's own step: the persons' rights were checked for the act that led to it."""
    notice.state = publication_rules.check(name, notice, None).target
