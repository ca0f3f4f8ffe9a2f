"""The small pieces of every page: icons, pills, crumbs, sort links, figures and dates."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.core.money import in_wan

register = template.Library()

SPRITE = "vendor/bootstrap-icons/sprite.svg"
# A verdict is never told by colour alone: each tone brings its own sign.
TONE_ICONS = {
    "neutral": "circle",
    "info": "info-circle",
    "progress": "record-circle",
    "good": "check-circle",
    "warn": "exclamation-triangle",
    "bad": "x-circle",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration and hidden from screen readers."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            static(SPRITE),
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static(SPRITE), name
    )


@register.simple_tag
def pill(label: str, tone: str = "neutral", sign: str = "") -> SafeString:
    """A status: word and sign in the colour of its tone (neutral info progress good warn bad)."""
    return format_html(
        '<span class="pill pill-{}">{}{}</span>', tone, icon(sign or TONE_ICONS[tone]), label
    )


@register.filter
def tone_icon(tone: str) -> str:
    """The sign that goes with a tone."""
    return TONE_ICONS.get(tone, TONE_ICONS["info"])


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One breadcrumb; the page itself has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_tag(takes_context=True)
def sort_th(
    context: RequestContext, key: str, label: str, numeric: bool = False, default: str = ""
) -> SafeString:
    """A column header that sorts: once up, again down. `default` is the list's own order."""
    query = context["request"].GET.copy()
    current = query.get("sort") or default
    state, sign = _order(current, key)
    query["sort"] = f"-{key}" if current == key else key
    query.pop("page", None)
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="?{}">{}{}</a></th>',
        SafeString(' class="cell-num"' if numeric else ""),
        format_html(' aria-sort="{}"', state) if state else "",
        query.urlencode(),
        label,
        icon(sign),
    )


def _order(current: str, key: str) -> tuple[str, str]:
    if current == key:
        return "ascending", "arrow-up"
    if current == f"-{key}":
        return "descending", "arrow-down"
    return "", "arrow-down-up"


@register.simple_tag(takes_context=True)
def filter_chips(context: RequestContext, form: forms.Form) -> list[dict[str, str]]:
    """What a list is filtered by just now, each with the address without it."""
    query = context["request"].GET
    chips = []
    for name, field in form.fields.items():
        if query.get(name) and not field.widget.is_hidden:
            words = _chosen(field, _cleaned(form, name), query[name])
            label = str(form[name].label)
            chips.append({"label": label, "value": words, "url": _without(query, name)})
    return chips


@register.simple_tag
def page_numbers(page: Page) -> list[int | str]:
    """The pages worth a link: the ends and those around the present one, "…" between."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else "…" for number in numbers]


def _cleaned(form: forms.Form, name: str) -> Any:
    return form.cleaned_data.get(name) if form.is_valid() else None


def _chosen(field: forms.Field, value: Any, raw: str) -> str:
    """The words of the chosen value. Never iterates a model field's choices: that is a query."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(_flat(field.widget.choices)).get(raw, raw))
    return str(value) if value not in (None, "") else raw


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), label


def _without(query: QueryDict, *names: str) -> str:
    left = query.copy()
    for name in (*names, "page"):
        left.pop(name, None)
    return f"?{left.urlencode()}"


@register.simple_tag
def lang_url(name: str, *args: Any) -> str:
    """A public page's address in the language being read: public pages keep it in the address."""
    return reverse(name, args=args) + ("?lang=en" if get_language() == "en" else "")


@register.filter
def wan(amount: Decimal | None) -> str:
    """Yuan as 万元 with two decimals, without the unit."""
    return in_wan(amount)


@register.filter
def wan_unit(amount: Decimal | None) -> str:
    """Yuan as 万元 with two decimals and the unit."""
    if amount is None:
        return ""
    return _("%(amount)s × 10,000 yuan") % {"amount": in_wan(amount)}


@register.filter
def yuan(amount: Decimal | None) -> str:
    """Yuan with two decimals and thousands separated."""
    return "" if amount is None else f"{amount:,.2f}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as 2026-11-22, on the local calendar."""
    if value is None:
        return ""
    return f"{clock.local(value) if isinstance(value, datetime) else value:%Y-%m-%d}"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as 2026-11-22 10:32, on the local clock."""
    return "" if value is None else f"{clock.local(value):%Y-%m-%d %H:%M}"


@register.simple_tag
def due(when: date | None, today: date | None = None) -> SafeString:
    """How long until something is due, in words; overdue and today stand out with a sign."""
    if when is None:
        return SafeString("")
    left = (when - (today or clock.today())).days
    tone = "late" if left < 0 else "soon" if left <= 3 else "ok"
    sign = {"late": "exclamation-circle", "soon": "clock", "ok": "calendar3"}[tone]
    return format_html(
        '<time class="due due-{}" datetime="{}" title="{}">{}{}</time>',
        tone,
        when.isoformat(),
        when.isoformat(),
        icon(sign),
        due_words(left),
    )


def due_words(left: int) -> str:
    """Days left (negative: overdue) in words."""
    if left < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -left) % {"days": -left}
    if left == 0:
        return _("Due today")
    return ngettext("Due in %(days)d day", "Due in %(days)d days", left) % {"days": left}
