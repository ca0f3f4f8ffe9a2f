"""The admin site shows accounts, organisations and rights and changes nothing: the rules and the
audit log stand in the actions. `is_superuser` opens this site and nothing else.
"""

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
from innovation.org.models import Grant, Member, Organization, User


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

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        sessions.end(request)
        return redirect("/")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("password_change")


class ReadOnly(admin.ModelAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


site = Site(name="admin")
for model, columns, hidden, searched in (
    (User, ["username", "name", "is_active", "locked_until"], ["password"], ["username", "name"]),
    (Grant, ["user", "role", "organization", "valid_from", "valid_to"], [], ["user__username"]),
    (Organization, ["code", "name", "type", "parent", "closed_on"], [], ["code", "name"]),
    (Member, ["staff_number", "name", "status"], ["sex", "joined_on"], ["staff_number", "name"]),
):
    options = {"list_display": columns, "exclude": hidden, "search_fields": searched}
    site.register(model, ReadOnly, list_select_related=True, **options)
