"""Public pages that tell how often they were made, and what they could see of the reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path
from django.utils import translation

from innovation.core.public_cache import public_page

made = []
PAGE = engines["django"].from_string("{{ words }} {{ user.username }}")


@public_page("q", "page")
def listing(request: HttpRequest) -> HttpResponse:
    made.append(request)
    language = translation.get_language()
    return HttpResponse(f"made {len(made)} {request.GET.urlencode()} {language} " * 40)


@public_page()
def curious(request: HttpRequest, key: str) -> HttpResponse:
    """Looks for the reader everywhere."""
    made.append(request)
    seen = [str(request.user), hasattr(request, "session"), request.COOKIES, bool(request.htmx)]
    seen += [request.META.get("REMOTE_ADDR"), request.headers.get("User-Agent")]
    return HttpResponse(f"{key} {seen} {request.get_full_path()} {request.build_absolute_uri()}")


@public_page()
def templated(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render({"words": "公示"}, request))


@public_page()
def withdrawn(request: HttpRequest) -> HttpResponse:
    made.append(request)
    return render(request, "410.html", status=410)


urlpatterns = [
    path("notices/", listing),
    path("notices/<slug:key>/", curious),
    path("templated/", templated),
    path("withdrawn/", withdrawn),
]
