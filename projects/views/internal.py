"""Notices whose scope asks for a login: within Party organisations, or within a unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from innovation.core.access_rules import logged_in
from projects.forms.notices import NoticeFilterForm, filters_from, page_number
from projects.models import Notice
from projects.queries import notice_page, notice_rows, notices
from projects.queries.pages import page_with_count


@logged_in
@require_safe
def internal_notice_list(request: HttpRequest) -> HttpResponse:
    filters, readable = filters_from(request.GET), Notice.objects.readable_by(request.user)
    facets = notices.facets_of(readable)
    wanted = notices.filtered(readable, filters, facets)
    found, number, total = notices.page_of(wanted, page_number(request.GET))
    hits = notices.hits_in(found, filters, facets)
    context = {
        "form": NoticeFilterForm(request.GET, facets),
        "filters": filters,
        "rows": notice_rows.rows_of(found, hits, filters, "internal_notice"),
        "page": page_with_count(found, number, total, notices.ROWS_A_PAGE),
    }
    return render(request, "projects/notice_internal_list.html", context)


@logged_in
@require_safe
def internal_notice(request: HttpRequest, key: str) -> HttpResponse:
    readable = Notice.objects.readable_by(request.user).order_by("-version")
    notice = get_object_or_404(readable, key=key)
    filters = filters_from(request.GET)
    context = {
        "page": notice_page.build(notice, filters),
        "filters": filters,
        "here_url": reverse("internal_notice", args=[key]),
    }
    return render(request, "projects/notice_internal.html", context)
