"""The list of projects, and who of the expected organisations has filed."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innovation.core.access_rules import logged_in, needs
from innovation.org import access
from projects import lists
from projects.forms.listing import ListForm
from projects.queries import choices, coverage, listing


@logged_in
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = ListForm(request.GET, choices=choices.of(user), reader=lists.reader_of(user))
    filters = form.filters()
    counts = listing.counts_by_category(user, filters)
    page = _page(request, _total(counts, filters))
    rows = listing.page_rows(user, filters, page.number)
    words = {
        "form": form,
        "page": page,
        "rows": [lists.row(row, user) for row in rows],
        "figures": lists.figures(request, form, counts, _coverage(request, filters)),
        "may_file": lists.may_file(user),
        "filtered": bool(
            filters.words or filters.category or filters.status or filters.organization
        ),
    }
    return render(request, "projects/project_list.html", words)


@needs("project.coverage")
@require_safe
def project_coverage(request: HttpRequest) -> HttpResponse:
    user = request.user
    known = choices.of(user)
    year = known.year(request.GET.get("year", "")) or known.latest_open()
    years = [year.pk] if year else []
    found = coverage.rows(user, years)
    wanted = request.GET.get("filed", "")
    if wanted in ("yes", "no"):
        found = found.filter(has_filed=int(wanted == "yes"))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    words = {
        "year": year,
        "years": known.years,
        "wanted": wanted,
        "page": page,
        "rows": [lists.coverage_row(row, year) for row in page],
        "figures": lists.coverage_figures(coverage.coverage_of(user, years), year),
    }
    return render(request, "projects/project_coverage.html", words)


def _total(counts: dict[str, int], filters: listing.Filters) -> int:
    return counts.get(filters.category, 0) if filters.category else sum(counts.values())


def _coverage(request: HttpRequest, filters: listing.Filters) -> coverage.Coverage | None:
    if not access.holds(request.user, "project.coverage"):
        return None
    return coverage.coverage_of(request.user, filters.years)


class _Counted:
    """A page's rows are fetched by `listing`; the paginator only needs how many there are."""

    def __init__(self, total: int) -> None:
        self.total = total

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.total))

    def __getitem__(self, span: Any) -> range:
        return range(self.total)[span]


def _page(request: HttpRequest, total: int) -> Page[Any]:
    return Paginator(_Counted(total), listing.PER_PAGE).get_page(request.GET.get("page"))
