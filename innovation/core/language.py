"""Which language a request is answered in: the address decides for public pages, else a cookie.

The browser's own wish is ignored: a shared page would then differ from reader to reader.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from innovation.core import access_rules


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(in_address(request) or in_cookie(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        rule = access_rules.rule_of(view)
        if rule is not None and rule.public:
            translation.activate(in_address(request) or settings.LANGUAGE_CODE)


def in_address(request: HttpRequest) -> str:
    return known(request.GET.get("lang", ""))


def in_cookie(request: HttpRequest) -> str:
    return known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")) or settings.LANGUAGE_CODE


def known(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else ""
