"""Approval papers (立项通知) as their readers see them."""

from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from innovation.core.models import Job
from innovation.org.access import scopes_with
from projects.enums import DisclosureScope
from projects.models import ApprovalPaper, Project

NARROW = (DisclosureScope.UNIT, DisclosureScope.NONE)


def papers_of(user: Any) -> QuerySet[ApprovalPaper]:
    """What was approved is public in the committee, so every reader of projects sees the paper.

    One that names a project of narrower scope is for those alone who see that project.
    """
    committees = {scope.committee_id for scope in scopes_with(user, "project.read")}
    papers = ApprovalPaper.objects.filter(~Exists(_hidden_from(user)), committee__in=committees)
    return papers.select_related("year", "committee", "pdf").order_by("-id")


def _hidden_from(user: Any) -> QuerySet[Project]:
    """Projects of the outer paper that its reader must not learn of."""
    on_paper = Q(notice_items__notice=OuterRef("notice")) | Q(batch=OuterRef("batch"))
    narrow = Project.objects.filter(on_paper, scope__in=NARROW)
    return narrow.exclude(pk__in=Project.objects.visible_to(user).values("pk"))


def rows_of(papers: list[ApprovalPaper]) -> list[dict[str, Any]]:
    return [
        {
            "title": paper.title,
            "url": reverse("approval_paper", args=[paper.pk]),
            "year": paper.year.year,
            "count": len(paper.rows),
            "document_number": paper.document_number,
            "issued_on": f"{paper.issued_on:%Y-%m-%d}" if paper.issued_on else "",
        }
        for paper in papers
    ]


def numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The frozen rows with their place; a level other than the usual one is named."""
    levels = Counter(row["level"] for row in rows).most_common(1)
    ordinary = levels[0][0] if levels else ""
    return [
        row | {"place": place, "marked": row["level"] != ordinary}
        for place, row in enumerate(rows, start=1)
    ]


def chinese_day(day: Any) -> str:
    """As papers write it: 2019年3月8日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def pdf_job(key: str) -> Job | None:
    """The work on the paper's PDF as it stands, where somebody asked for it."""
    return Job.objects.filter(key=key).first()
