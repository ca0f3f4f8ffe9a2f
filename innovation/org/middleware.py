"""Each request of a person: the end of a resting session, a password that must be changed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import translation

from innovation.core import access_rules, http, language
from innovation.org import passwords, sessions


def with_session(view: Any) -> Any:
    """For a public view that belongs to the logged-in pages (login, language)."""
    view.with_session = True
    return view


def with_old_password(view: Any) -> Any:
    """Open also to somebody whose password has to be changed first."""
    view.with_old_password = True
    return view


class SessionGuardMiddleware:
    """Stands before the access rules. A public page is left alone: neither session nor cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if _stands_alone(view):
            return None
        translation.activate(language.in_address(request) or language.in_cookie(request))
        if not request.user.is_authenticated:
            return None
        if sessions.is_over(request):
            return _ended(request)
        if not getattr(view, "passive", False):
            sessions.extend(request)
        if passwords.must_change(request.user) and not getattr(view, "with_old_password", False):
            return _change_first(request)
        return None


def _stands_alone(view: Any) -> bool:
    rule = access_rules.rule_of(view)
    return rule is not None and rule.public and not getattr(view, "with_session", False)


def _ended(request: HttpRequest) -> HttpResponse | None:
    """The person goes on after a new login where the session ended."""
    logout(request)
    response = http.ask_for_login(request)
    if isinstance(response, HttpResponseRedirect):
        response["Location"] += "&" + urlencode({"ended": 1})
    return response


def _change_first(request: HttpRequest) -> HttpResponse:
    if http.wants_json(request) or http.is_htmx(request):
        return http.forbidden(request)
    return redirect("password_change")
