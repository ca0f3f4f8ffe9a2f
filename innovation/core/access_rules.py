"""Each view names who may call it, by decorator; a view that names nobody is refused to all.

The rule answers only "may this person come here at all"; the rows are scoped by `visible_to`, and
an act on a row is checked by its action.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver

View = TypeVar("View", bound=Callable[..., Any])
# Views of Django that carry no business data; the admin site guards its own.
OPEN_MODULES = frozenset({"django.views.i18n", "django.views.static"})


@dataclass(frozen=True)
class AccessRule:
    """`permissions`: holding any one of them anywhere is enough; none: every login is."""

    public: bool = False
    permissions: tuple[str, ...] = ()

    def admits(self, user: Any) -> bool:
        return not self.permissions or any(_holds(user, name) for name in self.permissions)


PUBLIC, LOGGED_IN = AccessRule(public=True), AccessRule()


def public(view: View) -> View:
    """For everybody, without login; the view reads neither session nor user."""
    return _marked(view, PUBLIC)


def logged_in(view: View) -> View:
    """For every login."""
    return _marked(view, LOGGED_IN)


def needs(*permissions: str) -> Callable[[View], View]:
    """For whoever holds one of the permissions anywhere."""
    if not permissions:
        raise RuntimeError("needs() without a permission would admit everybody")
    return lambda view: _marked(view, AccessRule(permissions=permissions))


def passive(view: View) -> View:
    """Calls that a page makes by itself (autosave, polling) do not extend the idle time."""
    view.passive = True  # type: ignore[attr-defined]
    return view


def rule_of(view: Any) -> AccessRule | None:
    """The rule that a function, or the class behind it, names."""
    found = getattr(view, "access_rule", None)
    return found or getattr(getattr(view, "view_class", None), "access_rule", None)


def guards_itself(view: Any) -> bool:
    of_admin = hasattr(view, "admin_site") or hasattr(view, "model_admin")
    return of_admin or getattr(view, "__module__", "") in OPEN_MODULES


def holds_by(resolver: Callable[[Any, str], bool]) -> None:
    """Who holds what is known a room above; that room says so when it is ready."""
    global _holds
    _holds = resolver


def views_of(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route below with its view, for tests and checks."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views_of(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def _marked(view: View, rule: AccessRule) -> View:
    """A function has one rule; a class may tighten what it inherits."""
    if vars(view).get("access_rule", rule) != rule:
        raise RuntimeError(f"{view} names two access rules")
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


def _nobody(user: Any, permission: str) -> bool:
    return False


_holds: Callable[[Any, str], bool] = _nobody
