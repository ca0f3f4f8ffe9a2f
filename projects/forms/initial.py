"""From a project to what the filing form starts with: its own, or a copy for another year."""

from typing import Any

from projects import configuration
from projects.enums import DisclosureScope, EntryMode, Origin
from projects.forms.typed import CODED
from projects.models import Project

OWN = (
    "name",
    "problem",
    "goal",
    "indicator_name",
    "indicator_unit",
    "indicator_baseline",
    "indicator_target",
    "measures",
    "finish_on",
    "public_summary",
    "origin",
    "savings_target",
    "savings_formula",
    "savings_source",
    "budget",
    "risks",
    "scope",
    "scope_reason",
    "meeting_kind",
    "meeting_on",
)
# What a new year asks anew: its days, its answers, its meeting.
NOT_COPIED = ("finish_on", "meeting_kind", "meeting_on")


def blank_for(desk: Any) -> dict[str, Any]:
    """A new filing: the usual answers stand there already."""
    levels = desk.known.open("level")
    return {
        "lead": desk.user.member_id or "",
        "level": levels[0].code if levels else "",
        "scope": DisclosureScope.COMPANY,
        "origin": Origin.SELF_CHOSEN,
    }


def initial_of(project: Project) -> dict[str, Any]:
    known = configuration.of(project.year)
    values: dict[str, Any] = {name: getattr(project, name) for name in OWN}
    for kind in CODED:
        row = known.get(kind, getattr(project, f"{kind}_id"))
        values[kind] = row.code if row else ""
    forms = (known.get("outcome_form", row.form_id) for row in project.expected_outcomes.all())
    values["expected_outcomes"] = [form.code for form in forms]
    values |= {f"declaration_{name}": _word(yes) for name, yes in project.declaration.items()}
    values["lead"] = project.lead_id or ""
    values["carried_by"] = project.carried_by_id or ""
    values["from_paper"] = project.entry_mode == EntryMode.ENTERED_FOR
    return values | _rows_of(project)


def copy_of(source: Project, known: configuration.Configuration) -> dict[str, Any]:
    """What carries over; codes that the new year no longer offers are left open."""
    values = {n: v for n, v in initial_of(source).items() if n not in NOT_COPIED}
    values = {n: v for n, v in values.items() if not n.startswith("declaration_")}
    for kind in CODED:
        row = known.by_code(kind, values[kind])
        values[kind] = row.code if row and not row.is_closed else ""
    for step in values["milestones"]:
        step |= {"pk": None, "due": None}
    return values


def _word(yes: bool) -> str:
    return "yes" if yes else "no"


def _rows_of(project: Project) -> dict[str, Any]:
    team = list(project.team.all())
    return {
        "team": [str(place.member_id) for place in team if place.member_id],
        "places": {
            place.member_id: {"task": place.task, "is_co_lead": place.is_co_lead}
            for place in team
            if place.member_id
        },
        "outsiders": [{"name": p.outsider, "task": p.task} for p in team if p.outsider],
        "milestones": [
            {"pk": s.pk, "title": s.title, "quarter": s.quarter, "due": s.due, "owner": s.owner}
            for s in project.milestones.all()
        ],
    }
