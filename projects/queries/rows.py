"""Everything that hangs on one project in one query: team, milestones, outcome forms, files."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from innovation.core.models import StoredFile
from innovation.org.models import Member, User
from projects.models import Attachment, ExpectedOutcome, Milestone, Project, TeamMember

TEAM, MILESTONE, OUTCOME, ATTACHMENT = range(4)
EMPTY: dict[str, Any] = {
    "_kind": Value(0, IntegerField()),
    "_ref": Cast(Value(None), BigIntegerField()),
    "_number": Value(0, IntegerField()),
    "_flag": Value(False, BooleanField()),
    "_one": Value("", CharField()),
    "_two": Value("", CharField()),
    "_three": Value("", CharField()),
    "_four": Value("", CharField()),
    "_day": Cast(Value(None), DateField()),
    "_at": Cast(Value(None), DateTimeField()),
    "_size": Cast(Value(0), BigIntegerField()),
}


class Columns(NamedTuple):
    """What the kinds share; each uses some of it."""

    kind: int
    ref: Any  # an id; None only where an outsider stands
    number: int
    flag: bool
    one: str
    two: str
    three: str
    four: str
    day: date | None
    at: Any  # of attachments alone
    size: int


def with_rows(project: Project) -> Project:
    """Fill the project's row sets, so that reading them asks nothing more."""
    found: dict[int, list[Any]] = {TEAM: [], MILESTONE: [], OUTCOME: [], ATTACHMENT: []}
    for pk, *values in _everything(project.pk):
        row = Columns(*values)
        found[row.kind].append(MAKERS[row.kind](project, pk, row))
    _fill(project, "team", TeamMember, _by(found[TEAM], "position"))
    _fill(project, "milestones", Milestone, _by(found[MILESTONE], "quarter", "position"))
    _fill(project, "expected_outcomes", ExpectedOutcome, _by(found[OUTCOME], "place"))
    _fill(project, "attachments", Attachment, _by(found[ATTACHMENT]))
    return project


def _everything(pk: int) -> QuerySet[Any]:
    team = _rows(
        TeamMember,
        pk,
        _kind=Value(TEAM),
        _ref=F("member_id"),
        _number=F("position"),
        _flag=F("is_co_lead"),
        _one=Coalesce("member__name", Value("")),
        _two=F("outsider"),
        _three=F("task"),
    )
    milestones = _rows(
        Milestone,
        pk,
        _kind=Value(MILESTONE),
        _ref=Cast("position", BigIntegerField()),
        _number=F("quarter"),
        _one=F("title"),
        _two=F("owner"),
        _day=F("due"),
    )
    outcomes = _rows(
        ExpectedOutcome,
        pk,
        _kind=Value(OUTCOME),
        _ref=F("form_id"),
        _number=F("form__position"),
    )
    files = _rows(
        Attachment,
        pk,
        _kind=Value(ATTACHMENT),
        _ref=F("created_by_id"),
        _one=F("file__name"),
        _two=Cast("file_id", CharField(max_length=36)),
        _three=F("created_by__name"),
        _four=F("kind"),
        _at=F("created_at"),
        _size=F("file__size"),
    )
    return team.union(milestones, outcomes, files, all=True)


def _rows(model: Any, project_id: int, **columns: Any) -> QuerySet[Any]:
    """The rows of one kind in the shape that all kinds share."""
    shape = EMPTY | columns
    rows = model.objects.filter(project=project_id).order_by()
    return rows.annotate(**shape).values_list("id", *shape)


def _place(project: Project, pk: int, row: Columns) -> TeamMember:
    member = Member(pk=row.ref, name=row.one) if row.ref else None
    return TeamMember(
        pk=pk,
        project=project,
        member=member,
        outsider=row.two,
        task=row.three,
        is_co_lead=bool(row.flag),
        position=row.number,
    )


def _milestone(project: Project, pk: int, row: Columns) -> Milestone:
    return Milestone(
        pk=pk,
        project=project,
        title=row.one,
        owner=row.two,
        due=row.day,
        quarter=row.number,
        position=row.ref,
    )


def _outcome(project: Project, pk: int, row: Columns) -> ExpectedOutcome:
    found = ExpectedOutcome(pk=pk, project=project, form_id=row.ref)
    found.place = row.number  # type: ignore[attr-defined]
    return found


def _attachment(project: Project, pk: int, row: Columns) -> Attachment:
    return Attachment(
        pk=pk,
        project=project,
        file=StoredFile(pk=UUID(row.two), name=row.one, size=row.size),
        kind=row.four,
        created_by=User(pk=row.ref, name=row.three),
        created_at=row.at,
    )


MAKERS = {TEAM: _place, MILESTONE: _milestone, OUTCOME: _outcome, ATTACHMENT: _attachment}


def _by(rows: list[Any], *names: str) -> list[Any]:
    return sorted(rows, key=lambda row: (*(getattr(row, name) for name in names), row.pk))


def _fill(project: Any, name: str, model: Any, rows: Iterable[Any]) -> None:
    """As a prefetch would have filled it."""
    queryset = model.objects.filter(project=project)
    queryset._result_cache = list(rows)
    queryset._prefetch_done = True
    cached = project.__dict__.setdefault("_prefetched_objects_cache", {})
    cached[name] = queryset
