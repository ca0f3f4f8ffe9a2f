"""A reviewed notice becomes public, ends by itself, or is withdrawn."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import audit, clock, numbers, outbox, stamp, todos
from innovation.core.errors import DomainError
from innovation.org import access
from projects import notice_duties, notice_snapshot, publication_rules
from projects.actions import approval, moves, notice_state
from projects.enums import DisclosureScope, NoticeState, Status
from projects.models import Notice, NoticeItem, Project

log = logging.getLogger(__name__)


def publish(*, seen: dict[int, str], by: Any) -> list[Notice]:
    """Staff approve the publication of notices (id → content hash as shown), all or none.

    One whose scope is "not disclosed" is recorded as such and shown nowhere.
    """
    with transaction.atomic():
        projects = _locked_projects(seen)
        notices = [notice_state.locked(pk) for pk in sorted(seen)]
        for notice in notices:
            _check_same(notice, seen[notice.pk])
            _publish_one(notice, by=by)
            _take_steps(notice, projects, by=by)
        _freeze(notices)
        stamp.raise_after_commit()
        return notices


def _locked_projects(notice_ids: Iterable[int]) -> dict[int, Project]:
    """Every project that stands in the notices, locked in ascending id before any notice is."""
    ids = NoticeItem.objects.filter(notice__in=list(notice_ids), removed_at__isnull=True)
    return {p.pk: p for p in moves.locked_many(ids.values_list("project", flat=True))}


def _check_same(notice: Notice, seen: str) -> None:
    if notice.content_hash != seen:
        raise DomainError(
            _("“%(title)s” was changed meanwhile; look at it again.") % {"title": notice.title},
            code="text_changed",
        )


def _publish_one(notice: Notice, *, by: Any) -> None:
    hidden = notice.scope == DisclosureScope.NONE
    name = "keep_unpublished" if hidden else "publish"
    notice.state = publication_rules.check(name, notice, by).target
    notice.published_by, notice.published_at = by, clock.now()
    if hidden:
        notice.result, notice.closed_at = publication_rules.NOT_DISCLOSED, notice.published_at
    else:
        _number_and_date(notice)
    notice.save(
        update_fields=[
            "state",
            "published_by",
            "published_at",
            "closed_at",
            "result",
            "number",
            "opens_on",
            "closes_on",
        ]
    )
    _record(notice, f"notice.{name}", by=by, number=notice.number, hash=notice.content_hash)
    todos.sync(notice, notice_duties.of_notice(notice), committee_id=notice.committee_id)


def _number_and_date(notice: Notice) -> None:
    seq = numbers.next_number(notice.committee_id, f"notice:{notice.year.year}")
    notice.number = f"{notice.year.year}-GS-{seq:03d}"
    period = publication_rules.period_from(clock.today(), notice.working_days)
    notice.opens_on, notice.closes_on = period.opens_on, period.closes_on


def _take_steps(notice: Notice, projects: dict[int, Project], *, by: Any) -> None:
    """Before its approval a project goes on notice; what is not disclosed is approved at once."""
    if notice.year.notice_after_approval:
        return
    if notice.scope == DisclosureScope.NONE:
        approval.approve_all(notice)
        return
    for item in notice.items.filter(removed_at__isnull=True).order_by("project_id"):
        moves.take("publicise", projects[item.project_id], by=by, params={"notice": notice.key})


def _freeze(notices: list[Notice]) -> None:
    """Figures count what is published together, so they are taken once all of it is."""
    figures = {notice.year_id: notice_snapshot.figures_of(notice.year) for notice in notices}
    for notice in notices:
        notice.snapshot = notice_snapshot.of(notice, figures[notice.year_id])
        notice.save(update_fields=["snapshot"])


# --- the end ---------------------------------------------------------------------------------


def close_due() -> list[int]:
    """Close every notice whose last day is over, missed days included; a failure stops no other."""
    over = Notice.objects.filter(state=NoticeState.PUBLISHED, closes_on__lt=clock.today())
    closed = []
    for pk in over.order_by("pk").values_list("pk", flat=True):
        try:
            if close(notice_id=pk):
                closed.append(pk)
        except Exception:
            log.exception("notice %s could not be closed", pk)
    return closed


def close(*, notice_id: int) -> bool:
    """At the end of the last day; the decided projects are approved and numbered with it.

    False where another worker closed it first, or its day is not over.
    """
    with transaction.atomic():
        _locked_projects([notice_id])
        notice = notice_state.locked(notice_id)
        if notice.state != NoticeState.PUBLISHED or not _is_over(notice):
            return False
        notice.state = publication_rules.check("close", notice, None).target
        notice.closed_at, notice.result = clock.now(), publication_rules.NO_OBJECTION
        notice.save(update_fields=["state", "closed_at", "result"])
        _record(notice, "notice.close", by=None, result=notice.result)
        if not notice.year.notice_after_approval:
            approval.approve_all(notice)
        stamp.raise_after_commit()
        return True


def _is_over(notice: Notice) -> bool:
    return notice.closes_on is not None and notice.closes_on < clock.today()


def withdraw(*, notice_id: int, comment: str, by: Any) -> Notice:
    """Take a notice from all pages for good: its address answers "gone".

    Projects that were still on notice go back to "decided", and a new notice is prepared.
    """
    with transaction.atomic():
        projects = _locked_projects([notice_id])
        notice = notice_state.locked(notice_id)
        notice.state = publication_rules.check("withdraw", notice, by).target
        if not comment.strip():
            raise DomainError(_("Say in words why."), code="comment_missing", field="comment")
        notice.save(update_fields=["state"])
        _record(notice, "notice.withdraw", by=by, comment=comment.strip())
        for project in projects.values():
            if project.status == Status.PUBLICISED:
                moves.take("take_back", project, by=by, comment=comment.strip())
        if notice.batch_id and not notice.closed_at:
            outbox.put("notice.prepare", f"after:{notice.key}", batch=notice.batch_id)
        stamp.raise_after_commit()
        return notice


def _record(notice: Notice, kind: str, *, by: Any, **data: Any) -> None:
    role = access.acting_role(by, "notice.manage", notice) if by else "system"
    audit.record(by=by, role=role, obj=notice, kind=kind, data=data)
