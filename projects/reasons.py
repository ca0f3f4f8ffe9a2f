"""Coded reasons: rows of the programme year, asked wherever a step turns a filing back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from innovation.core.errors import DomainError
from innovation.core.workflow import Transition
from projects import configuration
from projects.models import ProgrammeYear, Project, Reason


def open_to(year_id: int, kind: str) -> QuerySet[Reason]:
    return Reason.objects.filter(year=year_id, kind=kind, is_closed=False)


def of_year(year: ProgrammeYear, kind: str) -> list[Any]:
    """The same rows, remembered with the year's configuration."""
    return configuration.of(year).reasons(kind) if kind else []


def check_given(transition: Transition, project: Project, reason: str, comment: str) -> None:
    """What the step's row asks for is there. A year without reason rows asks for words alone."""
    if transition.needs_comment and not comment.strip():
        raise DomainError(_("Say in words why."), code="comment_missing", field="comment")
    codes = [row.code for row in of_year(project.year, transition.reasons)]
    if codes and reason not in codes:
        raise DomainError(_("Choose one of the reasons."), code="reason_missing", field="reason")
