"""Project numbers from the year's template, such as `{year}-{category}-{org}-{seq:03d}`."""

import re
from string import Formatter

from django.utils.translation import gettext_lazy as _

from innovation.core import numbers
from innovation.core.errors import DomainError
from projects.models import Project

FIELDS = {"year", "category", "org", "seq"}
UNIQUE = {"year", "seq"}  # without these two a number would come twice
WIDTH = re.compile(r"0?[1-9]?d?")


def check_template(template: str) -> None:
    """Only the four fields, the year and the running number among them; width for the latter."""
    try:
        parts = [part for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        raise _refusal() from error
    names = {name for _text, name, _spec, _conversion in parts}
    plain = all(_is_plain(name, spec, conversion) for _text, name, spec, conversion in parts)
    if not (plain and names >= UNIQUE and names <= FIELDS):
        raise _refusal()


def _is_plain(name: str | None, spec: str | None, conversion: str | None) -> bool:
    fits = WIDTH.fullmatch(spec or "") if name == "seq" else not spec
    return bool(fits) and conversion is None


def _refusal() -> DomainError:
    return DomainError(
        _(
            "The number template may hold {year}, {category}, {org} and {seq:03d},"
            " and needs the year and the running number."
        ),
        code="number_template",
        field="number_template",
    )


def draw(project: Project) -> str:
    """The project's number; the sequence counts within committee and year. Call under its lock.

    A number that an imported project brought along is passed over.
    """
    year = project.year
    check_template(year.number_template)
    while True:
        sequence = numbers.next_number(project.committee_id, f"project:{year.year}")
        number = _fill(project, sequence)
        if not Project.objects.filter(committee=project.committee_id, number=number).exists():
            return number


def _fill(project: Project, sequence: int) -> str:
    assert project.category is not None  # noqa: S101 - a filing without one is never approved
    return project.year.number_template.format(
        year=project.year.year,
        category=project.category.number_code,
        org=project.organization.code,
        seq=sequence,
    )
