"""The style guide's pages, and stand-ins for the addresses that the page frames look up."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.generic.base import View

from tests.browser.styleguide import samples
from tests.browser.styleguide.forms import (
    CommentForm,
    FilingForm,
    FilterForm,
    LoginForm,
    MilestoneRows,
)


def page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"styleguide/{name}.html", samples.frame(request.path) | context)


def project_list(request: HttpRequest) -> HttpResponse:
    rows = Paginator(samples.projects(155), 25).get_page(request.GET.get("page"))
    return page(request, "list", form=FilterForm(request.GET), page=rows)


def filing(request: HttpRequest) -> HttpResponse:
    form = FilingForm(samples.half_filled() if "errors" in request.GET else None)
    parts = {"rows": MilestoneRows(prefix="milestones"), "members": samples.MEMBERS}
    return page(request, "form", form=form, missing=samples.MISSING, **parts)


def reason(request: HttpRequest) -> HttpResponse:
    context = samples.frame(request.path) | samples.RETURN | {"form": CommentForm()}
    return render(request, "reason.html", context)


def login(request: HttpRequest) -> HttpResponse:
    return render(request, "org/login.html", {"form": LoginForm(), "ended": "ended" in request.GET})


def simple(name: str) -> Any:
    return lambda request: page(request, name, **samples.PAGES.get(name, {}))


def error(name: str) -> Any:
    return lambda request: render(request, f"{name}.html")


urlpatterns = [
    path("workbench/", simple("workbench"), name="workbench"),
    path("projects/", project_list, name="list"),
    path("projects/1/", simple("detail"), name="detail"),
    path("projects/1/return/", reason, name="reason"),
    path("projects/new/", filing, name="filing"),
    path("batch/", simple("batch"), name="batch"),
    path("pieces/", simple("pieces"), name="pieces"),
    path("", simple("home"), name="home"),
    path("notices/", simple("notices"), name="notice_list"),
    path("notices/kdmwqzxbta/", simple("notice"), name="notice"),
    path("accounts/login/", login, name="login"),
    path("accounts/logout/", View.as_view(), name="logout"),
    path("accounts/password/", View.as_view(), name="password_change"),
    path("i18n/", View.as_view(), name="set_language"),
    path("errors/403/", error("403")),
    path("errors/404/", error("404")),
    path("errors/410/", error("410")),
    path("errors/500/", error("500")),
]
