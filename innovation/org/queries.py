"""Who belonged where on a day: from the dated rows, never from today's tree."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from innovation.core import clock
from innovation.org.models import Affiliation, Dated, Member, Organization, OrganizationVersion


def path_on(organization: Organization, day: date) -> str | None:
    """Where the organisation stood on that day; None when it did not exist."""
    rows = organization.versions.filter(Dated.on(day))
    return rows.values_list("path", flat=True).first()


def subtree_on(path: str, day: date) -> QuerySet[OrganizationVersion]:
    """The organisations that stood at or below `path` on that day, as they were called then."""
    return OrganizationVersion.objects.filter(Dated.on(day), path__startswith=path)


def members_on(path: str, day: date) -> QuerySet[Member]:
    """Members whose 组织关系 was in the subtree on that day."""
    belonging = Affiliation.objects.filter(
        Dated.on(day),
        member=OuterRef("pk"),
        organization__in=subtree_on(path, day).values("organization"),
    )
    return Member.objects.filter(Exists(belonging))


def roster(organization: Organization, *, on: date | None = None) -> QuerySet[Member]:
    """Members of the organisation and everything below it on a day (today)."""
    day = on or clock.today()
    path = path_on(organization, day)
    return Member.objects.none() if path is None else members_on(path, day)
