"""Who may do what, where: roles in organisations reach a subtree, relations follow from names.

The two doors are `has_permission(user, permission, obj)` and each model's `visible_to(user)`.
`is_superuser` opens the admin site and is never looked at here.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.org.enums import Relation, Role
from innovation.org.models import Dated, Grant, Organization, User

READ = frozenset({"project.read"})
DRAFTING = frozenset({"project.read", "project.read_draft", "project.edit", "project.submit"})
CLERK = DRAFTING | {"project.create", "project.fill_for", "notice.read_party", "member.pick"}

PERMISSIONS: dict[str, frozenset[str]] = {
    Relation.LEAD: DRAFTING,
    Relation.TEAM: READ | {"project.read_draft"},
    Relation.ASKED: READ | {"project.countersign"},
    Role.BRANCH_CLERK: CLERK,
    Role.BRANCH_SECRETARY: CLERK
    | {"project.file", "project.review_branch", "project.withdraw", "project.fix_text"},
    Role.GENERAL_REVIEWER: READ
    | {"project.review_general", "notice.read_party", "project.coverage"},
    Role.COUNTERSIGNER: READ | {"project.countersign", "notice.read_party"},
    Role.FINANCE_VERIFIER: READ | {"project.countersign", "notice.read_party"},
    Role.COMMITTEE_STAFF: READ
    | {
        "project.create",
        "project.enter_for",
        "project.edit_entered",
        "project.review_initial",
        "project.decide",
        "project.coverage",
        "notice.manage",
        "notice.read_party",
        "member.pick",
    },
    Role.CONFIDENTIALITY_REVIEWER: frozenset({"notice.review", "notice.read_party"}),
    Role.DISCIPLINE_OFFICER: frozenset({"notice.read_party"}),
    Role.INSPECTOR: frozenset({"notice.read_party"}),
    Role.JUDGE: frozenset({"notice.read_party"}),
    Role.READER: READ | {"notice.read_party", "notice.read_all", "project.coverage"},
    Role.SYSTEM_ADMIN: frozenset({"account.manage"}),
    Role.SECURITY_ADMIN: frozenset({"grant.manage"}),
    Role.SECURITY_AUDITOR: frozenset({"audit.read"}),
}

READING = frozenset({"project.read", "project.coverage", "notice.read_party", "notice.read_all"})


@dataclass(frozen=True)
class Scope:
    """One role that a user holds today, and how far it reaches."""

    role: str
    organization_id: int | None
    path: str
    committee_id: int | None

    @property
    def whole_committee(self) -> bool:
        return self.organization_id is not None and self.organization_id == self.committee_id

    def reaches(self, path: str, committee_id: int | None, *, reading: bool) -> bool:
        """Nested committees are read downwards; nobody acts across a tenant's border."""
        return path.startswith(self.path) and (reading or committee_id == self.committee_id)


class Placed(Protocol):
    """What access asks of an object: its tenant, its place, and who is named in it."""

    committee_id: int

    @property
    def access_path(self) -> str: ...

    def relations_of(self, user: User) -> set[str]: ...


def scopes_of(user: Any) -> tuple[Scope, ...]:
    """The roles held today; one query a request, remembered on the user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    if not hasattr(user, "_scopes"):
        rows = (
            Grant.objects.filter(Dated.on(clock.today()), user=user)
            .order_by("id")
            .values_list(
                "role", "organization_id", "organization__path", "organization__committee_id"
            )
        )
        user._scopes = tuple(
            Scope(role, org, path or "", tenant) for role, org, path, tenant in rows
        )
    return user._scopes


def scopes_with(user: Any, permission: str) -> list[Scope]:
    return [s for s in scopes_of(user) if permission in PERMISSIONS[s.role]]


def holds(user: Any, permission: str) -> bool:
    """May this person do it anywhere at all? For menus and pages without an object."""
    return bool(scopes_with(user, permission))


def has_permission(user: Any, permission: str, obj: Placed) -> bool:
    """By a role whose organisation stands above the object, or by being named in it."""
    if not getattr(user, "is_authenticated", False):
        return False
    reading = permission in READING
    for scope in scopes_with(user, permission):
        if scope.reaches(obj.access_path, obj.committee_id, reading=reading):
            return True
    return any(permission in PERMISSIONS[relation] for relation in obj.relations_of(user))


def acting_role(user: Any, permission: str, obj: Placed) -> str:
    """The role or relation by which the person acts, for the log; empty when none."""
    for scope in scopes_with(user, permission):
        if scope.reaches(obj.access_path, obj.committee_id, reading=False):
            return scope.role
    named = sorted(r for r in obj.relations_of(user) if permission in PERMISSIONS[r])
    return named[0] if named else ""


def require(user: Any, permission: str, obj: Placed) -> None:
    if not has_permission(user, permission, obj):
        raise DomainError(_("You have no right to do this here."), code="forbidden")


def reach(user: Any, permission: str, prefix: str = "organization") -> Q:
    """The rows under `prefix` (a foreign key to Organization) that the permission reaches."""
    query = Q(pk__in=[])
    for scope in scopes_with(user, permission):
        if scope.whole_committee and permission not in READING:
            query |= Q(committee_id=scope.committee_id)
        else:
            query |= Q(**{f"{prefix}__path__startswith": scope.path})
    return query


def organizations_for(user: Any, permission: str) -> QuerySet[Organization]:
    query = Q(pk__in=[])
    for scope in scopes_with(user, permission):
        query |= Q(path__startswith=scope.path, committee_id=scope.committee_id)
    return Organization.objects.filter(query)


def todo_keys(user: Any) -> list[str]:
    """The assignee keys of `core.todos` that this person answers to."""
    keys = [f"role:{s.role}@{s.organization_id}" for s in scopes_of(user) if s.organization_id]
    return [*keys, f"user:{user.pk}"]
