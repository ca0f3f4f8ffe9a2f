"""What the desk of publication shows: notices by state, texts with marks and answers."""

import re
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.core.tokens import new_token
from innovation.org import access
from projects import notice_content, publication_rules, reasons
from projects.enums import (
    DeclarationQuestion,
    DisclosureScope,
    NoticeState,
    ReasonKind,
    ReviewResult,
)
from projects.models import Notice, NoticeItem
from projects.publication_rules import UNPUBLISHED, Period
from projects.queries import notice_words as words
from projects.workflow import NOTICE

TABS = (
    NoticeState.DRAFT,
    NoticeState.REVIEWED,
    NoticeState.PUBLISHED,
    NoticeState.CLOSED,
    NoticeState.WITHDRAWN,
)
REVIEW_TONES = {
    ReviewResult.WAITING: "info",
    ReviewResult.PASSED: "good",
    ReviewResult.REFUSED: "bad",
}
MOST_ROWS = 200


# --- the list --------------------------------------------------------------------------------


def chosen_state(asked: str, user: Any) -> str:
    """The tab that was asked for, else the one where this person's own work waits."""
    if asked in TABS:
        return asked
    reviews = access.holds(user, "notice.review")
    return NoticeState.DRAFT if reviews else NoticeState.REVIEWED


def tabs_of(user: Any, state: str) -> list[dict[str, Any]]:
    notices = Notice.objects.desk_of(user).values_list("state")
    counts = dict(notices.annotate(n=Count("pk")).order_by())
    return [
        {
            "label": NOTICE.statuses[tab].label,
            "url": f"?state={tab}",
            "count": counts.get(tab, 0),
            "current": tab == state,
        }
        for tab in TABS
    ]


def rows_of(user: Any, state: str) -> list[dict[str, Any]]:
    standing = Q(items__removed_at__isnull=True)
    notices = Notice.objects.desk_of(user).filter(state=state).select_related("organization")
    counted = notices.defer("snapshot").annotate(
        total=Count("items", filter=standing),
        units=Count("items__organization", filter=standing, distinct=True),
        passed=Count("items", filter=standing & Q(items__review=ReviewResult.PASSED)),
        refused=Count("items", filter=standing & Q(items__review=ReviewResult.REFUSED)),
        marked=Count("items", filter=standing & ~Q(items__marks=[])),
    )
    return [_row(notice) for notice in counted.order_by("-created_at", "-pk")[:MOST_ROWS]]


def _row(notice: Any) -> dict[str, Any]:
    status = NOTICE.statuses[notice.state]
    return {
        "key": notice.key,
        "ticket": f"{notice.key}.{notice.content_hash}",
        "title": notice.title,
        "url": reverse("publication_notice", args=[notice.key]),
        "number": notice.number,
        "scope": words.scope(notice),
        "unit": notice.organization.name if notice.scope == DisclosureScope.UNIT else "",
        "total": notice.total,
        "units": notice.units,
        "progress": f"{notice.passed}/{notice.total}",
        "refused": notice.refused,
        "marked": notice.marked,
        "label": status.label,
        "tone": status.tone,
        "when": words.short_period(notice) or clock.local(notice.created_at).strftime("%Y-%m-%d"),
    }


# --- one notice ------------------------------------------------------------------------------


def notice_page(notice: Notice, user: Any, show: str) -> dict[str, Any]:
    texts = [_text(item, user) for item in standing(notice)]
    reviews = access.has_permission(user, "notice.review", notice)
    manages = access.has_permission(user, "notice.manage", notice)
    groups = _groups(texts)
    show = show if show in groups else "all"
    status = NOTICE.statuses[notice.state]
    return {
        "notice": notice,
        "header": notice.snapshot["header"],
        "status": status,
        "scope": words.scope(notice),
        "hidden": notice.scope == DisclosureScope.NONE,
        "period": words.period(notice),
        "length": words.working_days(notice.working_days),
        "texts": groups[show]["texts"],
        "filters": _filter_links(groups, show),
        "total": len(texts),
        "passed": len(groups["passed"]["texts"]),
        "plain": sum(text["plain"] for text in texts) if reviews else 0,
        "reviews": reviews and notice.state in UNPUBLISHED,
        "publishes": manages and notice.state == NoticeState.REVIEWED,
        "withdraws": manages and notice.state in (NoticeState.PUBLISHED, NoticeState.CLOSED),
        "ticket": f"{notice.key}.{notice.content_hash}",
        "read_url": published_url(notice),
    }


def standing(notice: Notice) -> list[NoticeItem]:
    items = notice.items.filter(removed_at__isnull=True)
    return list(items.select_related("project__year", "reviewed_by").order_by("position"))


def _text(item: NoticeItem, user: Any) -> dict[str, Any]:
    waiting = item.review == ReviewResult.WAITING
    plain = publication_rules.is_plain(item)
    return {
        "position": item.position,
        "name": highlighted(item, "name"),
        "summary": highlighted(item, "summary"),
        "unit": item.content["organization"]["name"],
        "lead": item.content["lead"],
        "category": item.content["category"].get("name", ""),
        "marked": bool(item.marks),
        "yes": any(item.project.declaration.get(q) is not False for q in DeclarationQuestion),
        "waiting": waiting,
        "review": item.review,
        "label": ReviewResult(item.review).label,
        "tone": REVIEW_TONES[ReviewResult(item.review)],
        "plain": waiting and plain and publication_rules.may_judge(item, user),
        "attention": waiting and not plain,
    }


def _groups(texts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        "all": {"label": _("All"), "texts": texts},
        "attention": {"label": _("One by one"), "texts": [t for t in texts if t["attention"]]},
        "waiting": {
            "label": ReviewResult.WAITING.label,
            "texts": [t for t in texts if t["waiting"]],
        },
        "refused": {
            "label": ReviewResult.REFUSED.label,
            "texts": [t for t in texts if t["review"] == ReviewResult.REFUSED],
        },
        "passed": {
            "label": ReviewResult.PASSED.label,
            "texts": [t for t in texts if t["review"] == ReviewResult.PASSED],
        },
    }


def _filter_links(groups: dict[str, dict[str, Any]], show: str) -> list[dict[str, Any]]:
    return [
        {
            "label": group["label"],
            "count": len(group["texts"]),
            "url": f"?show={name}",
            "current": name == show,
        }
        for name, group in groups.items()
    ]


def highlighted(item: NoticeItem, field: str) -> SafeString:
    """The text with every sensitive word in a mark element, escaped otherwise."""
    found = {mark["text"] for mark in item.marks if mark["field"] == field}
    text = item.content[field]
    if not found:
        return format_html("{}", text)
    pattern = "|".join(re.escape(hit) for hit in sorted(found, key=len, reverse=True))
    parts = re.split(f"({pattern})", text)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if p in found else p,) for p in parts)
    )


# --- one text --------------------------------------------------------------------------------


def item_page(item: NoticeItem, user: Any) -> dict[str, Any]:
    notice, project = item.notice, item.project
    refusal = "" if publication_rules.may_judge(item, user) else _four_eyes()
    reviews = access.has_permission(user, "notice.review", notice) and notice.state in UNPUBLISHED
    return {
        "notice": notice,
        "item": item,
        "row": words.rows([{"no": item.position, **item.content}])[0],
        "name": highlighted(item, "name"),
        "summary": highlighted(item, "summary"),
        "answers": [(q.label, project.declaration.get(q)) for q in DeclarationQuestion],
        "marks": list(dict.fromkeys(mark["text"] for mark in item.marks)),
        "label": ReviewResult(item.review).label,
        "tone": REVIEW_TONES[ReviewResult(item.review)],
        "judged": judgement(item),
        "reviews": reviews and not refusal,
        "refusal": refusal if reviews else "",
        "next_url": next_waiting(notice, item.position),
        "pass_token": new_token(),
    }


def _four_eyes() -> str:
    return _("You filed, entered or confirmed this project; another reviewer must decide.")


def text_page(item: NoticeItem) -> dict[str, Any]:
    return {
        "marks": list(dict.fromkeys(mark["text"] for mark in item.marks)),
        "label": ReviewResult(item.review).label,
        "tone": REVIEW_TONES[ReviewResult(item.review)],
    }


def judgement(item: NoticeItem) -> dict[str, str]:
    """Who decided on the text, when, and what was to be changed."""
    if item.reviewed_at is None:
        return {}
    known = reasons.open_to(item.notice.year_id, ReasonKind.CONFIDENTIALITY)
    named = {row.code: row.label for row in known} if item.review_reason else {}
    return {
        "who": str(item.reviewed_by),
        "when": f"{clock.local(item.reviewed_at):%Y-%m-%d %H:%M}",
        "reason": named.get(item.review_reason, item.review_reason),
        "note": item.review_note,
    }


def next_waiting(notice: Notice, position: int) -> str:
    """The next text that wants a look of its own, round to the first; else the notice."""
    waiting = notice.items.filter(review=ReviewResult.WAITING, removed_at__isnull=True)
    left = [item.position for item in waiting.select_related("project") if _wants_a_look(item)]
    later = [p for p in left if p > position] or [p for p in left if p != position]
    if later:
        return reverse("publication_item", args=[notice.key, later[0]])
    return reverse("publication_notice", args=[notice.key])


def _wants_a_look(item: NoticeItem) -> bool:
    return not publication_rules.is_plain(item)


# --- publication -----------------------------------------------------------------------------


def cleared(user: Any, keys: list[str]) -> list[Notice]:
    notices = Notice.objects.desk_of(user).filter(state=NoticeState.REVIEWED, key__in=keys)
    return list(notices.select_related("year", "organization").order_by("pk"))


def publish_page(notices: list[Notice], today: date, user: Any) -> dict[str, Any]:
    rows = [_to_publish(notice, today, user) for notice in notices]
    return {
        "rows": rows,
        "projects": sum(row["total"] for row in rows),
        "units": len({unit for row in rows for unit in row["unit_ids"]}),
        "possible": not any(row["refusal"] for row in rows),
        "unannounced": "、".join(str(y) for y in sorted({y for r in rows for y in r["years"]})),
        "waits": not_a_working_day(rows, today),
    }


def not_a_working_day(rows: list[dict[str, Any]], today: date) -> bool:
    return any(row["period"] is not None and row["period"].opens_on > today for row in rows)


def _to_publish(notice: Notice, today: date, user: Any) -> dict[str, Any]:
    hidden = notice.scope == DisclosureScope.NONE
    units = notice.items.filter(removed_at__isnull=True).values_list("organization", flat=True)
    period = None if hidden else publication_rules.period_from(today, notice.working_days)
    name = "keep_unpublished" if hidden else "publish"
    return {
        "ticket": f"{notice.key}.{notice.content_hash}",
        "title": notice.title,
        "url": reverse("publication_notice", args=[notice.key]),
        "scope": words.scope(notice),
        "unit": notice.organization.name if notice.scope == DisclosureScope.UNIT else "",
        "hidden": hidden,
        "total": len(units),
        "unit_ids": set(units),
        "unit_count": len(set(units)),
        "period": period,
        "from_to": _span(period),
        "length": words.working_days(notice.working_days),
        "years": period.unannounced if period else (),
        "refusal": publication_rules.refusal(name, notice, user),
    }


def _span(period: Period | None) -> str:
    if period is None:
        return ""
    days = {"first": words.day(period.opens_on), "last": words.day(period.closes_on)}
    return _("%(first)s to %(last)s") % days


def published_url(notice: Notice) -> str:
    """Where the notice is read, by whoever may."""
    if notice.state not in (NoticeState.PUBLISHED, NoticeState.CLOSED):
        return ""
    if notice.scope == DisclosureScope.NONE:
        return ""
    name = "notice_detail" if notice_content.is_public(notice) else "internal_notice"
    return reverse(name, args=[notice.key])
