"""Opening a programme year: the year and all that a firm may set in it, from data."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from innovation.core import audit
from innovation.core.keys import new_key
from innovation.org import access
from innovation.org.enums import BRANCH_TYPES
from innovation.org.models import Organization
from projects import defaults
from projects.enums import YearState
from projects.models import (
    CalendarEntry,
    Category,
    CoverageField,
    ExpectedOrganization,
    Level,
    NoticeSetting,
    OutcomeForm,
    ProgrammeYear,
    Reason,
    ReviewRule,
    SensitiveWord,
    Theme,
)


def open_year(
    *,
    committee: Organization,
    year: int,
    by: Any,
    state: str = YearState.OPEN,
    expected: Iterable[Organization] | None = None,
    **further: Any,
) -> ProgrammeYear:
    """A year with the default configuration; `by` None = the installation itself.

    `expected` are the 应立项单位, by default every branch of the committee; `further` sets
    fields of the year (title, contact_phone …).
    """
    if by is not None:
        access.require(by, "year.manage", committee)
    with transaction.atomic():
        row = ProgrammeYear.objects.create(
            committee=committee, year=year, state=state, **_named(committee, year) | further
        )
        _configure(row)
        expect(row, _branches_of(committee) if expected is None else expected)
        audit.record(by=by, obj=row, kind="year.open", data={"year": year, "state": state})
    return row


def set_state(*, year: ProgrammeYear, state: str, by: Any) -> ProgrammeYear:
    """Open or close filing, or archive the year; `by` None = the installation itself."""
    with transaction.atomic():
        row = ProgrammeYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
        if by is not None:
            access.require(by, "year.manage", row.committee)
        before, row.state = row.state, state
        row.save(update_fields=["state"])
        audit.record(by=by, obj=row, kind="year.state", data={"state": [before, state]})
    return row


def set_date(*, year: ProgrammeYear, code: str, day: date, by: Any) -> None:
    """Move one entry of the year's calendar; `by` None = the installation itself."""
    with transaction.atomic():
        row = ProgrammeYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
        if by is not None:
            access.require(by, "year.manage", row.committee)
        entry = row.calendar.get(code=code)
        before, entry.date = entry.date, day
        entry.save(update_fields=["date"])
        touch(row)
        audit.record(by=by, obj=row, kind="year.date", data={code: [before, day]})


def touch(year: ProgrammeYear) -> None:
    """After any change of a year's configuration: what was remembered of it is out of date."""
    year.stamp = new_key()
    year.save(update_fields=["stamp"])


def expect(year: ProgrammeYear, organizations: Iterable[Organization]) -> None:
    """Name the organisations that are expected to file."""
    ExpectedOrganization.objects.bulk_create(
        ExpectedOrganization(year=year, organization=organization) for organization in organizations
    )


def _named(committee: Organization, year: int) -> dict[str, Any]:
    office = "工作部" if committee.name.endswith("党委") else "党委工作部"
    return {
        "title": f"{year}年党员创新工程",
        "issuer": f"{committee.name}{office}",
        "requirements": list(defaults.REQUIREMENTS),
    }


def _branches_of(committee: Organization) -> Iterable[Organization]:
    return Organization.objects.filter(
        committee=committee, type__in=BRANCH_TYPES, closed_on__isnull=True
    )


def _configure(year: ProgrammeYear) -> None:
    fields = _add(year, CoverageField, defaults.COVERAGE_FIELDS)
    _add_categories(year, {row.code: row for row in fields})
    _add(year, Level, defaults.LEVELS)
    _add(year, Theme, defaults.THEMES)
    _add(year, OutcomeForm, defaults.OUTCOME_FORMS)
    _add(year, Reason, defaults.REASONS)
    _add(year, NoticeSetting, defaults.NOTICE_SETTINGS)
    _add_rules(year)


def _add(year: ProgrammeYear, model: Any, rows: Sequence[defaults.Row]) -> list[Any]:
    return model.objects.bulk_create(
        model(
            year=year,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            position=position,
            **row.more,
        )
        for position, row in enumerate(rows, start=1)
    )


def _add_categories(year: ProgrammeYear, coverage: dict[str, CoverageField]) -> None:
    rows = [
        defaults.Row(
            row.code,
            row.name,
            row.name_en,
            row.more | {"default_coverage": coverage[str(row.more["default_coverage"])]},
        )
        for row in defaults.CATEGORIES
    ]
    _add(year, Category, rows)


def _add_rules(year: ProgrammeYear) -> None:
    ReviewRule.objects.bulk_create(
        ReviewRule(year=year, organization_type=kind, steps=list(steps))
        for kind, steps in defaults.REVIEW_STEPS.items()
    )
    CalendarEntry.objects.bulk_create(
        CalendarEntry(year=year, code=code, date=date(year.year + later, month, day))
        for code, later, month, day in defaults.CALENDAR
    )
    SensitiveWord.objects.bulk_create(
        SensitiveWord(year=year, word=word) for word in defaults.SENSITIVE_WORDS
    )
