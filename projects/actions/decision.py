"""What the committee decides: marked one by one or in bulk, then applied together in a meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import audit, clock, outbox
from innovation.core.errors import DomainError
from innovation.org import access
from projects import meanwhile, reasons
from projects.actions import approval, moves, review
from projects.enums import Decision
from projects.models import DecisionBatch, Project
from projects.workflow import PROJECT

STEP = {Decision.APPROVE: "decide", Decision.RETURN: "return", Decision.REJECT: "reject"}


@dataclass(frozen=True)
class Meeting:
    on: date
    number: str = ""


def mark(
    *, project_ids: Iterable[int], decision: str, by: Any, reason: str = "", comment: str = ""
) -> list[Project]:
    """Note what the meeting is to decide; nothing happens to the projects yet."""
    with transaction.atomic():
        projects = moves.locked_many(project_ids)
        check_any(projects)
        for project in projects:
            _check_markable(project, decision, by, reason, comment)
        for project in projects:
            _set_pending(project, decision, by, reason, comment.strip())
        return projects


def unmark(*, project_ids: Iterable[int], by: Any) -> list[Project]:
    with transaction.atomic():
        marked = [p for p in moves.locked_many(project_ids) if p.pending]
        for project in marked:
            access.require(by, "project.decide", project)
            _set_pending(project, None, by)
        return marked


def apply(*, marked: Mapping[int, str], meeting: Meeting, by: Any) -> DecisionBatch:
    """Decide exactly what was shown (project id → decision), all of it or nothing."""
    with transaction.atomic():
        projects = moves.locked_many(marked)
        check_any(projects)
        for project in projects:
            _check_as_shown(project, marked[project.pk], by)
        check_meeting(meeting, projects)
        batch = _batch(projects, meeting, by)
        for project in projects:
            _carry_out(project, batch, by)
        _follow(batch, projects, by)
        return batch


def check_any(projects: list[Project]) -> None:
    if not projects:
        raise DomainError(_("Choose at least one project."), code="none_chosen")


def check_meeting(meeting: Meeting, projects: list[Project]) -> None:
    """Number and date of the meeting; what branches decided is recorded without a number."""
    review.check_meeting_day(meeting.on)
    if not meeting.number and not all(is_recorded(p) for p in projects):
        raise DomainError(
            _("Name the number of the meeting."), code="meeting_number", field="meeting_number"
        )


def is_recorded(project: Project) -> bool:
    """Decided by the branch; the committee takes it on record (备案)."""
    return bool(project.level and project.level.branch_decides)


def _check_markable(project: Project, decision: str, by: Any, reason: str, comment: str) -> None:
    step = STEP[Decision(decision)]
    with meanwhile.naming(project):
        moves.checked(step, project, by)
        _check_recorded_only(project, decision)
    reasons.check_given(PROJECT.transitions[step], project, reason, comment)


def _check_recorded_only(project: Project, decision: str) -> None:
    if is_recorded(project) and decision != Decision.APPROVE:
        raise DomainError(
            _("The branch decides at this level; the committee only takes it on record."),
            code="recorded_only",
        )


def _set_pending(
    project: Project, decision: str | None, by: Any, reason: str = "", comment: str = ""
) -> None:
    before = project.pending
    project.pending, project.pending_by = decision, by if decision else None
    project.pending_reason, project.pending_comment = reason, comment
    project.save(update_fields=review.PENDING)
    audit.record(
        by=by,
        role=access.acting_role(by, "project.decide", project),
        obj=project,
        kind="project.pending",
        data={"pending": [before, decision], "reason": reason, "comment": comment},
    )


def _check_as_shown(project: Project, decision: str, by: Any) -> None:
    """Whoever looks at an old list is told who was faster."""
    with meanwhile.naming(project):
        if project.pending != decision:
            moves.checked("decide", project, by)
            raise DomainError(meanwhile.marked_otherwise(project), code="marked_otherwise")
        moves.checked(STEP[Decision(decision)], project, by)


def _batch(projects: list[Project], meeting: Meeting, by: Any) -> DecisionBatch:
    year = projects[0].year
    if any(project.year_id != year.pk for project in projects):
        raise DomainError(_("A meeting decides on one programme year."), code="two_years")
    return DecisionBatch.objects.create(
        committee_id=year.committee_id,
        year=year,
        meeting_number=meeting.number,
        meeting_on=meeting.on,
        decided_by=by,
        decided_at=clock.now(),
    )


def _carry_out(project: Project, batch: DecisionBatch, by: Any) -> None:
    decision = Decision(str(project.pending))
    reason, comment = project.pending_reason, project.pending_comment
    review.clear_decision(project)
    project.batch = batch if decision == Decision.APPROVE else None
    moves.take(
        STEP[decision],
        project,
        by=by,
        reason=reason,
        comment=comment,
        params={"recorded": True} if is_recorded(project) else None,
        batch=batch,
        changed=(*review.PENDING, "batch"),
    )


def _follow(batch: DecisionBatch, projects: list[Project], by: Any) -> None:
    """What was approved goes on notice, after or before its number as the year says."""
    audit.record(by=by, obj=batch, kind="batch.apply", data=_values(batch, projects))
    approved = [project for project in projects if project.batch_id]
    if not approved:
        return
    if batch.year.notice_after_approval:
        approval.approve_batch(batch, approved)
    outbox.put("notice.prepare", str(batch.pk), batch=batch.pk)


def _values(batch: DecisionBatch, projects: list[Project]) -> dict[str, Any]:
    return {
        "meeting_number": batch.meeting_number,
        "meeting_on": batch.meeting_on,
        "projects": {project.pk: project.status for project in projects},
    }
