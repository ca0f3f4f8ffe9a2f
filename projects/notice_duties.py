"""Whose turn a notice is, and who must change a refused text."""

from datetime import date

from innovation.core import clock, workdays
from innovation.core.todos import Wanted, role_in
from innovation.org.enums import Role
from projects.enums import NoticeState, ReviewResult
from projects.models import Notice, NoticeItem
from projects.publication_rules import UNPUBLISHED


def of_notice(notice: Notice) -> list[Wanted]:
    if notice.state == NoticeState.REVIEWED:
        return [_in_committee(notice, "notice.publish", Role.COMMITTEE_STAFF)]
    waiting = notice.items.filter(review=ReviewResult.WAITING, removed_at__isnull=True)
    if notice.state == NoticeState.DRAFT and waiting.exists():
        return [_in_committee(notice, "notice.review", Role.CONFIDENTIALITY_REVIEWER)]
    return []


def of_item(item: NoticeItem) -> list[Wanted]:
    """A refused text goes back to the secretary of the branch that filed it."""
    refused = item.review == ReviewResult.REFUSED and item.removed_at is None
    if not refused or item.notice.state not in UNPUBLISHED:
        return []
    params = {
        "name": item.content["name"],
        "key": item.notice.key,
        "position": item.position,
    }
    assignee = role_in(Role.BRANCH_SECRETARY, item.organization_id)
    due = due_of(item.notice)
    return [Wanted("notice.fix_text", assignee, item.organization_id, due, params)]


def due_of(notice: Notice) -> date:
    """The year's working days for a step, counted from today."""
    return workdays.add_working_days(clock.today(), notice.year.review_days)


def _in_committee(notice: Notice, kind: str, role: str) -> Wanted:
    committee = notice.committee_id
    params = {"title": notice.title, "key": notice.key}
    return Wanted(kind, role_in(role, committee), committee, due_of(notice), params)
