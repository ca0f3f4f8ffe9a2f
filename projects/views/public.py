"""Public pages: one answer for everybody, from what was frozen at publication."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from innovation.core.public_cache import public_page
from projects import feeds
from projects.enums import NoticeState
from projects.forms.notices import NoticeFilterForm, filters_from, page_number
from projects.models import Notice
from projects.queries import notice_page, notice_rows, notices
from projects.queries.pages import page_with_count


@public_page("organization", "category", "kind", "year", "q", "page")
def notice_list(request: HttpRequest) -> HttpResponse:
    committee = notices.public_committee(request.get_host())
    filters, everything = filters_from(request.GET), notices.public_of(committee)
    facets = notices.facets_of(everything)
    wanted = notices.filtered(everything, filters, facets)
    found, number, total = notices.page_of(wanted, page_number(request.GET))
    hits = notices.hits_in(found, filters, facets)
    context = {
        "here": "notices",
        "committee_name": committee.name if committee else "",
        "form": NoticeFilterForm(request.GET, facets),
        "filters": filters,
        "rows": notice_rows.rows_of(found, hits, filters),
        "page": page_with_count(found, number, total, notices.ROWS_A_PAGE),
    }
    return render(request, "public/notice_list.html", context)


@public_page("organization", "category", "q")
def notice_detail(request: HttpRequest, key: str) -> HttpResponse:
    committee = notices.public_committee(request.get_host())
    notice = known_notice(key, committee)
    if notice.state == NoticeState.WITHDRAWN:
        return render(request, "410.html", status=410)
    filters = filters_from(request.GET)
    context = {
        "here": "notices",
        "committee_name": committee.name if committee else "",
        "page": notice_page.build(notice, filters),
        "filters": filters,
        "here_url": reverse("notice_detail", args=[key]),
    }
    return render(request, "public/notice_detail.html", context)


@public_page()
def notice_feed(request: HttpRequest) -> HttpResponse:
    committee = notices.public_committee(request.get_host())
    newest = notices.rows_of(notices.public_of(committee))[: feeds.ENTRIES]
    text = feeds.atom(list(newest), committee, request.build_absolute_uri("/"))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def known_notice(key: str, committee: Any) -> Notice:
    """Never published looks like never been."""
    known = Notice.objects.in_public_scope().filter(committee=committee, key=key)
    notice = known.order_by("-version").first()
    if notice is None:
        raise Http404
    return notice
