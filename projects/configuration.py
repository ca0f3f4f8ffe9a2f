"""A programme year's configuration, remembered by each process under the year's stamp."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache

from projects.models import Category, CoverageField, Level, OutcomeForm, Reason, Theme
from projects.models.year import ConfigRow, ProgrammeYear

KINDS: dict[str, type[ConfigRow]] = {
    "category": Category,
    "level": Level,
    "theme": Theme,
    "coverage_field": CoverageField,
    "outcome_form": OutcomeForm,
    "reason": Reason,
}


@dataclass(frozen=True)
class Configuration:
    """The rows of each kind in their order, closed ones included."""

    rows: dict[str, list[Any]]
    calendar: dict[str, date]

    def open(self, kind: str, *, keep: int | None = None) -> list[Any]:
        """What may still be chosen; `keep` is the row chosen already."""
        return [row for row in self.rows[kind] if not row.is_closed or row.pk == keep]

    def get(self, kind: str, pk: int | None) -> Any:
        return next((row for row in self.rows[kind] if row.pk == pk), None)

    def by_code(self, kind: str, code: str) -> Any:
        return next((row for row in self.rows[kind] if row.code == code), None)

    def reasons(self, kind: str) -> list[Any]:
        return [row for row in self.open("reason") if row.kind == kind]


def of(year: ProgrammeYear) -> Configuration:
    """No query where this process has asked for the same stamp before."""
    key = f"configuration:{year.pk}:{year.stamp}"
    found = cache.get(key)
    if found is None:
        found = _read(year)
        cache.set(key, found, None)
    return found


def _read(year: ProgrammeYear) -> Configuration:
    rows = {name: list(kind._default_manager.filter(year=year)) for name, kind in KINDS.items()}
    return Configuration(rows, dict(year.calendar.values_list("code", "date")))
