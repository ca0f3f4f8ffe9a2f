"""From one step of the review chain to the next: which one follows, and what it needs first."""

from typing import Any

from projects import rules
from projects.actions import moves
from projects.enums import Status
from projects.models import Countersignature, Project


def advance(
    project: Project,
    name: str,
    *,
    by: Any,
    step: str | None,
    skip_branch: bool = False,
    **further: Any,
) -> Project:
    """Take the transition `name` on a locked project to the step after `step` (None = filing).

    Call it inside atomic: a refusal rolls back what the next step was given. `further` goes
    to `moves.take` (reason, comment, params, changed).
    """
    target = rules.status_after(project, step, skip_branch=skip_branch)
    if target == Status.COUNTERSIGN:
        ask_opinions(project)
    return moves.take(name, project, by=by, target=target, **further)


def ask_opinions(project: Project) -> None:
    """One open row for each opinion that this round owes; asking twice asks once."""
    Countersignature.objects.bulk_create(
        (
            Countersignature(
                project=project, round=project.round, role=role, organization_id=organization
            )
            for role, organization in rules.opinions_owed(project)
        ),
        ignore_conflicts=True,
    )
