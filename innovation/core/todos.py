"""To-dos are rows, written in the transaction that makes them due or done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Model, QuerySet

from innovation.core import clock, registries
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


def open_for(keys: Iterable[str]) -> QuerySet[Todo]:
    """The open duties of whoever answers to the keys, the most pressing first."""
    mine = Todo.objects.filter(assignee__in=list(keys), done_at__isnull=True)
    return mine.order_by(F("due").asc(nulls_last=True), "id")


def count_for(keys: Iterable[str]) -> int:
    """The badge: one look-up in the index of open to-dos."""
    return open_for(keys).count()


def sync(obj: Model, wanted: Iterable[Wanted], *, committee_id: int) -> None:
    """Make the object's open to-dos exactly `wanted`: close what is not, open what is missing."""
    by_key = {(w.kind, w.assignee): w for w in wanted}
    standing = {(row.kind, row.assignee): row for row in open_of(obj)}
    _close([row for key, row in standing.items() if key not in by_key])
    _bring_up_to_date([(row, by_key[key]) for key, row in standing.items() if key in by_key])
    missing = [w for key, w in by_key.items() if key not in standing]
    Todo.objects.bulk_create(_row(obj, w, committee_id) for w in missing)


def open_of(obj: Model) -> QuerySet[Todo]:
    return Todo.objects.filter(object_type=_label(obj), object_id=str(obj.pk), done_at__isnull=True)


def close_all(obj: Model) -> None:
    _close(list(open_of(obj)))


def discrepancies() -> list[str]:
    """Compares the open rows with what every kind's rule asks for; empty when they agree."""
    wanted = {_name(_label(obj), str(obj.pk), w) for obj, w in _asked_for()}
    ruled = [kind.name for kind in registries.TODO_KINDS if kind.rule]
    rows = Todo.objects.filter(kind__in=ruled, done_at__isnull=True)
    standing = {_name(row.object_type, row.object_id, row) for row in rows}
    return [f"missing: {name}" for name in sorted(wanted - standing)] + [
        f"without reason: {name}" for name in sorted(standing - wanted)
    ]


def _asked_for() -> Iterator[tuple[Model, Wanted]]:
    for kind in registries.TODO_KINDS:
        if kind.rule:
            yield from kind.rule()


def _name(object_type: str, object_id: str, duty: Wanted | Todo) -> str:
    return f"{duty.kind} for {duty.assignee} on {object_type} {object_id}, due {duty.due}"


def _label(obj: Model) -> str:
    return obj._meta.label_lower


def _close(rows: list[Todo]) -> None:
    if rows:
        Todo.objects.filter(pk__in=[row.pk for row in rows]).update(done_at=clock.now())


def _bring_up_to_date(pairs: list[tuple[Todo, Wanted]]) -> None:
    for row, w in pairs:
        new = (w.due, w.params, w.organization_id)
        if (row.due, row.params, row.organization_id) != new:
            row.due, row.params, row.organization_id = new
            row.save(update_fields=["due", "params", "organization"])


def _row(obj: Model, w: Wanted, committee_id: int) -> Todo:
    return Todo(
        committee_id=committee_id,
        kind=w.kind,
        object_type=_label(obj),
        object_id=str(obj.pk),
        assignee=w.assignee,
        organization_id=w.organization_id,
        params=w.params,
        due=w.due,
        created_at=clock.now(),
    )
