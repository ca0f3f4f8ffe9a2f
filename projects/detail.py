"""The parts of a project's page: facts, team, milestones, files, notices, and the buttons."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.core.money import in_wan
from projects import configuration, lists, rules
from projects.enums import (
    PUBLIC_SCOPES,
    AttachmentKind,
    DisclosureScope,
    EntryMode,
    NoticeState,
    Origin,
    Status,
)
from projects.models import Attachment, Notice, NoticeItem, Project
from projects.queries import brief
from projects.workflow import EDITABLE, NOTICE

SHOWN_NOTICES = (NoticeState.PUBLISHED, NoticeState.CLOSED)
KINDS = {
    "pdf": "pdf",
    "png": "image",
    "jpg": "image",
    "jpeg": "image",
    "docx": "word",
    "xlsx": "spreadsheet",
}


def sections(project: Project, user: Any) -> dict[str, Any]:
    may_edit = can_edit(project, user)
    return {
        "tabs": tabs(project),
        "facts": facts(project),
        "plan": plan(project),
        "texts": brief.texts(project),
        "team": team(project),
        "milestones": [_milestone(row) for row in project.milestones.all()],
        "files": files(project, removable=may_edit),
        "disclosure": disclosure(project),
        "declaration": brief.declaration(project),
        "notices": notices(project, user),
        "opinions": opinions(project),
        "may_edit": may_edit,
        "may_file": lists.may_file(user),
        "may_discard": may_edit and project.status == Status.DRAFT,
    }


def tabs(project: Project) -> list[dict[str, Any]]:
    return [
        {"anchor": "overview", "label": _("Overview"), "count": None},
        {"anchor": "team", "label": _("Team"), "count": len(project.team.all())},
        {"anchor": "milestones", "label": _("Milestones"), "count": len(project.milestones.all())},
        {"anchor": "publication", "label": _("Publication"), "count": None},
        {"anchor": "files", "label": _("Files"), "count": len(project.attachments.all())},
        {"anchor": "history", "label": _("Timeline"), "count": None},
    ]


def can_edit(project: Project, user: Any) -> bool:
    return project.status in EDITABLE and not rules.edit_refusal(project, user)


def facts(project: Project) -> list[tuple[Any, Any]]:
    rows = [
        (_("Filed by"), project.organization.name),
        (_("Branch covered"), str(project.carried_by) if project.carried_by_id else ""),
        (_("Year"), project.year.year),
        (rules.LABELS["category"], str(project.category or "")),
        (rules.LABELS["level"], str(project.level or "")),
        (rules.LABELS["lead"], str(project.lead or "")),
        (_("Entry"), _entry(project)),
        (_("Origin"), Origin(project.origin).label),
        (rules.LABELS["finish_on"], project.finish_on.isoformat() if project.finish_on else ""),
        (_("Indicator"), brief.indicator_of(project)),
        (rules.LABELS["expected_outcomes"], _outcomes(project)),
    ]
    return [(label, value) for label, value in rows if value]


def _entry(project: Project) -> str:
    """代填 and 代录 are told; an own entry needs no word."""
    if project.entry_mode == EntryMode.OWN:
        return ""
    return f"{EntryMode(project.entry_mode).label} · {project.created_by}"


def _outcomes(project: Project) -> str:
    known = configuration.of(project.year)
    rows = (known.get("outcome_form", row.form_id) for row in project.expected_outcomes.all())
    return "、".join(str(row) for row in rows if row)


def plan(project: Project) -> list[tuple[Any, Any]]:
    """The folded part of the form; only what was filled in."""
    known = configuration.of(project.year)
    rows = [
        (rules.LABELS["theme"], known.get("theme", project.theme_id)),
        (rules.LABELS["coverage_field"], known.get("coverage_field", project.coverage_field_id)),
        (rules.LABELS["savings_target"], _wan(project.savings_target)),
        (rules.LABELS["savings_formula"], project.savings_formula),
        (rules.LABELS["savings_source"], project.savings_source),
        (rules.LABELS["budget"], _wan(project.budget)),
        (rules.LABELS["risks"], project.risks),
    ]
    return [(label, str(value)) for label, value in rows if value]


def _wan(amount: Any) -> str:
    return "" if amount is None else _("%(amount)s × 10,000 yuan") % {"amount": in_wan(amount)}


def team(project: Project) -> list[dict[str, Any]]:
    return [
        {
            "name": place.name,
            "is_lead": place.member_id is not None and place.member_id == project.lead_id,
            "is_co_lead": place.is_co_lead,
            "is_outsider": place.member_id is None,
            "task": place.task,
        }
        for place in project.team.all()
    ]


def _milestone(row: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "quarter": _("Quarter %(n)s") % {"n": row.quarter},
        "due": row.due.isoformat() if row.due else "",
        "owner": row.owner,
    }


def files(project: Project, *, removable: bool) -> list[dict[str, Any]]:
    return [_file(project, row, removable) for row in project.attachments.all()]


def _file(project: Project, row: Attachment, removable: bool) -> dict[str, Any]:
    ending = row.file.name.rpartition(".")[2].lower()
    words = {
        "name": row.file.name,
        "url": reverse("project_file", args=[project.pk, row.pk]),
        "size": size_words(row.file.size),
        "kind": KINDS.get(ending, ""),
        "who": _who(row),
        "when": f"{clock.local(row.created_at):%Y-%m-%d}",
    }
    if removable:
        words["remove_url"] = reverse("project_detach", args=[project.pk, row.pk])
    return words


def _who(row: Attachment) -> str:
    if row.kind == AttachmentKind.MATERIAL:
        return str(row.created_by)
    return f"{AttachmentKind(row.kind).label} · {row.created_by}"


def size_words(size: int) -> str:
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(size // 1024, 1)} kB"


def disclosure(project: Project) -> list[tuple[Any, Any]]:
    rows: list[tuple[Any, Any]] = [(_("Disclosure scope"), DisclosureScope(project.scope).label)]
    if project.scope == DisclosureScope.NONE:
        reason = configuration.of(project.year).by_code("reason", project.scope_reason)
        rows.append((rules.LABELS["scope_reason"], str(reason or "")))
    if project.confirmed_by_id:
        rows.append((_("Self-declaration confirmed by"), str(project.confirmed_by)))
    return rows


def notices(project: Project, user: Any) -> list[dict[str, Any]]:
    """In which notices the project stands or stood; linked where this person can read them."""
    if project.status in (*EDITABLE, Status.SUBMITTED, Status.GENERAL_REVIEW):
        return []
    readable = Notice.objects.readable_by(user).filter(pk=OuterRef("notice"))
    items = NoticeItem.objects.filter(project=project.pk, removed_at=None)
    rows = items.select_related("notice").annotate(readable=Exists(readable))
    return [_notice(item) for item in rows.order_by("-id")]


def _notice(item: Any) -> dict[str, Any]:
    notice = item.notice
    state = NOTICE.statuses[notice.state]
    page = "notice_detail" if notice.scope in PUBLIC_SCOPES else "internal_notice"
    days = [day.isoformat() for day in (notice.opens_on, notice.closes_on) if day]
    return {
        "title": notice.title,
        "days": " – ".join(days),
        "state": state.label,
        "tone": state.tone,
        "url": reverse(page, args=[notice.key]) if item.readable else "",
    }


def opinions(project: Project) -> list[brief.Opinion]:
    if not project.round or not rules.opinions_owed(project):
        return []
    return brief.opinions(project)


def actions(project: Project, user: Any) -> list[dict[str, Any]]:
    """Every step this person has the right to; one that is not possible says why."""
    found = [_edit(project)] if can_edit(project, user) else []
    for button in rules.buttons(project, user):
        if button.transition.name != "submit":
            found.append(_button(project, button))
    return found


def _edit(project: Project) -> dict[str, Any]:
    label = _("Revise the filing") if project.status == Status.RETURNED else _("Go on filing")
    url = reverse("project_edit", args=[project.pk])
    return {"label": label, "url": url, "icon": "pencil", "tone": "primary"}


def _button(project: Project, button: rules.Button) -> dict[str, Any]:
    transition = button.transition
    words = {
        "label": transition.label,
        "url": reverse("project_step", args=[project.pk, transition.name]),
        "tone": transition.tone,
        "dialog": transition.asks,
    }
    return words | ({"disabled": True, "reason": button.reason} if button.reason else {})
