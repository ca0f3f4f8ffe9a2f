"""Pages of every kind of access rule, as an address table of their own."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views import View

from innovation.core.access_rules import logged_in, needs, public
from innovation.core.errors import DomainError
from innovation.core.urls import urlpatterns as core


def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words")


@logged_in
def inside(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


@public
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@needs("project.file", "project.decide")
class Filing(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("filing")


class Heir(Filing):
    pass


@logged_in
def refusing(request: HttpRequest, code: str) -> HttpResponse:
    raise DomainError("项目已经立项。", code=code)


@public
def refusing_all(request: HttpRequest) -> HttpResponse:
    raise DomainError("公示已经结束。")


urlpatterns = [
    *core,
    path("none/", words),
    path("open/", open_page),
    path("inside/", inside),
    path("filing/", Filing.as_view()),
    path("heir/", Heir.as_view()),
    path("refusing/<slug:code>/", refusing),
    path("refusing-all/", refusing_all),
]
