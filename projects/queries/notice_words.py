"""A published notice in words: frozen texts with labels in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from innovation.core import clock
from projects import publication_rules
from projects.enums import DisclosureScope, NoticeKind, NoticeState
from projects.models import Notice
from projects.notice_content import in_language


@dataclass(frozen=True)
class Row:
    """One project as a table row; `anchor` is its place in the notice."""

    no: int
    anchor: str
    name: str
    unit: str
    unit_code: str
    category: str
    category_code: str
    lead: str
    outcomes: str
    finish: str
    summary: str


def day(value: date) -> str:
    """A day with its weekday, as notices name it."""
    return date_format(value, pgettext("date format", "D j M Y"))


def plain_day(value: date) -> str:
    return date_format(value, pgettext("date format", "j M Y"))


def period(notice: Notice) -> str:
    if notice.opens_on is None or notice.closes_on is None:
        return ""
    words = {"first": day(notice.opens_on), "last": day(notice.closes_on)}
    return _("%(first)s to %(last)s") % words


def short_period(notice: Notice) -> str:
    if notice.opens_on is None or notice.closes_on is None:
        return ""
    days = {"first": notice.opens_on.isoformat(), "last": notice.closes_on.isoformat()}
    return _("%(first)s to %(last)s") % days


def working_days(count: int) -> str:
    return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}


def projects(count: int) -> str:
    return ngettext("%(count)d project", "%(count)d projects", count) % {"count": count}


def state(notice: Notice) -> tuple[str, str]:
    """(label, tone) as the public reads it."""
    if notice.state == NoticeState.PUBLISHED:
        return _("On notice"), "progress"
    return _("Ended"), "neutral"


def kind(notice: Notice) -> str:
    return str(NoticeKind(notice.kind).label)


def scope(notice: Notice) -> str:
    return str(DisclosureScope(notice.scope).label)


def result(notice: Notice) -> str:
    """What came of it, once it has ended."""
    if notice.state != NoticeState.CLOSED or notice.closed_at is None:
        return ""
    if notice.result == publication_rules.NO_OBJECTION:
        return _("No objection was received during the notice period.")
    return ""


def last_day(notice: Notice) -> str:
    return plain_day(notice.closes_on) if notice.closes_on else ""


def published_on(notice: Notice) -> date | None:
    return clock.local(notice.published_at).date() if notice.published_at else None


def signed_on(notice: Notice) -> str:
    """The date beneath the signature: Chinese, like the paper."""
    published = published_on(notice)
    return f"{published.year}年{published.month}月{published.day}日" if published else ""


def rows(items: Iterable[dict[str, Any]]) -> list[Row]:
    language = get_language() or ""
    return [_row(item, language) for item in items]


def _row(item: dict[str, Any], language: str) -> Row:
    forms = [in_language(form, language) for form in item["outcome_forms"]]
    return Row(
        no=item["no"],
        anchor=f"item-{item['no']}",
        name=item["name"],
        unit=item["organization"]["name"],
        unit_code=item["organization"]["code"],
        category=in_language(item["category"], language),
        category_code=item["category"].get("code", ""),
        lead=item["lead"],
        outcomes=pgettext("list separator", ", ").join(forms),
        finish=item["finish_on"],
        summary=item["summary"],
    )
