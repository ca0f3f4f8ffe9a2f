"""Published notices as rows of a list, with the matching projects beneath each."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.models import Notice
from projects.queries import notice_words as words
from projects.queries.notices import Filters


@dataclass(frozen=True)
class Hit:
    name: str
    unit: str
    lead: str
    url: str


@dataclass(frozen=True)
class NoticeRow:
    title: str
    url: str
    number: str
    period: str
    count: str
    scope: str  # only where it differs from row to row
    state_label: str
    state_tone: str
    hits: list[Hit]
    more: str
    more_url: str


def address(url_name: str, key: str, **query: str) -> str:
    """A notice's address in the language being read, with what is asked for."""
    return reverse(url_name, args=[key]) + _asked(query, public=url_name == "notice_detail")


def list_address(**query: str) -> str:
    return reverse("notice_list") + _asked(query, public=True)


def _asked(query: dict[str, str], *, public: bool) -> str:
    """Public pages keep their language in the address."""
    if public and get_language() == "en":
        query = query | {"lang": "en"}
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"?{asked}" if asked else ""


def row_of(
    notice: Any, hits: list[Any], filters: Filters, url_name: str = "notice_detail"
) -> NoticeRow:
    """`notice` carries `project_count`; each hit carries `hits`, the number of all."""
    label, tone = words.state(notice)
    here = address(url_name, notice.key)
    within = address(
        url_name,
        notice.key,
        organization=filters.organization,
        category=filters.category,
        q=filters.q,
    )
    total = hits[0].hits if hits else 0
    more = _("All %(count)d matching projects") % {"count": total} if total > len(hits) else ""
    return NoticeRow(
        title=notice.title,
        url=here,
        number=notice.number,
        period=words.short_period(notice),
        count=words.projects(notice.project_count),
        scope=words.scope(notice) if url_name != "notice_detail" else "",
        state_label=label,
        state_tone=tone,
        hits=[_hit(item, here) for item in hits],
        more=more,
        more_url=f"{within}#projects" if more else "",
    )


def _hit(item: Any, here: str) -> Hit:
    content = item.content
    return Hit(
        name=content["name"],
        unit=content["organization"]["name"],
        lead=content["lead"],
        url=f"{here}#item-{item.place_in_notice}",
    )


def rows_of(
    notices: list[Notice],
    hits: dict[int, list[Any]],
    filters: Filters,
    url_name: str = "notice_detail",
) -> list[NoticeRow]:
    return [row_of(notice, hits.get(notice.pk, []), filters, url_name) for notice in notices]
