"""What later rooms bring to earlier ones, by name: to-do kinds, page sections, workflows,
organisation impact and personal-data erasers. Filled when Django loads an app's modules.

The fifth door upwards, a transition's named guards, is `Workflow.guard` itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from innovation.core.models import Todo
from innovation.core.workflow import Workflow

Entry = TypeVar("Entry")
Params = dict[str, Any]


class Registry(Generic[Entry]):
    """Named entries in order of arrival; a name is given once."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> Entry:
        if name in self._entries:
            raise RuntimeError(f"{self.what} {name} is registered already")
        self._entries[name] = entry
        return entry

    def __getitem__(self, name: str) -> Entry:
        load()
        if name not in self._entries:
            raise RuntimeError(f"{self.what} {name} is not registered")
        return self._entries[name]

    def __contains__(self, name: str) -> bool:
        load()
        return name in self._entries

    def __iter__(self) -> Iterator[Entry]:
        load()
        return iter(list(self._entries.values()))

    def names(self) -> list[str]:
        load()
        return list(self._entries)


@cache
def load() -> None:
    """Import the modules in which the apps register: once, at the first question."""
    autodiscover_modules("workflow", "rules", "registrations", "tasks")


@dataclass(frozen=True)
class TodoKind:
    """How a kind of to-do reads and where it leads.

    `rule` tells every (object, `todos.Wanted`) that the present state asks for, so that a test
    can recompute the open rows; None where a person closes the note without a change of state.
    """

    name: str
    title: Callable[[Params], str | Promise]
    url: Callable[[Todo], str]
    rule: Callable[[], Iterable[tuple[Model, Any]]] | None = None
    label: str | Promise = ""  # the heading under which a workbench gathers the kind


@dataclass(frozen=True)
class PageSection:
    """A later room's part of an earlier room's page; `context` gives None to stay away."""

    page: str
    name: str
    template: str
    context: Callable[[HttpRequest, Any], Params | None]
    position: int = 100


@dataclass(frozen=True)
class OrganizationImpact:
    """What hangs on an organisation, and how it goes to its successor."""

    name: str
    label: str | Promise
    count: Callable[[Any], int]
    move: Callable[..., int]  # (old, new, *, by) -> rows moved


@dataclass(frozen=True)
class Eraser:
    """Personal data of one kind: how much there is of a person, and how it is erased."""

    name: str
    label: str | Promise
    count: Callable[[Any], int]
    erase: Callable[..., int]  # (person, *, by) -> rows erased


TODO_KINDS: Registry[TodoKind] = Registry("to-do kind")
PAGE_SECTIONS: Registry[PageSection] = Registry("page section")
ORGANIZATION_IMPACTS: Registry[OrganizationImpact] = Registry("organisation impact")
ERASERS: Registry[Eraser] = Registry("eraser")
WORKFLOWS: Registry[Workflow] = Registry("workflow")


def todo_kind(kind: TodoKind) -> TodoKind:
    return TODO_KINDS.add(kind.name, kind)


def page_section(section: PageSection) -> PageSection:
    return PAGE_SECTIONS.add(f"{section.page}:{section.name}", section)


def organization_impact(impact: OrganizationImpact) -> OrganizationImpact:
    return ORGANIZATION_IMPACTS.add(impact.name, impact)


def eraser(entry: Eraser) -> Eraser:
    return ERASERS.add(entry.name, entry)


def workflow(entry: Workflow) -> Workflow:
    return WORKFLOWS.add(entry.name, entry)


def sections_of(page: str) -> list[PageSection]:
    """The sections that others bring to a page, in their order."""
    return sorted((s for s in PAGE_SECTIONS if s.page == page), key=lambda s: s.position)
