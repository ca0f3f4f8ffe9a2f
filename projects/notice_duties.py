"""Whose turn a notice is, and who must change a refused text.

Each is due the year's working days for a step after what called for it.
"""

from datetime import date, datetime

from django.db.models import Max

from innovation.core import clock, workdays
from innovation.core.todos import Wanted, role_in
from innovation.org.enums import Role
from projects.enums import NoticeState, ReviewResult
from projects.models import Notice, NoticeItem
from projects.publication_rules import UNPUBLISHED


def of_notice(notice: Notice) -> list[Wanted]:
    if notice.state == NoticeState.REVIEWED:
        since = notice.reviewed_at or notice.created_at
        return [_in_committee(notice, "notice.publish", Role.COMMITTEE_STAFF, since)]
    waiting = notice.items.filter(review=ReviewResult.WAITING, removed_at__isnull=True)
    if notice.state == NoticeState.DRAFT and waiting.exists():
        changed = waiting.aggregate(last=Max("project__confirmed_at"))["last"]
        since = max(notice.created_at, changed or notice.created_at)
        return [_in_committee(notice, "notice.review", Role.CONFIDENTIALITY_REVIEWER, since)]
    return []


def of_item(item: NoticeItem) -> list[Wanted]:
    """A refused text goes back to the secretary of the branch that filed it."""
    refused = item.review == ReviewResult.REFUSED and item.removed_at is None
    if not refused or item.reviewed_at is None or item.notice.state not in UNPUBLISHED:
        return []
    params = {
        "name": item.content["name"],
        "key": item.notice.key,
        "position": item.position,
    }
    assignee = role_in(Role.BRANCH_SECRETARY, item.organization_id)
    due = due_after(item.reviewed_at, item.notice)
    return [Wanted("notice.fix_text", assignee, item.organization_id, due, params)]


def due_after(moment: datetime, notice: Notice) -> date:
    return workdays.add_working_days(clock.local(moment).date(), notice.year.review_days)


def _in_committee(notice: Notice, kind: str, role: str, since: datetime) -> Wanted:
    committee = notice.committee_id
    params = {"title": notice.title, "key": notice.key}
    due = due_after(since, notice)
    return Wanted(kind, role_in(role, committee), committee, due, params)
