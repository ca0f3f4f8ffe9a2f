"""A person's open to-dos as the workbench shows them: by kind, the soonest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise

from innovation.core import clock
from innovation.core.models import Todo
from innovation.core.registries import TODO_KINDS
from innovation.org.access import todo_keys

SHOWN = 6  # of each kind, before "all of them"


@dataclass(frozen=True)
class Item:
    title: str | Promise
    url: str
    sub: str
    due: date | None
    overdue: bool


@dataclass
class Group:
    kind: str
    title: str | Promise
    total: int
    overdue: int
    items: list[Item] = field(default_factory=list)
    more_url: str = ""


def open_todos(user: Any) -> Any:
    """The open rows that this person answers to, the soonest first."""
    return (
        Todo.objects.filter(assignee__in=todo_keys(user), done_at__isnull=True)
        .select_related("organization")
        .order_by("kind", F("due").asc(nulls_last=True), "id")
    )


def groups(user: Any) -> list[Group]:
    """A few of each kind; one query, whatever the number."""
    partition = [F("kind")]
    order = [F("due").asc(nulls_last=True), F("id").asc()]
    rows = open_todos(user).annotate(
        place=Window(RowNumber(), partition_by=partition, order_by=order),
        total=Window(Count("id"), partition_by=partition),
    )
    return _grouped(rows.filter(place__lte=SHOWN))


def of_kind(user: Any, kind: str) -> Any:
    return open_todos(user).filter(kind=kind)


def _grouped(rows: Iterable[Any]) -> list[Group]:
    result = []
    for kind, members in groupby(rows, key=lambda row: row.kind):
        todos = list(members)
        items = [item(row) for row in todos]
        total = todos[0].total
        group = Group(kind, TODO_KINDS[kind].label, total, sum(i.overdue for i in items), items)
        if total > len(items):
            group.more_url = f"?kind={kind}"
        result.append(group)
    return sorted(result, key=lambda g: (-g.overdue, -g.total))


def item(todo: Todo) -> Item:
    kind = TODO_KINDS[todo.kind]
    return Item(
        title=kind.title(todo.params),
        url=kind.url(todo),
        sub=todo.params.get("unit", todo.organization.name),
        due=todo.due,
        overdue=todo.due is not None and todo.due < clock.today(),
    )
