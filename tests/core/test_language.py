"""Public pages: the address alone. Others: the cookie, and never the browser's own wish."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from innovation.core.access_rules import logged_in, public
from innovation.core.language import LanguageMiddleware


@public
def public_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_language())


@logged_in
def inner_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_language())


def read(view: object, query: str = "", cookie: str = "") -> HttpResponse:
    request = RequestFactory().get(f"/{query}", headers={"accept-language": "en"})
    if cookie:
        request.COOKIES["django_language"] = cookie

    def answer(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request, view, (), {})
        return view(request)  # type: ignore[operator]

    middleware = LanguageMiddleware(answer)
    return middleware(request)


@pytest.mark.parametrize(
    ("view", "query", "cookie", "language"),
    [
        (public_page, "", "", "zh-hans"),
        (public_page, "?lang=en", "", "en"),
        (public_page, "", "en", "zh-hans"),
        (public_page, "?lang=xx", "", "zh-hans"),
        (inner_page, "", "", "zh-hans"),
        (inner_page, "", "en", "en"),
        (inner_page, "", "xx", "zh-hans"),
        (inner_page, "?lang=en", "", "en"),
    ],
)
def test_language(view: object, query: str, cookie: str, language: str) -> None:
    before = get_language()
    answer = read(view, query, cookie)
    assert answer.content.decode() == language
    assert answer["Content-Language"] == language
    assert get_language() == before
