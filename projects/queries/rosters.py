"""The people to choose from at filing, and who of them is in no project of the year yet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from innovation.core import clock
from innovation.org.models import Affiliation, Dated, Member, Organization
from projects.enums import Status
from projects.models import ProgrammeYear, Project, TeamMember

GONE = (Status.REJECTED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Candidate:
    pk: int
    name: str
    staff_number: str
    unit: str
    is_free: bool  # in no other project of the year


def candidates(
    organization: Organization,
    year: ProgrammeYear,
    *,
    project_id: int | None = None,
) -> list[Candidate]:
    """The roster of the organisation and below, and whoever is in the project already."""
    wanted = Q(_below=True)
    if project_id:
        wanted |= Q(led_projects=project_id) | Q(team_places__project=project_id)
    rows = (
        Member.objects.annotate(_below=Exists(_belonging(organization)))
        .filter(wanted)
        .annotate(_busy=_busy(year, project_id), _unit=Subquery(_unit()))
        .order_by("staff_number")
        .distinct()
    )
    values = rows.values_list("pk", "name", "staff_number", "_unit", "_busy")
    return [
        Candidate(pk, name, number, unit or "", not busy) for pk, name, number, unit, busy in values
    ]


def _belonging(organization: Organization) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(
        Dated.on(clock.today()),
        member=OuterRef("pk"),
        organization__path__startswith=organization.path,
    )


def _unit() -> QuerySet[Any]:
    today = Affiliation.objects.filter(Dated.on(clock.today()), member=OuterRef("pk"))
    return today.values("organization__name")[:1]


def _busy(year: ProgrammeYear, project_id: int | None) -> Any:
    live = Project.objects.filter(year=year).exclude(status__in=GONE)
    if project_id:
        live = live.exclude(pk=project_id)
    placed = TeamMember.objects.filter(member=OuterRef("pk"), project__in=live.values("pk"))
    return Exists(live.filter(lead=OuterRef("pk"))) | Exists(placed)
