"""覆盖率: which of the organisations that are expected to file have filed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import Coalesce

from innovation.org import access
from innovation.org.models import Organization
from projects.enums import Status
from projects.models import ExpectedOrganization, Project

NOT_COUNTED = (Status.DRAFT, Status.REJECTED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Coverage:
    filed: int
    expected: int

    @property
    def missing(self) -> int:
        return self.expected - self.filed


def covered(year_ids: list[int]) -> QuerySet[Any]:
    """Ids of organisations with a filing that stands; a general branch's counts for another."""
    standing = Project.objects.filter(year__in=year_ids).exclude(status__in=NOT_COUNTED)
    return standing.values_list(Coalesce("carried_by_id", "organization_id")).order_by()


def expected(user: Any, year_ids: list[int]) -> QuerySet[ExpectedOrganization]:
    """The expected organisations that this reader answers for."""
    reached = access.organizations_for(user, "project.coverage")
    rows = ExpectedOrganization.objects.filter(year__in=year_ids)
    return rows.filter(organization__in=reached.order_by())


def coverage_of(user: Any, year_ids: list[int]) -> Coverage:
    filed = Q(organization__in=covered(year_ids))
    counts = expected(user, year_ids).aggregate(all=Count("pk"), filed=Count("pk", filter=filed))
    return Coverage(filed=counts["filed"], expected=counts["all"])


def rows(user: Any, year_ids: list[int]) -> QuerySet[Any]:
    """Every expected organisation with `has_filed`, those that have not first."""
    filed = Q(organization__in=covered(year_ids))
    return (
        expected(user, year_ids)
        .annotate(has_filed=Case(When(filed, then=1), default=0))
        .select_related("organization__parent")
        .order_by("has_filed", "organization__position", "organization_id")
    )


def organizations_missing(user: Any, year_ids: list[int]) -> QuerySet[Organization]:
    waiting = expected(user, year_ids).exclude(organization__in=covered(year_ids))
    return Organization.objects.filter(pk__in=waiting.values("organization"))
