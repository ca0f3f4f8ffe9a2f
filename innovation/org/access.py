"""Who may do what, where: roles in organisations reach a subtree, relations follow from names.

The two doors are `has_permission(user, permission, obj)` and each model's `visible_to(user)`.
`is_superuser` opens the admin site and is never looked at here.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.org.enums import OrganizationType, Relation, Role
from innovation.org.models import Grant, Organization, User

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
        "organization.manage",
        "year.manage",
        "member.manage",
        "notice.manage",
        "notice.read_party",
        "member.pick",
    },
    Role.CONFIDENTIALITY_REVIEWER: frozenset({"notice.review", "notice.read_party"}),
    Role.DISCIPLINE_OFFICER: frozenset({"notice.read_party"}),
    Role.INSPECTOR: frozenset({"notice.read_party"}),
    Role.JUDGE: frozenset({"notice.read_party"}),
    Role.READER: READ | {"notice.read_party", "notice.read_all", "project.coverage"},
    Role.SYSTEM_ADMIN: frozenset({"account.manage", "tenant.manage"}),
    Role.SECURITY_ADMIN: frozenset({"grant.manage"}),
    Role.SECURITY_AUDITOR: frozenset({"audit.read"}),
}

OF_A_BRANCH = (Role.BRANCH_CLERK, Role.BRANCH_SECRETARY)
READING = frozenset({"project.read", "project.coverage", "notice.read_party", "notice.read_all"})


@dataclass(frozen=True)
class Scope:
    """One role that a user holds today, and how far it reaches."""

    role: str
    organization_id: int | None
    path: str
    committee_id: int | None
    has_nested: bool = False  # are there tenants inside this one?
    type: str | None = None  # of the organisation

    @property
    def only_itself(self) -> bool:
        """A general branch's own secretary files for it; its branches have their own."""
        return self.type == OrganizationType.GENERAL_BRANCH and self.role in OF_A_BRANCH

    @property
    def everywhere(self) -> bool:
        """The three system posts, whose permissions touch no business data."""
        return self.organization_id is None

    @property
    def whole_committee(self) -> bool:
        return self.organization_id is not None and self.organization_id == self.committee_id

    def reaches(self, path: str, committee_id: int | None, *, reading: bool) -> bool:
        """Nested committees are read downwards; nobody acts across a tenant's border."""
        if self.everywhere:
            return True
        if self.only_itself:
            return path == self.path
        return path.startswith(self.path) and (reading or committee_id == self.committee_id)

    def rows(self, path_field: str, *, reading: bool) -> Q:
        """The same as a filter. A tenant without nested ones is one indexed equality."""
        if self.everywhere:
            return Q(pk__isnull=False)
        if self.only_itself:
            return Q(**{path_field: self.path})
        if self.whole_committee and not (reading and self.has_nested):
            return Q(committee_id=self.committee_id)
        below = Q(**{f"{path_field}__startswith": self.path})
        return below if reading else below & Q(committee_id=self.committee_id)


class Placed(Protocol):
    """What access asks of an object: its tenant, its place, and who is named in it."""

    @property
    def committee_id(self) -> Any: ...

    @property
    def access_path(self) -> str: ...

    def relations_of(self, user: User) -> set[str]: ...


def is_present(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_active)


def scopes_of(user: Any) -> tuple[Scope, ...]:
    """The roles held today; remembered on the user object for that day."""
    if not is_present(user):
        return ()
    today = clock.today()
    day, scopes = getattr(user, "_scopes", (None, ()))
    if day != today:
        rows = Grant.objects.filter(Grant.in_force(today), user_id=user.pk).order_by("id")
        rows = rows.annotate(has_nested=nested_below("organization__path"))
        scopes = tuple(Scope(*row) for row in rows.values_list(*SCOPE_COLUMNS))
        user._scopes = (today, scopes)
    return scopes


SCOPE_COLUMNS = (
    "role",
    "organization_id",
    "organization__path",
    "organization__committee_id",
    "has_nested",
    "organization__type",
)


def nested_below(path: str) -> Exists:
    """Is there a tenant below the organisation of that path?"""
    return Exists(
        Organization.objects.filter(
            committee_id=F("id"), parent__isnull=False, path__startswith=OuterRef(path)
        ).exclude(path=OuterRef(path))
    )


def user_with_scopes(user_id: Any) -> User | None:
    """The user and today's roles in one query, for the start of each request."""
    today = clock.today()
    rows = list(_users_with_roles(today).filter(pk=user_id))
    if not rows:
        return None
    user: Any = rows[0]
    user._scopes = (today, tuple(_scope(row) for row in rows if row._role))
    return user


@lru_cache(maxsize=2)
def _users_with_roles(day: date) -> QuerySet[Any]:
    """Put together once a day: that takes longer than to run it."""
    held = FilteredRelation("grants", condition=Grant.in_force(day, "grants__"))
    return (
        User.objects.select_related("committee")
        .annotate(held=held)
        .annotate(
            _role=F("held__role"),
            _organization=F("held__organization_id"),
            _path=F("held__organization__path"),
            _committee=F("held__organization__committee_id"),
            _nested=nested_below("held__organization__path"),
            _type=F("held__organization__type"),
        )
        .order_by("held__id")
    )


def _scope(row: Any) -> Scope:
    return Scope(
        row._role, row._organization, row._path, row._committee, row._nested, row._type or ""
    )


def forget_scopes(user: Any) -> None:
    """After a grant changed: what this object remembers no longer holds."""
    user._scopes = (None, ())


def scopes_with(user: Any, permission: str) -> list[Scope]:
    return [s for s in scopes_of(user) if permission in PERMISSIONS[s.role]]


def holds(user: Any, permission: str) -> bool:
    """May this person do it anywhere at all? For menus and pages without an object."""
    return bool(scopes_with(user, permission))


def has_permission(user: Any, permission: str, obj: Placed) -> bool:
    """By a role whose organisation stands above the object, or by being named in it."""
    return bool(acting_role(user, permission, obj))


def acting_role(user: Any, permission: str, obj: Placed) -> str:
    """The role or relation by which the person acts, for the log; empty when none."""
    if not is_present(user):
        return ""
    reading = permission in READING
    for scope in scopes_with(user, permission):
        if scope.reaches(obj.access_path, obj.committee_id, reading=reading):
            return scope.role
    named = sorted(r for r in obj.relations_of(user) if permission in PERMISSIONS[r])
    return named[0] if named else ""


def require(user: Any, permission: str, obj: Placed) -> None:
    if not has_permission(user, permission, obj):
        raise DomainError(_("You have no right to do this here."), code="forbidden")


def require_anywhere(user: Any, permission: str) -> None:
    """For what hangs on no organisation: accounts, grants."""
    if not holds(user, permission):
        raise DomainError(_("You have no right to do this here."), code="forbidden")


def reach(user: Any, permission: str, prefix: str = "organization") -> Q:
    """The rows under `prefix` (a foreign key to Organization) that the permission reaches.

    The model has its tenant in `committee`.
    """
    return _rows(user, permission, f"{prefix}__path")


def organizations_for(user: Any, permission: str) -> QuerySet[Organization]:
    return Organization.objects.filter(_rows(user, permission, "path"))


def _rows(user: Any, permission: str, path_field: str) -> Q:
    query = Q(pk__in=[])
    for scope in scopes_with(user, permission):
        query |= scope.rows(path_field, reading=permission in READING)
    return query


def todo_keys(user: Any) -> list[str]:
    """The assignee keys of `core.todos` that this person answers to."""
    keys = {f"role:{s.role}@{s.organization_id}" for s in scopes_of(user) if not s.everywhere}
    return [*sorted(keys), f"user:{user.pk}"]
