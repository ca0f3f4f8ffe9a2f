"""The menu as data: each entry with the rule by which a person sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from innovation.core import todos
from innovation.org import access
from innovation.org.enums import Role

Rule = Callable[[Any], bool]


def anyone(user: Any) -> bool:
    return True


def holding(*permissions: str) -> Rule:
    return lambda user: any(access.holds(user, p) for p in permissions)


def in_projects(user: Any) -> bool:
    """Whoever has a project role, or is a member and may therefore lead one."""
    return bool(user.member_id) or access.holds(user, "project.read")


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    url_name: str
    icon: str
    rule: Rule
    group: str | Promise = ""


MENU = [
    Entry(_("Workbench"), "workbench", "house", anyone),
    Entry(_("Projects"), "project_list", "folder2-open", in_projects, _("Projects")),
    Entry(
        _("Committee decision"),
        "project_batch",
        "check2-square",
        holding("project.decide"),
        _("Projects"),
    ),
    Entry(
        _("Approval papers"),
        "approval_list",
        "file-earmark-text",
        holding("project.read"),
        _("Projects"),
    ),
    Entry(
        _("Notices in preparation"),
        "publication_desk",
        "shield-check",
        holding("notice.review", "notice.manage", "notice.read_all"),
        _("Publication"),
    ),
    Entry(_("Internal notices"), "internal_notice_list", "lock", anyone, _("Publication")),
    Entry(_("Public notices"), "notice_list", "megaphone", anyone, _("Publication")),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page behind the login; lazy, so that a public page asks nothing."""
    return {
        "nav": SimpleLazyObject(lambda: menu_of(request)),
        "user_label": SimpleLazyObject(lambda: str(request.user)),
        "role_labels": SimpleLazyObject(lambda: role_labels(request.user)),
        "committee_name": SimpleLazyObject(lambda: committee_name(request.user)),
        "todo_count": SimpleLazyObject(lambda: todo_count(request.user)),
    }


def menu_of(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated:
        return []
    shown = [entry for entry in MENU if entry.rule(request.user)]
    urls = {entry.url_name: reverse(entry.url_name) for entry in shown}
    active = max((u for u in urls.values() if request.path.startswith(u)), key=len, default="")
    return [_drawn(entry, urls[entry.url_name], active) for entry in shown]


def _drawn(entry: Entry, url: str, active: str) -> dict[str, Any]:
    return {
        "label": entry.label,
        "url": url,
        "icon": entry.icon,
        "group": entry.group,
        "active": url == active,
        "badge": None,
    }


def role_labels(user: Any) -> list[str]:
    return list(dict.fromkeys(str(Role(s.role).label) for s in access.scopes_of(user)))


def committee_name(user: Any) -> str:
    committee = user.committee if user.is_authenticated else None
    return str(committee) if committee else ""


def todo_count(user: Any) -> int:
    return todos.count_for(access.todo_keys(user)) if user.is_authenticated else 0
