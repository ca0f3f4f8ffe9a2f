"""Who may begin a filing, where, and for whom: own entry, 代填, or 代录 from paper."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from innovation.core.errors import DomainError
from innovation.org import access
from innovation.org.enums import BRANCH_TYPES, OrganizationType
from innovation.org.models import Organization
from projects.enums import EntryMode, YearState
from projects.models import ProgrammeYear

FILING_TYPES = (*BRANCH_TYPES, OrganizationType.GENERAL_BRANCH)


def home_of(user: Any) -> Organization | None:
    """The branch that files what this person leads: where the 组织关系 is, or just above it."""
    if not user.member_id:
        return None
    belongs = Organization.objects.filter(
        affiliations__member=user.member_id, affiliations__valid_to__isnull=True
    ).first()
    if belongs is None:
        return None
    ids = [int(part) for part in belongs.path.strip("/").split("/")]
    above = Organization.objects.filter(pk__in=ids, type__in=FILING_TYPES, closed_on__isnull=True)
    return above.order_by("-path").first()


def organizations_for(user: Any) -> QuerySet[Organization]:
    """Where this person may begin a filing: by role, and in the own branch as its lead."""
    by_role = access.organizations_for(user, "project.create")
    home = home_of(user)
    query = Q(pk__in=by_role.values("pk")) | Q(pk=home.pk if home else None)
    return Organization.objects.filter(query, type__in=FILING_TYPES, closed_on__isnull=True)


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
