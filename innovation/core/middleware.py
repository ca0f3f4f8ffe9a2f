"""Deny by default, and refusals in words."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from innovation.core import access_rules, http
from innovation.core.errors import DomainError

METHODS = ("GET", "HEAD", "POST")


class DenyByDefaultMiddleware:
    """Refuses views without an access rule, and people whom the rule does not admit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """A public rule is answered before anybody looks at session or user."""
        if access_rules.guards_itself(view):
            return None
        rule = access_rules.rule_of(view)
        if rule is None:
            return http.forbidden(request)
        if rule.public:
            return None
        if not request.user.is_authenticated:
            return http.ask_for_login(request)
        return None if rule.admits(request.user) else http.forbidden(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return http.refused(request, error) if isinstance(error, DomainError) else None
