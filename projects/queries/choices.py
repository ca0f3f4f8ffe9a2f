"""What a list can be narrowed to: the years and organisations that the reader reaches."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from innovation.org import access
from innovation.org.models import Organization
from projects.enums import YearState
from projects.models import ProgrammeYear

MOST_ORGANIZATIONS = 300  # beyond that a name is typed, not chosen
YEAR, ORGANIZATION = 0, 1


@dataclass(frozen=True)
class Choices:
    """Years from the latest on; organisations in their order, none where there are too many."""

    years: list[ProgrammeYear]
    organizations: list[Organization]

    def latest_open(self) -> ProgrammeYear | None:
        opened = (year for year in self.years if year.state == YearState.OPEN)
        return next(opened, self.years[0] if self.years else None)

    def year(self, number: str) -> ProgrammeYear | None:
        return next((year for year in self.years if str(year.year) == number), None)

    def organization(self, code: str) -> Organization | None:
        return next((row for row in self.organizations if row.code == code), None)


def of(user: Any) -> Choices:
    """One query for both."""
    years, organizations = _years(user), _organizations(user)
    rows = list(years.union(organizations, all=True).order_by("_kind", "_place", "_id"))
    found = [_organization(row) for row in rows if row[0] == ORGANIZATION]
    return Choices(
        years=[_year(row) for row in rows if row[0] == YEAR],
        organizations=found if len(found) <= MOST_ORGANIZATIONS else [],
    )


def committees_of(user: Any) -> Q:
    """The tenants whose years concern this reader: the own one, and nested ones read from above."""
    paths = [scope.path for scope in access.scopes_of(user) if scope.whole_committee]
    query = Q(committee=user.committee_id)
    for scope_path in paths:
        query |= Q(committee__path__startswith=scope_path)
    return query


COLUMNS = ("_kind", "_place", "_id", "_code", "_name", "_short", "_type", "_path")


def _years(user: Any) -> QuerySet[Any]:
    rows = ProgrammeYear.objects.filter(committees_of(user)).order_by()
    return rows.annotate(
        _kind=Value(YEAR, IntegerField()),
        _place=Value(9999, IntegerField()) - Cast("year", IntegerField()),
        _id=F("id"),
        _code=Cast("year", CharField(max_length=30)),
        _name=Cast("title", CharField(max_length=80)),
        _short=Value("", CharField()),
        _type=Cast("state", CharField(max_length=30)),
        _path=Cast("stamp", CharField(max_length=200)),
    ).values_list(*COLUMNS)


def _organizations(user: Any) -> QuerySet[Any]:
    reached = access.organizations_for(user, "project.read").order_by("position", "id")
    few = Organization.objects.filter(pk__in=reached.values("pk")[: MOST_ORGANIZATIONS + 1])
    return (
        few.order_by()
        .annotate(
            _kind=Value(ORGANIZATION, IntegerField()),
            _place=Cast("position", IntegerField()),
            _id=F("id"),
            _code=Cast("code", CharField(max_length=30)),
            _name=Cast("name", CharField(max_length=80)),
            _short=Cast("short_name", CharField(max_length=80)),
            _type=Cast("type", CharField(max_length=30)),
            _path=Cast("path", CharField(max_length=200)),
        )
        .values_list(*COLUMNS)
    )


def _year(row: Any) -> ProgrammeYear:
    _kind, _place, pk, number, title, _short, state, stamp = row
    return ProgrammeYear(pk=pk, year=int(number), title=title, state=state, stamp=stamp)


def _organization(row: Any) -> Organization:
    _kind, _place, pk, code, name, short, kind, path = row
    return Organization(pk=pk, code=code, name=name, short_name=short, type=kind, path=path)
