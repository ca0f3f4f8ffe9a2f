"""One project as the reader may see it; a stranger's is not found."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404

from projects.models import Project, ProjectLog
from projects.queries.rows import with_rows

NEAR = (
    "organization__parent",
    "year",
    "lead",
    "category",
    "level",
    "created_by",
    "updated_by",
    "carried_by",
    "confirmed_by",
)


def project(user: Any, pk: int) -> Project:
    """With its rows, in two queries."""
    returned = ProjectLog.objects.filter(project=OuterRef("pk"), kind="return").order_by("-id")
    visible = (
        Project.objects.visible_to(user)
        .select_related(*NEAR)
        .annotate(
            returned_reason=Subquery(returned.values("reason")[:1]),
            returned_comment=Subquery(returned.values("comment")[:1]),
        )
    )
    return with_rows(get_object_or_404(visible, pk=pk))
