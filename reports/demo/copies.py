"""A larger programme: the same rows again under further branches, in bulk.

The seed is walked through the real actions; copies only repeat what those wrote, so that a
test can hold N = 2 against twice N = 1.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, transaction

from innovation.core.keys import LETTERS
from innovation.org.models import Affiliation, Member, Organization, OrganizationVersion, Post
from projects.models import (
    ExpectedOrganization,
    ExpectedOutcome,
    Milestone,
    Notice,
    NoticeItem,
    Project,
    ProjectLog,
    TeamMember,
)

BATCH = 2000
Change = Callable[[Any], None]


class Copy:
    """One further copy; remembers which new row stands for which old one."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.ids: dict[type[models.Model], dict[Any, Any]] = defaultdict(dict)

    def rows(self, model: type[models.Model], rows: Iterable[Any], change: Change) -> list[Any]:
        """Insert copies; a foreign key to a row that was copied points to its copy."""
        originals = list(rows)
        copies = [self._twin(row, change) for row in originals]
        for start in range(0, len(copies), BATCH):
            model._default_manager.bulk_create(copies[start : start + BATCH])
        self.ids[model].update((o.pk, c.pk) for o, c in zip(originals, copies, strict=True))
        return copies

    def _twin(self, row: Any, change: Change) -> Any:
        values = {
            field.attname: self._mapped(field, getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        twin = type(row)(**values)
        change(twin)
        return twin

    def _mapped(self, field: Any, value: Any) -> Any:
        known = self.ids.get(field.related_model) if field.is_relation else None
        return known.get(value, value) if known else value


def copy_programme(committee: Organization, number: int) -> None:
    """The branches with their members, and the two closed years' projects and notices."""
    copy = Copy(number)
    mark = f"-{number}"
    with transaction.atomic():
        _copy_tree(copy, committee, mark)
        _copy_people(copy, committee, mark)
        _copy_projects(copy, committee, mark)


def _copy_tree(copy: Copy, committee: Organization, mark: str) -> None:
    originals = [o for o in Organization.objects.order_by("id") if _is_seed(o, committee)]

    def rename(twin: Organization) -> None:
        twin.code += mark
        twin.name = f"{twin.name}（{mark[1:]}区）"
        twin.path = f"{twin.path}{mark}/"  # made right below, when the ids are known

    for depth in sorted({o.path.count("/") for o in originals}):  # parents before children
        level = [o for o in originals if o.path.count("/") == depth]
        twins = copy.rows(Organization, level, rename)
        parents = Organization.objects.in_bulk([t.parent_id for t in twins])
        for twin in twins:
            twin.path = f"{parents[twin.parent_id].path}{twin.pk}/"
        Organization.objects.bulk_update(twins, ["path"], batch_size=BATCH)
    paths = dict(Organization.objects.values_list("id", "path"))

    def replace_path(twin: OrganizationVersion) -> None:
        twin.path = paths[twin.organization_id]

    versions = OrganizationVersion.objects.filter(organization__in=originals)
    copy.rows(OrganizationVersion, versions, replace_path)
    expected = ExpectedOrganization.objects.filter(organization__in=originals)
    copy.rows(ExpectedOrganization, expected, lambda twin: None)


def _is_seed(organization: Organization, committee: Organization) -> bool:
    return organization.pk != committee.pk and "-" not in organization.code


def _copy_people(copy: Copy, committee: Organization, mark: str) -> None:
    def renumber(twin: Member) -> None:
        twin.staff_number += mark

    seed = Member.objects.filter(committee=committee).exclude(staff_number__contains="-")
    copy.rows(Member, seed.order_by("id"), renumber)
    for model in (Affiliation, Post):
        rows = model._default_manager.filter(member__in=seed).order_by("id")
        copy.rows(model, rows, lambda twin: None)


def _copy_projects(copy: Copy, committee: Organization, mark: str) -> None:
    years = sorted(set(Project.objects.values_list("year__year", flat=True)))[:2]
    seed = Project.objects.filter(committee=committee, year__year__in=years)
    seed = seed.exclude(organization__code__contains="-").order_by("id")

    def renumber(twin: Project) -> None:
        twin.number += mark
        twin.copied_from_id = None

    def same(twin: Any) -> None:
        return None

    copy.rows(Project, seed, renumber)
    for model in (TeamMember, Milestone, ExpectedOutcome, ProjectLog):
        copy.rows(model, model._default_manager.filter(project__in=seed).order_by("id"), same)
    _copy_notices(copy, seed, mark)


def _copy_notices(copy: Copy, seed: Any, mark: str) -> None:
    notices = Notice.objects.filter(items__project__in=seed).distinct().order_by("id")

    def rekey(twin: Notice) -> None:
        twin.key = twin.key[:7] + _letters(copy.number)
        twin.number += mark
        twin.batch_id = None

    copy.rows(Notice, notices, rekey)
    items = NoticeItem.objects.filter(project__in=seed).order_by("id")
    copy.rows(NoticeItem, items, lambda twin: None)


def _letters(number: int) -> str:
    """Three letters for a number below 12,167, so that a copy's key stays a key."""
    alphabet = LETTERS
    return alphabet[number // 529] + alphabet[number // 23 % 23] + alphabet[number % 23]
