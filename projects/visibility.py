"""`visible_to(user)`: which projects and notices a person may see at all; a stranger gets 404."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from innovation.org.access import reach, scopes_of, scopes_with
from innovation.org.enums import Role
from innovation.org.models import Organization, User
from projects.enums import PUBLIC_SCOPES, DisclosureScope, NoticeState, Status

UNSUBMITTED = (Status.DRAFT,)
PUBLISHED = (NoticeState.PUBLISHED, NoticeState.CLOSED)


def named_in(user: User, prefix: str = "") -> Q:
    """Projects in which the person is lead, team member, or the one who began the draft."""
    query = Q(**{f"{prefix}created_by": user.pk})
    if user.member_id:
        query |= Q(**{f"{prefix}lead": user.member_id})
        query |= Q(**{f"{prefix}team__member": user.member_id})
    return query


def departments_of(user: Any) -> list[int]:
    """The departments for which the person countersigns."""
    held = [s.organization_id for s in scopes_of(user) if s.role == Role.COUNTERSIGNER]
    return [organization_id for organization_id in held if organization_id is not None]


class ProjectQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """By role from submission on, drafts by drafting roles, and all in which one is named.

        The countersigning department sees what it was asked about.
        """
        if not user.is_authenticated:
            return self.none()
        by_role = reach(user, "project.read") & ~Q(status__in=UNSUBMITTED)
        drafts = reach(user, "project.read_draft")
        mine = Q(pk__in=self.model._default_manager.filter(named_in(user)).values("pk"))
        asked = departments_of(user)
        if asked:  # an opinion is asked of departments that stand beside the project's place
            mine |= Q(pk__in=self._asked_of(asked))
        return self.filter(by_role | drafts | mine)

    def _asked_of(self, departments: list[int]) -> Any:
        rows = self.model._default_manager.filter(countersignatures__organization__in=departments)
        return rows.values("pk")


class NoticeQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        """What anybody may read without login."""
        return self.filter(state__in=PUBLISHED, scope__in=PUBLIC_SCOPES)

    def in_public_scope(self) -> Self:
        """What anybody may read, and what was withdrawn after anybody could."""
        once = Q(state=NoticeState.WITHDRAWN, published_at__isnull=False)
        return self.filter(Q(state__in=PUBLISHED) | once, scope__in=PUBLIC_SCOPES)

    def readable_by(self, user: Any) -> Self:
        """Published notices of the own committee after login, and of those read from above:
        Party scope by role, unit scope within the own subtree.
        """
        within = party_of(user)
        everybody = Q(scope__in=PUBLIC_SCOPES) & (Q(committee_id=user.committee_id) | within)
        party = Q(scope=DisclosureScope.PARTY) & within
        unit = Q(scope=DisclosureScope.UNIT) & unit_of(user)
        return self.filter(Q(state__in=PUBLISHED) & (everybody | party | unit))

    def desk_of(self, user: Any) -> Self:
        """Every notice in any state, for those who prepare, review or audit them."""
        query = Q(pk__in=[])
        for permission in ("notice.manage", "notice.review", "notice.read_all"):
            query |= reach(user, permission)
        return self.filter(query)


def party_of(user: Any) -> Q:
    """Notices of every committee in which the person has a Party role, wherever that stands."""
    committees = {scope.committee_id for scope in scopes_with(user, "notice.read_party")}
    return Q(committee_id__in=committees) | reach(user, "notice.read_party")


def unit_of(user: Any) -> Q:
    """Notices of the unit to which the person belongs or in which the person acts."""
    paths = [scope.path for scope in scopes_of(user) if scope.path]
    if user.member_id:
        homes = Organization.objects.filter(
            affiliations__member=user.member_id, affiliations__valid_to__isnull=True
        )
        paths += list(homes.values_list("path", flat=True))
    elif user.unit_id:
        paths.append(user.unit.path)
    query = Q(pk__in=[])
    for path in paths:
        query |= Q(organization__path__startswith=path)
    return query
