"""The rows of a filing, written as a set difference: what is unchanged is not touched."""

from collections.abc import Sequence
from typing import Any

from projects import content
from projects.models import ExpectedOutcome, Milestone, Project, TeamMember

Change = list[Any]  # [old, new], as the audit keeps it
ROWS = ("team", "milestones", "expected_outcomes")


def write_rows(project: Project, wanted: content.Content) -> dict[str, Change]:
    """Make team, milestones and outcome forms exactly `wanted`; old → new of each change."""
    changes = (
        _write_team(project, wanted.team),
        _write_milestones(project, wanted.milestones),
        _write_outcomes(project, wanted.outcome_forms),
    )
    return {
        name: change for name, change in zip(ROWS, changes, strict=True) if change[0] != change[1]
    }


def _write_team(project: Project, wanted: Sequence[content.Place]) -> Change:
    standing = {(row.member_id, row.outsider): row for row in project.team.all()}
    before = [_place(row) for row in standing.values()]
    gone = [row.pk for key, row in standing.items() if key not in {p.key for p in wanted}]
    if gone:
        project.team.filter(pk__in=gone).delete()
    for position, place in enumerate(wanted, start=1):
        row = standing.get(place.key) or TeamMember(
            project=project, member_id=place.member_id, outsider=place.outsider
        )
        _set(row, is_co_lead=place.is_co_lead, task=place.task, position=position)
    return [before, [_place(place) for place in wanted]]


def _place(row: Any) -> dict[str, Any]:
    """People by id; an outsider has only the name."""
    return {
        "member": row.member_id,
        "outsider": row.outsider,
        "co_lead": row.is_co_lead,
        "task": row.task,
    }


def _write_milestones(project: Project, wanted: Sequence[content.Step]) -> Change:
    standing = {row.pk: row for row in project.milestones.all()}
    before = [_step(row) for row in standing.values()]
    kept = {step.pk for step in wanted}
    gone = [pk for pk in standing if pk not in kept]
    if gone:
        project.milestones.filter(pk__in=gone).delete()
    for position, step in enumerate(wanted, start=1):
        row = standing.get(step.pk or 0) or Milestone(project=project)
        values = {"title": step.title, "quarter": step.quarter, "due": step.due}
        _set(row, **values, owner=step.owner, position=position)
    return [before, [_step(step) for step in wanted]]


def _step(row: Any) -> dict[str, Any]:
    return {"title": row.title, "quarter": row.quarter, "due": row.due, "owner": row.owner}


def _write_outcomes(project: Project, wanted: Sequence[int]) -> Change:
    standing = {row.form_id: row for row in project.expected_outcomes.all()}
    gone = set(standing) - set(wanted)
    if gone:
        project.expected_outcomes.filter(form__in=gone).delete()
    ExpectedOutcome.objects.bulk_create(
        ExpectedOutcome(project=project, form_id=form) for form in wanted if form not in standing
    )
    return [sorted(standing), sorted(wanted)]


def _set(row: Any, **values: Any) -> None:
    """Save what differs, and nothing when nothing does."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
