"""Who comes into the admin site: `is_superuser` opens it and nothing else."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from innovation.core import http
from innovation.core.access_rules import public
from innovation.org import access, sessions
from innovation.org.middleware import with_session


class Site(admin.AdminSite):
    site_header = site_title = _("System administration")

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        post = user.is_staff and access.holds(user, "account.manage")
        return user.is_active and (user.is_superuser or post)

    @public
    @with_session
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One door for all; whoever is in already and comes here has no right to."""
        if request.user.is_authenticated:
            return http.forbidden(request)
        return redirect_to_login(sessions.safe_next(request) or "/admin/")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        sessions.end(request)
        return redirect("/")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("password_change")
