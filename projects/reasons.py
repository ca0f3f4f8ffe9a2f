"""Coded reasons: rows of the programme year, asked wherever a step turns a filing back."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from innovation.core.errors import DomainError
from innovation.core.workflow import Transition
from projects.models import Project, Reason


def open_to(year_id: int, kind: str) -> QuerySet[Reason]:
    return Reason.objects.filter(year=year_id, kind=kind, is_closed=False)


def check_given(transition: Transition, project: Project, reason: str, comment: str) -> None:
    """What the step's row asks for is there. A year without reason rows asks for words alone."""
    if transition.needs_comment and not comment.strip():
        raise DomainError(_("Say in words why."), code="comment_missing", field="comment")
    if not transition.reasons:
        return
    codes = list(open_to(project.year_id, transition.reasons).values_list("code", flat=True))
    if codes and reason not in codes:
        raise DomainError(_("Choose one of the reasons."), code="reason_missing", field="reason")
