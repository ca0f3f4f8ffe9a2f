"""The admin site shows accounts, organisations and rights and changes nothing: the rules and the
audit log stand in the actions.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from innovation.org.admin_site import Site
from innovation.org.models import Grant, Member, Organization, User


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
for model, columns, joined, hidden, searched in (
    (User, ["username", "name", "is_active", "locked_until"], [], ["password"], "username"),
    (
        Grant,
        ["user", "role", "organization", "valid_from", "valid_to"],
        ["user", "organization"],
        [],
        "user__username",
    ),
    (Organization, ["code", "name", "type", "parent", "closed_on"], ["parent"], [], "name"),
    (Member, ["staff_number", "name", "status"], [], ["sex", "joined_on"], "name"),
):
    site.register(
        model,
        ReadOnly,
        list_display=columns,
        list_select_related=joined,
        exclude=hidden,
        search_fields=[searched],
    )
