"""State machines as data: one table per kind of object, read by buttons, checks and diagrams.

A workflow knows no business: permissions are strings, guards are functions that raise
`DomainError`, owners are role codes. Status is a stored column that only an action writes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovation.core.errors import DomainError

Guard = Callable[[Any, Any], None]  # (object, user), raises DomainError


@dataclass(frozen=True)
class Status:
    """A state: its stored key, who acts next, its tone and its names for three readers."""

    key: str
    label: str | Promise  # for staff
    owner: str  # role code of who acts next; "" where nobody must
    tone: str = "neutral"  # neutral, info, progress, good, warn, bad
    branch_label: str | Promise = ""
    public_label: str | Promise = ""

    def label_for(self, reader: str) -> str | Promise:
        """`reader` is staff, branch or public."""
        named = {"branch": self.branch_label, "public": self.public_label}.get(reader, "")
        return named or self.label


@dataclass(frozen=True)
class Transition:
    """One row of the table. `target` is a status key; guards run after permission and source."""

    name: str
    label: str | Promise
    sources: tuple[str, ...]
    target: str
    permission: str | Mapping[str, str]  # by source where it differs; "" = the system alone
    guards: tuple[str, ...] = ()
    needs_comment: bool = False
    reasons: str = ""  # a ReasonKind whose coded reason is asked
    tone: str = "secondary"  # primary, secondary, danger
    confirm: str | Promise = ""

    def permission_in(self, status: str) -> str:
        if isinstance(self.permission, str):
            return self.permission
        return self.permission.get(status, "")

    @property
    def asks(self) -> bool:
        """Does a dialog open before it runs?"""
        return bool(self.needs_comment or self.reasons or self.confirm)


@dataclass
class Workflow:
    name: str
    statuses: dict[str, Status]
    transitions: dict[str, Transition]
    guards: dict[str, Guard] = field(default_factory=dict)

    def guard(self, name: str) -> Callable[[Guard], Guard]:
        """Register a named guard; later rooms may add theirs to an earlier table."""

        def register(check: Guard) -> Guard:
            if name in self.guards:
                raise RuntimeError(f"guard {name} is registered already")
            self.guards[name] = check
            return check

        return register

    def check(
        self, name: str, obj: Any, user: Any, *, by_permission: Callable[..., None]
    ) -> Transition:
        """Permission, then source, then guards; raises DomainError with a sentence.

        `user` is None when the system itself acts (a task that the calendar makes due).
        """
        transition = self.transitions[name]
        permission = transition.permission_in(obj.status)
        if permission and user is not None:
            by_permission(user, permission, obj)
        if obj.status not in transition.sources:
            raise DomainError(
                _("“%(action)s” is not possible while the state is “%(state)s”.")
                % {"action": transition.label, "state": self.statuses[obj.status].label},
                code="wrong_state",
            )
        for guard in transition.guards:
            self.guards[guard](obj, user)
        return transition

    def leaving(self, status: str) -> Iterable[Transition]:
        return [t for t in self.transitions.values() if status in t.sources]

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {key}: {key}" for key in self.statuses]
        for t in self.transitions.values():
            lines += [f"    {source} --> {t.target}: {t.name}" for source in t.sources]
        return "\n".join(lines)


def table(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows keyed by `key` or `name`, refusing a double."""
    result: dict[str, Any] = {}
    for row in rows:
        key = getattr(row, "key", None) or row.name
        if key in result:
            raise RuntimeError(f"{key} stands twice in the table")
        result[key] = row
    return result
