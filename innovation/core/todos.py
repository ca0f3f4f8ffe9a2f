"""To-dos are rows, written in the transaction that makes them due or done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from innovation.core import clock
from innovation.core.models import Todo


@dataclass(frozen=True)
class Wanted:
    """A duty that an object's present state asks for."""

    kind: str
    assignee: str
    organization_id: int
    due: date | None = None
    params: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)


def role_in(role: str, organization_id: int) -> str:
    return f"role:{role}@{organization_id}"


def user_key(user_id: int) -> str:
    return f"user:{user_id}"


def sync(obj: models.Model, wanted: Iterable[Wanted], *, committee_id: int) -> None:
    """Make the object's open to-dos exactly `wanted`: close what is not, open what is missing."""
    by_key = {(w.kind, w.assignee): w for w in wanted}
    label, pk = obj._meta.label_lower, str(obj.pk)
    open_rows = Todo.objects.filter(object_type=label, object_id=pk, done_at__isnull=True)
    standing = {(row.kind, row.assignee): row for row in open_rows}
    gone = [row.pk for key, row in standing.items() if key not in by_key]
    if gone:
        Todo.objects.filter(pk__in=gone).update(done_at=clock.now())
    Todo.objects.bulk_create(
        Todo(
            committee_id=committee_id,
            kind=w.kind,
            object_type=label,
            object_id=pk,
            assignee=w.assignee,
            organization_id=w.organization_id,
            params=w.params,
            due=w.due,
            created_at=clock.now(),
        )
        for key, w in by_key.items()
        if key not in standing
    )
