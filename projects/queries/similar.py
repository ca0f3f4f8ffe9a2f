"""Projects with a like name, of other years and branches too: a hint at filing, never a refusal."""

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from projects.enums import PUBLIC_SCOPES, Status
from projects.models import Project

KNOWN_TO_ALL = (Status.PUBLICISED, Status.APPROVED, Status.ACTIVE)
MOST_LOOKED_AT = 300
SHOWN = 5
LIKE = 0.4  # share of common pairs of characters (Dice)


@dataclass(frozen=True)
class Similar:
    pk: int
    name: str
    unit: str
    year: int
    status: str
    is_visible: bool


def to(name: str, user: Any, *, leave_out: int | None = None) -> list[Similar]:
    """The likest first, of what the person may see and of what stood on public notice."""
    wanted = pairs(name)
    if len(wanted) < 2:
        return []
    rows = _candidates(wanted, user).exclude(pk=leave_out or 0)
    visible = set(Project.objects.visible_to(user).filter(pk__in=rows).values_list("pk", flat=True))
    scored = [(likeness(wanted, pairs(row.name)), row) for row in rows]
    likest = sorted((pair for pair in scored if pair[0] >= LIKE), key=lambda pair: -pair[0])
    return [
        Similar(
            row.pk, row.name, str(row.organization), row.year.year, row.status, row.pk in visible
        )
        for _, row in likest[:SHOWN]
    ]


def pairs(text: str) -> set[str]:
    """Neighbouring characters, without spaces and punctuation."""
    letters = [c for c in text.lower() if c.isalnum()]
    return {"".join(two) for two in pairwise(letters)}


def likeness(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _candidates(wanted: set[str], user: Any) -> QuerySet[Project]:
    shares = reduce(or_, (Q(name__icontains=pair) for pair in sorted(wanted)[:24]))
    known = Q(status__in=KNOWN_TO_ALL, scope__in=PUBLIC_SCOPES, committee=user.committee_id)
    visible = Project.objects.visible_to(user).order_by().values("pk")
    ids = Project.objects.filter(shares).filter(known | Q(pk__in=visible)).order_by("-pk")
    chosen = ids.values("pk")[:MOST_LOOKED_AT]
    return Project.objects.filter(pk__in=chosen).select_related("organization", "year")
