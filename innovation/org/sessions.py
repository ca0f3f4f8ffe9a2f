"""How long a session rests before it ends, and where a person goes on after a login."""

from typing import Any

from django.contrib import auth
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from innovation.core import clock
from innovation.org.actions import logins
from innovation.org.passwords import policy

SEEN = "seen"  # seconds since 1970
STEP = 60  # seconds; a busy session writes once in this time, so that reading is not writing


def connect() -> None:
    user_logged_in.connect(_start, dispatch_uid="innovation.org.sessions")


def _start(request: HttpRequest, **signal: Any) -> None:
    request.session[SEEN] = _now()


def is_over(request: HttpRequest) -> bool:
    """A session without the stamp was not begun by a login of ours."""
    return _now() - request.session.get(SEEN, 0) > policy().idle.total_seconds()


def extend(request: HttpRequest) -> None:
    if _now() - request.session[SEEN] >= STEP:
        request.session[SEEN] = _now()


def end(request: HttpRequest) -> None:
    """By the person's own wish."""
    if request.user.is_authenticated:
        logins.log_out(by=request.user)
    auth.logout(request)


def safe_next(request: HttpRequest) -> str:
    """Where to go on; an address of another host is no address."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if own else ""


def _now() -> int:
    return int(clock.now().timestamp())
