"""The tree of organisations: its dated rows are the truth, `Organization.path` is today's copy."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Substr

from innovation.core import audit, clock
from innovation.core.registries import ORGANIZATION_IMPACTS
from innovation.org import rules
from innovation.org.enums import OrganizationType
from innovation.org.models import Dated, Organization, OrganizationVersion, User

DAY = timedelta(days=1)
VERSIONS = OrganizationVersion.objects


def create(
    *,
    by: User | None,
    name: str,
    code: str,
    type: str,
    parent: Organization | None = None,
    tenant: bool = False,
    on: date | None = None,
    short_name: str = "",
    external_code: str = "",
    position: int = 0,
) -> Organization:
    """A new organisation from `on` (today). Without a parent, or as `tenant`: a tenant of its own.

    A tenant is a Party committee that holds its own programme years.
    """
    on = on or clock.today()
    alone = tenant or parent is None
    with transaction.atomic():
        if parent is not None:
            _lock_trees(parent)
        rules.check_may(by, "tenant.manage" if alone else "organization.manage", parent)
        rules.check_new_place(parent, OrganizationType(type), alone)
        committee_id = parent.committee_id if parent and not tenant else None
        rules.check_code_free(committee_id, code)
        organization = Organization.objects.create(
            committee_id=committee_id,
            parent=parent,
            code=code,
            external_code=external_code,
            name=name,
            short_name=short_name,
            type=type,
            path=f"new:{uuid4()}",
            position=position,
        )
        _settle(organization, parent, on)
        audit.record(
            by=by,
            obj=organization,
            kind="organization.created",
            data={"name": name, "code": code, "type": type, "parent": organization.parent_id},
        )
    return organization


def _settle(organization: Organization, parent: Organization | None, on: date) -> None:
    """Its own id is known only now: the path, the tenant and the first dated row."""
    organization.path = f"{parent.path if parent else '/'}{organization.pk}/"
    organization.committee_id = organization.committee_id or organization.pk
    organization.save(update_fields=["path", "committee"])
    VERSIONS.create(
        organization=organization,
        parent=parent,
        path=organization.path,
        name=organization.name,
        type=organization.type,
        valid_from=on,
    )


def rename(
    *,
    organization: Organization,
    by: User | None,
    name: str,
    short_name: str | None = None,
    on: date | None = None,
) -> Organization:
    on = on or clock.today()
    with transaction.atomic():
        _lock_trees(organization)
        short_name = organization.short_name if short_name is None else short_name
        rules.check_may(by, "organization.manage", organization)
        rules.check_open(organization)
        rules.check_change_day(organization, on)
        old = [organization.name, organization.short_name]
        if old == [name, short_name]:
            return organization
        _cut(organization.versions.all(), on)
        organization.versions.filter(valid_from__gte=on).update(name=name)
        organization.name, organization.short_name = name, short_name
        organization.save(update_fields=["name", "short_name"])
        audit.record(
            by=by,
            obj=organization,
            kind="organization.renamed",
            data={"name": [old[0], name], "short_name": [old[1], short_name], "on": on},
        )
    return organization


def move(
    *, organization: Organization, parent: Organization, by: User | None, on: date | None = None
) -> Organization:
    """Under another parent with everything below it, from `on` (today) on."""
    on = on or clock.today()
    with transaction.atomic():
        _lock_trees(organization, parent)
        if organization.parent_id == parent.pk:
            return organization
        permission = "tenant.manage" if organization.is_tenant else "organization.manage"
        rules.check_may(by, permission, organization)
        rules.check_may(by, permission, parent)
        rules.check_open(organization)
        rules.check_new_parent(organization, parent)
        for changed in (organization, parent):
            rules.check_change_day(changed, on)
        old_parent = organization.parent_id
        _move_subtree(organization, parent, on)
        organization.parent = parent
        organization.save(update_fields=["parent"])
        audit.record(
            by=by,
            obj=organization,
            kind="organization.moved",
            data={"parent": [old_parent, parent.pk], "on": on},
        )
    return organization


def _move_subtree(organization: Organization, parent: Organization, on: date) -> None:
    old, new = organization.path, f"{parent.path}{organization.pk}/"
    shifted = Concat(Value(new), Substr("path", len(old) + 1))
    below = VERSIONS.filter(path__startswith=old)
    _cut(below, on)
    organization.versions.filter(valid_from__gte=on).update(parent=parent)
    below.filter(valid_from__gte=on).update(path=shifted)
    Organization.objects.filter(path__startswith=old).update(path=shifted)
    organization.path = new


def close(
    *,
    organization: Organization,
    by: User | None,
    on: date | None = None,
    successor: Organization | None = None,
) -> Organization:
    """`on` (today) is its last day. What hangs on it goes to the successor, if it names one."""
    on = on or clock.today()
    with transaction.atomic():
        _lock_trees(organization)
        if organization.closed_on is not None:
            return organization
        rules.check_may(by, "organization.manage", organization)
        rules.check_change_day(organization, on)
        rules.check_nothing_below(organization, on)
        rules.check_successor(organization, successor)
        moved = _hand_over(organization, successor, by)
        organization.versions.filter(valid_to__isnull=True).update(valid_to=on)
        organization.closed_on, organization.successor = on, successor
        organization.save(update_fields=["closed_on", "successor"])
        audit.record(
            by=by,
            obj=organization,
            kind="organization.closed",
            data={"on": on, "successor": organization.successor_id, "moved": moved},
        )
    return organization


def _hand_over(old: Organization, new: Organization | None, by: User | None) -> dict[str, int]:
    if new is None:
        return {}
    return {entry.name: entry.move(old, new, by=by) for entry in ORGANIZATION_IMPACTS}


def _lock_trees(*organizations: Organization) -> None:
    """Whoever changes a tree holds its top row; then reads again what stands in it."""
    tops = {int(o.path.split("/")[1]) for o in organizations}
    rows = Organization.objects.select_for_update(of=("self",)).filter(pk__in=tops)
    list(rows.order_by("id"))
    for organization in organizations:
        organization.refresh_from_db()


def _cut(rows: QuerySet[OrganizationVersion], on: date) -> None:
    """Afterwards no row lasts across the start of `on`: each that did has become two."""
    lasting = rows.filter(Dated.on(on), valid_from__lt=on)
    new = [
        OrganizationVersion(
            organization_id=row.organization_id,
            parent_id=row.parent_id,
            path=row.path,
            name=row.name,
            type=row.type,
            valid_from=on,
            valid_to=row.valid_to,
        )
        for row in lasting
    ]
    lasting.update(valid_to=on - DAY)
    VERSIONS.bulk_create(new)
