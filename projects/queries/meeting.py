"""The page on which the committee decides: what waits, what is marked, what a meeting did."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import pgettext

from innovation.core.errors import DomainError
from innovation.org.access import reach, scopes_with
from projects import configuration, rules
from projects.enums import Decision, Status
from projects.models import Countersignature, ProgrammeYear, Project

MOST = 300  # rows on one page; what is decided makes room for the rest
LONG_TEXTS = ("problem", "goal", "measures", "risks", "savings_formula", "public_summary")
TONES = {Decision.APPROVE: "good", Decision.RETURN: "warn", Decision.REJECT: "bad"}


@dataclass(frozen=True)
class Row:
    """One project as the meeting's list shows it, in the reader's language."""

    pk: int
    name: str
    url: str
    unit: str
    category: str
    level: str
    lead: str
    indicator: str
    recorded: bool  # decided by the branch, only taken on record
    disagreed: bool
    refusal: str  # why this person cannot decide on it
    pending: str
    decision: str
    tone: str
    reason: str
    comment: str
    marked_by: str


@dataclass(frozen=True)
class Agenda:
    """What is on the table of one year's committee."""

    year: ProgrammeYear | None
    years: list[ProgrammeYear]
    open: list[Row]
    marked: list[Row]
    total: int

    @property
    def left_out(self) -> int:
        return self.total - len(self.open) - len(self.marked)

    @property
    def counts(self) -> dict[str, int]:
        return {d.value: sum(row.pending == d for row in self.marked) for d in Decision}

    @property
    def needs_number(self) -> bool:
        return not self.marked or any(not row.recorded for row in self.marked)

    @property
    def as_shown(self) -> list[str]:
        """What the person is about to apply, word for word."""
        return [f"{row.pk}:{row.pending}" for row in self.marked]


def agenda(user: Any, wanted: str) -> Agenda:
    years = list(years_of(user))
    year = chosen(years, wanted)
    if year is None:
        return Agenda(None, years, [], [], 0)
    names = reason_names(year)
    rows = [_row(project, user, names) for project in _waiting(year, user)]
    waiting = [row for row in rows if not row.pending]
    marked = [row for row in rows if row.pending]
    return Agenda(year, years, waiting, marked, year.waiting)


def years_of(user: Any) -> QuerySet[ProgrammeYear]:
    """The years of the committees for which the person decides, with what waits in each."""
    committees = [scope.committee_id for scope in scopes_with(user, "project.decide")]
    waiting = Count("projects", filter=Q(projects__status=Status.COMMITTEE_DECISION))
    years = ProgrammeYear.objects.filter(committee__in=committees)
    return years.annotate(waiting=waiting).order_by("-year")


def chosen(years: list[Any], wanted: str) -> Any:
    """The year asked for; else the latest in which something waits."""
    for year in years:
        if wanted and str(year.year) == wanted:
            return year
    return next((year for year in years if year.waiting), years[0] if years else None)


def _waiting(year: ProgrammeYear, user: Any) -> Iterable[Project]:
    disagrees = Countersignature.objects.filter(
        project=OuterRef("pk"), round=OuterRef("round"), agrees=False
    )
    projects = (
        Project.objects.filter(reach(user, "project.decide"), year=year)
        .filter(status=Status.COMMITTEE_DECISION)
        .annotate(disagreed=Exists(disagrees))
        .select_related("organization", "category", "level", "lead", "pending_by")
        .defer(*LONG_TEXTS)
        .order_by("category__position", "organization__position", "pk")
    )
    for project in projects[:MOST]:
        project.year = year
        yield project


def _row(project: Any, user: Any, names: dict[str, str]) -> Row:
    return Row(
        pk=project.pk,
        name=project.name,
        url=reverse("project_detail", args=[project.pk]),
        unit=str(project.organization),
        category=str(project.category or ""),
        level=str(project.level or ""),
        lead=str(project.lead or ""),
        indicator=indicator_of(project),
        recorded=recorded(project),
        disagreed=project.disagreed,
        refusal=_refusal(project, user),
        pending=project.pending or "",
        decision=decision_label(project.pending, is_recorded=recorded(project)),
        tone=TONES.get(project.pending, ""),
        reason=names.get(project.pending_reason, ""),
        comment=project.pending_comment,
        marked_by=str(project.pending_by or ""),
    )


def _refusal(project: Project, user: Any) -> str:
    try:
        rules.check_four_eyes(project, user)
    except DomainError as error:
        return str(error)
    return ""


def recorded(project: Project) -> bool:
    return bool(project.level and project.level.branch_decides)


def indicator_of(project: Project) -> str:
    """`Hand positions in the danger zone: 8 → 0`."""
    if not project.indicator_name:
        return ""
    change = f"{project.indicator_baseline} → {project.indicator_target}"
    return f"{project.indicator_name}：{change} {project.indicator_unit}".strip()


def decision_label(decision: str | None, *, is_recorded: bool = False) -> str:
    if not decision:
        return ""
    if decision == Decision.APPROVE:
        approve = pgettext("decision", "Approve")
        return pgettext("decision", "Take on record") if is_recorded else approve
    return str(Decision(decision).label)


def reason_names(year: ProgrammeYear) -> dict[str, str]:
    return {row.code: row.label for row in configuration.of(year).rows["reason"]}


def decidable(user: Any, ids: Iterable[int]) -> list[int]:
    """Those of the ids that lie where the person decides; a stranger's are as if unknown."""
    mine = Project.objects.filter(reach(user, "project.decide"), pk__in=list(ids))
    return list(mine.exclude(status=Status.DRAFT).values_list("pk", flat=True))
