"""The Atom feed of the public notices: what was published and what has ended."""

from typing import Any

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innovation.org.models import Organization
from projects.queries import notice_rows
from projects.queries import notice_words as words

ENTRIES = 25


def atom(notices: list[Any], committee: Organization | None, root: str) -> str:
    """`root` is the address of the site with its slash; `notices` carry `project_count`."""
    site = root.rstrip("/")
    feed = Atom1Feed(
        title=_("Public notices"),
        subtitle=committee.name if committee else "",
        link=site + _with_language(reverse("notice_list")),
        feed_url=site + _with_language(reverse("notice_feed")),
        description="",
        language=get_language(),
    )
    for notice in notices:
        link = site + notice_rows.address("notice_detail", notice.key)
        feed.add_item(
            title=notice.title,
            link=link,
            description=_summary(notice),
            unique_id=site + reverse("notice_detail", args=[notice.key]),
            pubdate=notice.published_at,
            updateddate=notice.closed_at or notice.published_at,
            categories=[words.kind(notice), words.state(notice)[0]],
        )
    return feed.writeString("utf-8")


def _summary(notice: Any) -> str:
    parts = [
        notice.number,
        words.state(notice)[0],
        words.short_period(notice),
        words.projects(notice.project_count),
        words.result(notice),
    ]
    return " · ".join(part for part in parts if part)


def _with_language(path: str) -> str:
    return f"{path}?lang=en" if get_language() == "en" else path
