"""What a person reads before taking a step: the filing in short, and the opinions on it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.core.money import in_wan
from innovation.org.enums import Role
from projects import configuration
from projects.enums import DeclarationQuestion
from projects.models import Countersignature, Project
from projects.queries.meeting import indicator_of
from projects.rules import LABELS


@dataclass(frozen=True)
class Opinion:
    who: str
    agrees: bool | None
    words: str
    when: str


def facts(project: Project) -> list[tuple[Any, str]]:
    """Short values in the order of the form; the empty ones stay away."""
    known = configuration.of(project.year)
    forms = [known.get("outcome_form", row.form_id) for row in project.expected_outcomes.all()]
    values = {
        "category": project.category,
        "level": project.level,
        "lead": project.lead,
        "indicator_name": indicator_of(project),
        "finish_on": project.finish_on,
        "expected_outcomes": "、".join(str(form) for form in forms if form),
        "savings_target": _wan(project),
    }
    return [(LABELS[name], str(value)) for name, value in values.items() if value]


def _wan(project: Project) -> str:
    if not project.savings_target:
        return ""
    return _("%(amount)s × 10,000 yuan") % {"amount": in_wan(project.savings_target)}


def texts(project: Project) -> list[tuple[Any, str]]:
    names = ("problem", "goal", "measures", "public_summary")
    return [(LABELS[name], getattr(project, name)) for name in names if getattr(project, name)]


def declaration(project: Project) -> list[tuple[Any, bool]]:
    """The filer's five answers, as given."""
    answers = project.declaration
    return [(q.label, answers[q]) for q in DeclarationQuestion if q in answers]


def opinions(project: Project) -> list[Opinion]:
    rows = project.countersignatures.filter(round=project.round)
    return [_opinion(row) for row in rows.select_related("organization", "signed_by")]


def _opinion(row: Countersignature) -> Opinion:
    place = f"{row.organization} · {Role(row.role).label}"
    when = f"{clock.local(row.signed_at):%Y-%m-%d %H:%M}" if row.signed_at else ""
    who = f"{place} · {row.signed_by}" if row.signed_by else place
    return Opinion(who, row.agrees, row.opinion, when)
