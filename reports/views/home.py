from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from innovation.core.public_cache import public_page
from projects.queries import notices
from reports.queries import home as queries


@public_page()
def home(request: HttpRequest) -> HttpResponse:
    """What anybody sees first: current notices, the figures last published, a search box."""
    committee = notices.public_committee(request.get_host())
    public = notices.public_of(committee)
    context = {
        "here": "home",
        "committee_name": committee.name if committee else "",
        "rows": queries.newest(public),
        "years": queries.figures_of_years(public),
    }
    return render(request, "public/home.html", context)
