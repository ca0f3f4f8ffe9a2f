"""Published notices as pages ask for them, scope always applied by the caller's queryset."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from innovation.org.models import Organization
from projects import notice_content
from projects.models import Notice, NoticeItem

ROWS_A_PAGE = 25
MOST_HITS = 10  # matching projects shown beneath one notice


def public_committee(host: str) -> Organization | None:
    """The committee whose notices a host name shows: as configured, else the first tenant."""
    tenants = Organization.objects.filter(committee_id=F("id"))
    code = settings.PUBLIC_COMMITTEES.get(host.partition(":")[0].lower())
    return (tenants.filter(code=code) if code else tenants.order_by("id")).first()


def public_of(committee: Organization | None) -> QuerySet[Notice]:
    """Everything of the committee that anybody may read."""
    return Notice.objects.public().filter(committee=committee)


# --- filters ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What the address asks for; empty strings ask for nothing."""

    organization: str = ""
    category: str = ""
    kind: str = ""
    year: str = ""
    q: str = ""

    @property
    def any(self) -> bool:
        return self.of_items or bool(self.kind or self.year)

    @property
    def of_items(self) -> bool:
        """Does it ask for projects, and not for notices alone?"""
        return bool(self.organization or self.category or self.q)


@dataclass
class Facets:
    """What can be filtered by: everything that stands in these notices, in its usual order."""

    organizations: list[tuple[str, str]] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)
    years: list[tuple[str, str]] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)


def facets_of(notices: QuerySet[Notice]) -> Facets:
    rows = (
        NoticeItem.objects.filter(notice__in=notices, removed_at__isnull=True)
        .values_list(
            "organization__position",
            "organization__code",
            "organization__name",
            "organization__path",
            "project__category__position",
            "category_code",
            "project__category__name",
            "project__category__name_en",
            "notice__year__year",
        )
        .order_by()
        .distinct()
    )
    return _facets(list(rows))


def _facets(rows: list[tuple[Any, ...]]) -> Facets:
    language = get_language() or ""
    units = sorted({row[:4] for row in rows})
    kinds: dict[str, tuple[int, str]] = {}
    for *_unit, position, code, name, name_en, _year in sorted(rows, key=lambda r: r[8]):
        label = notice_content.in_language({"name": name or "", "name_en": name_en or ""}, language)
        kinds[code] = (position or 0, label)
    return Facets(
        organizations=[(code, name) for _position, code, name, _path in units],
        categories=[(c, label) for c, (_p, label) in sorted(kinds.items(), key=_by_position)],
        years=[(str(year), str(year)) for year in sorted({row[8] for row in rows}, reverse=True)],
        paths={code: path for _position, code, _name, path in units},
    )


def _by_position(entry: tuple[str, tuple[int, str]]) -> tuple[int, str]:
    code, (position, _label) = entry
    return position, code


def matching_items(filters: Filters, facets: Facets) -> Q:
    """The projects that the filters ask for; a unit stands for everything beneath it."""
    query = Q(removed_at__isnull=True)
    if filters.organization:
        path = facets.paths.get(filters.organization, "")
        query &= Q(organization__path__startswith=path) if path else Q(pk__in=[])
    if filters.category:
        query &= Q(category_code=filters.category)
    if filters.q:
        query &= Q(search_text__contains=filters.q.casefold())
    return query


def filtered(notices: QuerySet[Notice], filters: Filters, facets: Facets) -> QuerySet[Notice]:
    if filters.kind:
        notices = notices.filter(kind=filters.kind)
    if filters.year:
        notices = notices.filter(year__year=filters.year)
    if not filters.of_items:
        return notices
    items = NoticeItem.objects.filter(matching_items(filters, facets), notice=OuterRef("pk"))
    wanted = Q(Exists(items))
    if filters.q and not (filters.organization or filters.category):
        wanted |= Q(title__icontains=filters.q) | Q(number__iexact=filters.q)
    return notices.filter(wanted)


# --- rows ------------------------------------------------------------------------------------


def rows_of(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Newest first, without the long snapshot, with the number of projects."""
    counted = Count("items", filter=Q(items__removed_at__isnull=True))
    return (
        notices.select_related("organization", "year")
        .defer("snapshot")
        .annotate(project_count=counted)
        .order_by("-published_at", "-pk")
    )


def page_of(notices: QuerySet[Notice], number: int) -> tuple[list[Any], int, int]:
    """(rows, number of the page, how many in all), the count taken with the rows."""
    start = (number - 1) * ROWS_A_PAGE
    counted = rows_of(notices).annotate(all_rows=Window(Count("pk")))
    rows: list[Any] = list(counted[start : start + ROWS_A_PAGE])
    if not rows and number > 1:
        return page_of(notices, 1)
    return rows, number, rows[0].all_rows if rows else 0


def hits_in(notices: Iterable[Notice], filters: Filters, facets: Facets) -> dict[int, list[Any]]:
    """The first matching projects of each notice; each row knows its number and how many match.

    The number in the notice counts what was left in it, as the page itself does.
    """
    if not filters.of_items:
        return {}
    before = NoticeItem.objects.filter(
        notice=OuterRef("notice"), removed_at__isnull=True, position__lte=OuterRef("position")
    )
    counted = before.order_by().values("notice").annotate(n=Count("pk")).values("n")
    place = Window(RowNumber(), partition_by="notice", order_by="position")
    rows: QuerySet[Any] = (
        NoticeItem.objects.filter(matching_items(filters, facets), notice__in=list(notices))
        .annotate(place=place, hits=Window(Count("pk"), partition_by="notice"))
        .filter(place__lte=MOST_HITS)
        .annotate(place_in_notice=Subquery(counted))
        .order_by("notice_id", "position")
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.notice_id, []).append(row)
    return found


def latest_of_years(notices: QuerySet[Notice]) -> list[Notice]:
    """The last published notice of each year, newest year first: its figures are the year's."""
    newest = Window(
        RowNumber(), partition_by="year", order_by=[F("published_at").desc(), F("pk").desc()]
    )
    ranked: QuerySet[Any] = notices.select_related("year").annotate(newest=newest).filter(newest=1)
    return sorted(ranked, key=lambda notice: -notice.year.year)
