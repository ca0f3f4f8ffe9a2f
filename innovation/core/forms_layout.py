"""The one way forms look: sections, folds, pairs; form tag and token are left to the page."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string
from django.utils.functional import cached_property


class BaseFormHelper(FormHelper):
    """The page writes form tag and CSRF token; errors stand beside their fields."""

    form_tag = False
    disable_csrf = True
    form_show_errors = True
    # A summary above the form would say everything twice; errors of the form as a whole stay.
    form_error_title = ""
    include_media = False
    template_pack = "bootstrap5"


class _Group(LayoutObject):
    """Fields under one heading with an anchor."""

    template = ""

    def __init__(self, anchor: str, title: Any, *fields: Any, hint: Any = "") -> None:
        self.anchor, self.title, self.hint = anchor, title, hint
        self.fields = list(fields)

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        names = [pointer.name for pointer in self.get_field_names()]
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        words = {"anchor": self.anchor, "title": self.title, "hint": self.hint, "fields": inner}
        return render_to_string(self.template, words | {"open": _needs_look(form, names)})


def _needs_look(form: Any, names: list[str]) -> bool:
    """A fold that holds an error or an answer starts open."""
    return any(name in form.errors for name in names) or any(form[n].value() for n in names)


class Section(_Group):
    """A panel of the form: Section("basics", _("Basics"), "title", …)."""

    template = "components/form/section.html"


class Fold(_Group):
    """A folded part of the form, a native <details>."""

    template = "components/form/fold.html"


class Pair(Div):
    """Two or more fields side by side on wide screens, below each other on phones."""

    css_class = "form-pair"


class Include(LayoutObject):
    """A page fragment between the fields; it sees the page's context."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.fields: list[Any] = []

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        return render_to_string(self.template, context.flatten() | {"form": form})


class LaidOutForm:
    """Mixin for forms: answer `layout()` with sections, get `helper` for the crispy tag."""

    def layout(self) -> list[Any]:
        return list(self.fields)  # type: ignore[attr-defined]

    @cached_property
    def helper(self) -> BaseFormHelper:
        helper = BaseFormHelper()
        helper.layout = Layout(*self.layout())
        return helper
