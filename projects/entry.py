"""Who may begin a filing, where, and for whom: own entry, 代填, or 代录 from paper."""

from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.org import access
from innovation.org.enums import BRANCH_TYPES, OrganizationType
from innovation.org.models import Affiliation, Dated, Organization
from projects.enums import EntryMode, YearState
from projects.models import ProgrammeYear

FILING_TYPES = (*BRANCH_TYPES, OrganizationType.GENERAL_BRANCH)


def organizations_for(user: Any) -> QuerySet[Organization]:
    """Where this person may begin a filing: by role, and in the own branch as its lead."""
    by_role = access.organizations_for(user, "project.create").order_by().values("pk")
    query = Q(pk__in=by_role) | Q(pk__in=_homes(user))
    return Organization.objects.filter(query, type__in=FILING_TYPES, closed_on__isnull=True)


def _homes(user: Any) -> QuerySet[Any]:
    """The branch of the 组织关系; who belongs to a group files in the branch above it."""
    belonging = Affiliation.objects.filter(Dated.on(clock.today()), member=user.member_id)
    own = Case(
        When(organization__type=OrganizationType.GROUP, then="organization__parent"),
        default="organization",
    )
    return belonging.exclude(member=None).values_list(own)


def names_others(user: Any, organization: Organization) -> bool:
    """May this person file for a lead other than themselves?"""
    return access.has_permission(user, "project.create", organization)


def enters_from_paper_only(user: Any, organization: Organization) -> bool:
    """Committee staff stand outside the branch: what they enter, they enter from paper."""
    return not access.has_permission(user, "project.fill_for", organization)


def mode_of(user: Any, organization: Organization, lead_id: int | None, from_paper: bool) -> str:
    if from_paper and names_others(user, organization):
        return EntryMode.ENTERED_FOR
    if lead_id is None or lead_id == user.member_id:
        return EntryMode.OWN
    if enters_from_paper_only(user, organization):
        return EntryMode.ENTERED_FOR
    return EntryMode.FILLED_FOR


def check_begin(user: Any, organization: Organization, year: ProgrammeYear) -> None:
    if not organizations_for(user).filter(pk=organization.pk).exists():
        raise DomainError(_("You have no right to do this here."), code="forbidden")
    if year.committee_id != organization.committee_id:
        raise DomainError(_("You have no right to do this here."), code="forbidden")
    if year.state != YearState.OPEN:
        raise DomainError(_("The programme year is not open for filing."), code="year_closed")


def check_lead(user: Any, organization: Organization, lead_id: int | None) -> None:
    """Who holds no role in the branch files for themselves alone."""
    if lead_id in (None, user.member_id) or names_others(user, organization):
        return
    raise DomainError(
        _("You file as the lead yourself; naming another lead is up to the branch's clerk."),
        code="lead_is_self",
        field="lead",
    )
