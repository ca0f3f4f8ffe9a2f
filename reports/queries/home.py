"""The public home: the newest notices, and each year's figures as last published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.enums import NoticeState
from projects.models import Notice
from projects.notice_content import in_language
from projects.queries import notice_rows, notice_words, notices
from projects.queries.notice_rows import NoticeRow
from projects.queries.notices import Filters

NEWEST = 10


@dataclass(frozen=True)
class YearFigures:
    year: int
    heading: str
    figures: list[dict[str, Any]]
    as_of: date | None
    title: str
    url: str


def newest(public: QuerySet[Notice]) -> list[NoticeRow]:
    """Those whose period runs first, then the latest that have ended."""
    running = Case(
        When(state=NoticeState.PUBLISHED, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = notices.rows_of(public).order_by(running, "-published_at", "-pk")[:NEWEST]
    return notice_rows.rows_of(list(rows), {}, Filters())


def figures_of_years(public: QuerySet[Notice]) -> list[YearFigures]:
    return [_figures(notice) for notice in notices.latest_of_years(public)]


def _figures(notice: Notice) -> YearFigures:
    counted = notice.snapshot["figures"]
    year = notice.year.year
    return YearFigures(
        year=year,
        heading=_("Programme of %(year)s") % {"year": year},
        figures=[_total(counted, year), *_by_category(counted, year)],
        as_of=notice_words.published_on(notice),
        title=notice.title,
        url=notice_rows.address("notice_detail", notice.key),
    )


def _total(counted: dict[str, Any], year: int) -> dict[str, Any]:
    return {
        "label": _("Projects"),
        "value": counted["total"],
        "url": notice_rows.list_address(year=str(year)),
        "note": _units(counted),
    }


def _by_category(counted: dict[str, Any], year: int) -> list[dict[str, Any]]:
    language = get_language() or ""
    return [
        {
            "label": in_language(category, language),
            "value": category["count"],
            "url": notice_rows.list_address(year=str(year), category=category["code"]),
        }
        for category in counted["by_category"]
    ]


def _units(counted: dict[str, Any]) -> str:
    """Units that have a project, of those that are expected to file where that is known."""
    words = {"units": counted["units"], "expected": counted["expected_units"]}
    if counted["expected_units"]:
        return _("from %(units)s of %(expected)s units") % words
    return _("from %(units)s units") % words
