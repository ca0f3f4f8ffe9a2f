"""Refusals as a person meets them: a page, a fragment or JSON, each with the reason."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from innovation.core.errors import DomainError

STATUS = {"forbidden": 403, "not_found": 404, "gone": 410, "draft_too_large": 413}


def wants_json(request: HttpRequest) -> bool:
    """Autosave says so itself; others by what they accept."""
    if "X-Autosave" in request.headers:
        return True
    kinds = ["text/html", "application/json"]
    return request.get_preferred_type(kinds) == "application/json"


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """409 unless the code says otherwise: the request was fine, the state of things is not."""
    status = STATUS.get(error.code, 409)
    if wants_json(request):
        return JsonResponse({"reason": str(error), "code": error.code}, status=status)
    words: dict[str, Any] = {"reason": str(error), "status": status}
    if is_htmx(request):
        return render(request, "components/alert.html", _as_alert(error), status=status)
    frame = "base.html" if request.user.is_authenticated else "error_base.html"
    return render(request, "refused.html", words | {"frame": frame}, status=status)


def forbidden(request: HttpRequest) -> HttpResponse:
    reason = _("Your account has no right to open this page.")
    return refused(request, DomainError(reason, code="forbidden"))


def ask_for_login(request: HttpRequest) -> HttpResponse:
    """To the login page and back; a script is told 401 and may tell the reader itself."""
    if wants_json(request):
        reason = str(_("You are no longer logged in."))
        return JsonResponse({"reason": reason, "code": "login"}, status=401)
    if is_htmx(request):
        return HttpResponse(status=401, headers={"X-Login": settings.LOGIN_URL})
    return redirect_to_login(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """The address itself; after a POST the page that held the form, where its draft is offered."""
    if request.method != "POST":
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return settings.LOGIN_REDIRECT_URL
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _as_alert(error: DomainError) -> dict[str, Any]:
    return {"tone": "bad", "text": str(error)}
