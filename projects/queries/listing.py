"""The list of projects: filtered and sorted ids first, then the rows of one page."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from innovation.org.models import Organization
from projects.models import Project
from projects.workflow import STATUSES

PER_PAGE = 25
NEWEST = "-updated"
_status_place = Case(
    *(When(status=key, then=Value(place)) for place, key in enumerate(STATUSES)),
    output_field=IntegerField(),
)
SORTS: dict[str, Any] = {
    "number": F("number"),
    "name": F("name"),
    "organization": F("organization__position"),
    "category": F("category__position"),
    "lead": F("lead__name"),
    "status": _status_place,
    "updated": F("updated_at"),
}
COLUMNS = (
    "pk",
    "number",
    "name",
    "status",
    "updated_at",
    "year__year",
    "category_id",
    "year_id",
    "category__name",
    "category__name_en",
    "lead__name",
    "organization__code",
    "organization__name",
    "organization__short_name",
    "organization__parent__type",
    "organization__parent__name",
    "organization__parent__short_name",
)


@dataclass(frozen=True)
class Filters:
    """What the address asks for; `organization` reaches its subtree, `words` were typed."""

    years: list[int] = field(default_factory=list)
    organization: Organization | None = None
    organization_words: str = ""
    category: str = ""
    status: str = ""
    words: str = ""
    sort: str = NEWEST


def matching(user: Any, filters: Filters) -> QuerySet[Project]:
    """Everything asked for but the category, which the figures above the list divide by."""
    found = Project.objects.visible_to(user).filter(year__in=filters.years)
    if filters.organization:
        found = found.filter(organization__path__startswith=filters.organization.path)
    if filters.organization_words:
        typed = filters.organization_words
        found = found.filter(Q(organization__code=typed) | Q(organization__name__icontains=typed))
    if filters.status:
        found = found.filter(status=filters.status)
    for word in filters.words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(number__icontains=word) | Q(lead__name__icontains=word)
        )
    return found


def counts_by_category(user: Any, filters: Filters) -> dict[str, int]:
    """Category code → projects; "" for drafts without one."""
    rows = matching(user, filters).order_by().values_list("category__code")
    return {code or "": n for code, n in rows.annotate(n=Count("pk"))}


def page_rows(user: Any, filters: Filters, page: int) -> list[Any]:
    """The values of COLUMNS for one page; joins are made for these rows alone."""
    found = matching(user, filters)
    if filters.category:
        found = found.filter(category__code=filters.category)
    order = _order(filters.sort)
    first = (page - 1) * PER_PAGE
    ids = found.order_by(*order).values("pk")[first : first + PER_PAGE]
    rows = Project.objects.filter(pk__in=ids).order_by(*order)
    return list(rows.values_list(*COLUMNS, named=True))


def _order(sort: str) -> tuple[Any, ...]:
    down = sort.startswith("-")
    key = SORTS.get(sort.lstrip("-"), SORTS["updated"])
    return (key.desc(), F("pk").desc()) if down else (key.asc(), F("pk").asc())
