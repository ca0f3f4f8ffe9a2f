"""The one way a project's status changes: check, change, log, audit, to-dos, outbox."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from innovation.core import audit, clock, todos
from innovation.core.errors import DomainError
from innovation.core.workflow import Transition
from innovation.org import access
from projects import duties, meanwhile, rules
from projects.models import DecisionBatch, Project, ProjectLog
from projects.workflow import PROJECT


def locked(pk: int) -> Project:
    """The project under its row lock; call inside atomic, several by `locked_many`."""
    return _lockable().get(pk=pk)


def locked_many(ids: Iterable[int]) -> list[Project]:
    """Locked in ascending id, whatever order was asked for: two batches never wait crosswise."""
    return list(_lockable().filter(pk__in=list(ids)).order_by("pk"))


def _lockable() -> QuerySet[Project]:
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "year", "category", "level", "lead")


def checked(name: str, project: Project, by: Any) -> Transition:
    """The row of the table; where somebody was faster, the refusal names them."""
    try:
        return rules.check(name, project, by)
    except DomainError as error:
        raise meanwhile.named(error, project) from error


def take(name: str, project: Project, *, by: Any, **further: Any) -> Project:
    """Take one step of the table on a locked project. `by` None = the system itself.

    `further` as in `carry_out`.
    """
    checked(name, project, by)
    return carry_out(name, project, by=by, **further)


def carry_out(
    name: str,
    project: Project,
    *,
    by: Any,
    role: str = "",
    target: str = "",
    reason: str = "",
    comment: str = "",
    params: dict[str, Any] | None = None,
    batch: DecisionBatch | None = None,
    changed: tuple[str, ...] = (),
) -> Project:
    """The step itself, for a caller who has `checked` it.

    `role` is given where the act itself says in which one it was done; `target` replaces the
    table's where the review chain decides it; `changed` names further fields that were set.
    """
    transition = PROJECT.transitions[name]
    source = project.status
    role = role or acting_role(name, project, by)
    project.status = target or transition.target
    project.version += 1
    project.updated_at = clock.now()
    if project.status != source:
        project.stepped_at = project.updated_at
    if by is not None:
        project.updated_by = by
    moved = ["status", "stepped_at", "version", "updated_at", "updated_by"]
    project.save(update_fields=[*moved, *changed])
    write_log(
        project,
        name,
        by=by,
        role=role,
        source=source,
        target=project.status,
        reason=reason,
        comment=comment,
        params=params,
        batch=batch,
    )
    audit.record(
        by=by,
        role=role,
        obj=project,
        kind=f"project.{name}",
        data={"status": [source, project.status], "reason": reason, "comment": comment}
        | ({"batch": batch.pk} if batch else {})
        | (params or {}),
    )
    todos.sync(project, duties.of_project(project), committee_id=project.committee_id)
    return project


def acting_role(name: str, project: Project, by: Any) -> str:
    if by is None:
        return "system"
    permission = PROJECT.transitions[name].permission_in(project.status)
    return access.acting_role(by, permission, project) if permission else ""


def write_log(project: Project, kind: str, *, by: Any, **values: Any) -> ProjectLog:
    """One line of the timeline: codes and parameters only."""
    params = values.pop("params", None) or {}
    return ProjectLog.objects.create(
        project=project, at=clock.now(), by=by, kind=kind, params=params, **values
    )
