"""What a published notice shows for good: head, items and the year's figures of that day."""

from collections import Counter
from typing import Any

from django.db.models.functions import Coalesce

from projects.enums import NoticeState
from projects.models import Notice, NoticeItem, ProgrammeYear
from projects.publication_rules import period_from

Snapshot = dict[str, Any]


def of(notice: Notice, figures: dict[str, Any]) -> Snapshot:
    items = notice.items.filter(removed_at__isnull=True).order_by("position")
    return {
        "header": notice.snapshot["header"],
        "number": notice.number,
        "unannounced": _unannounced(notice),
        "items": [{"no": no, **item.content} for no, item in enumerate(items, start=1)],
        "figures": figures,
    }


def _unannounced(notice: Notice) -> list[int]:
    """Years in which the last day was counted without knowing the holidays."""
    if notice.opens_on is None:
        return []
    return list(period_from(notice.opens_on, notice.working_days).unannounced)


def figures_of(year: ProgrammeYear) -> dict[str, Any]:
    """Counts over all that was published in the year so far; what is not disclosed is counted.

    A general branch's project counts for the branch that it names.
    """
    published = NoticeItem.objects.filter(
        removed_at__isnull=True,
        notice__year=year,
        notice__state__in=(NoticeState.PUBLISHED, NoticeState.CLOSED),
    )
    rows = published.values_list(
        "project", "category_code", Coalesce("project__carried_by", "project__organization")
    )
    by_project = {project: (category, unit) for project, category, unit in rows}
    counts = Counter(category for category, _unit in by_project.values())
    units = {unit for _category, unit in by_project.values()}
    expected = set(year.expected.values_list("organization", flat=True))
    return {
        "total": len(by_project),
        "by_category": [
            {"code": row.code, "name": row.name, "name_en": row.name_en, "count": counts[row.code]}
            for row in year.category_rows.all()
            if counts[row.code] or not row.is_closed
        ],
        "units": len(units & expected) if expected else len(units),
        "expected_units": len(expected),
    }
