from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from innovation.core import clock
from innovation.core.models import AuditEvent
from innovation.org import queries
from innovation.org.actions import members, organisations
from innovation.org.enums import OrganizationType, Role
from innovation.org.models import Organization, OrganizationVersion
from tests.factories.org import (
    START,
    make_branch,
    make_committee,
    make_general_branch,
    make_member,
    make_user,
)
from tests.org.refusals import refused

pytestmark = pytest.mark.django_db
MAY = date(2019, 5, 1)


def no_overlap() -> bool:
    """Each organisation's rows follow each other without a gap or an overlap."""
    for organization in Organization.objects.all():
        rows = list(organization.versions.order_by("valid_from"))
        for earlier, later in pairwise(rows):
            if earlier.valid_to is None or (later.valid_from - earlier.valid_to).days != 1:
                return False
    return True


def test_the_tenant_is_the_nearest_committee_that_stands_alone() -> None:
    company = make_committee()
    general = make_general_branch(company)
    subsidiary = make_committee(parent=general)
    inner = make_branch(subsidiary)

    assert company.committee == company
    assert general.committee == company
    assert subsidiary.committee == subsidiary
    assert inner.committee == subsidiary
    assert inner.path == f"/{company.pk}/{general.pk}/{subsidiary.pk}/{inner.pk}/"


def test_a_code_is_free_again_in_another_tenant() -> None:
    one, two = make_committee(), make_committee()
    facts = {"name": "机关党支部", "code": "0101", "type": OrganizationType.BRANCH}
    organisations.create(by=None, parent=one, **facts)

    refused("code_taken", organisations.create, parent=one, **facts)
    assert organisations.create(by=None, parent=two, **facts).committee == two


def test_only_a_committee_stands_alone() -> None:
    facts = {"name": "孤立党支部", "code": "1"}
    refused("not_a_committee", organisations.create, type=OrganizationType.BRANCH, **facts)


def test_a_new_name_leaves_the_old_years_as_they_were() -> None:
    branch = make_branch(make_committee(), "五分厂党支部")

    organisations.rename(organization=branch, by=None, name="新五分厂党支部", on=MAY)

    named = {row.valid_from: (row.name, row.valid_to) for row in branch.versions.all()}
    assert named == {
        START: ("五分厂党支部", date(2019, 4, 30)),
        MAY: ("新五分厂党支部", None),
    }
    assert Organization.objects.get(pk=branch.pk).name == "新五分厂党支部"


def test_two_names_on_one_day_are_one_row() -> None:
    branch = make_branch(make_committee())
    organisations.rename(organization=branch, by=None, name="甲", on=MAY)
    organisations.rename(organization=branch, by=None, name="乙", on=MAY)

    assert list(branch.versions.order_by("valid_from").values_list("name", flat=True)[1:]) == ["乙"]
    assert no_overlap()


def test_a_move_takes_the_subtree_along_and_keeps_last_years_tree() -> None:
    company = make_committee()
    old, new = make_general_branch(company), make_general_branch(company)
    branch = make_branch(old)
    group = make_branch(branch, type=OrganizationType.GROUP)
    member = make_member(group)

    organisations.move(organization=branch, parent=new, by=None, on=MAY)

    group.refresh_from_db()
    assert branch.path == f"{new.path}{branch.pk}/"
    assert group.path == f"{new.path}{branch.pk}/{group.pk}/"
    before, after = date(2019, 4, 30), MAY
    assert queries.path_on(group, before) == f"{old.path}{branch.pk}/{group.pk}/"
    assert queries.path_on(group, after) == group.path
    assert list(queries.roster(old, on=before)) == [member]
    assert list(queries.roster(old, on=after)) == []
    assert list(queries.roster(new, on=before)) == []
    assert list(queries.roster(new, on=after)) == [member]
    assert branch.versions.get(valid_to=None).parent == new
    assert no_overlap()


def test_a_move_needs_the_same_number_of_queries_for_any_subtree(
    django_assert_num_queries: Any,
) -> None:
    company = make_committee()
    for size in (1, 12):
        general, goal = make_general_branch(company), make_general_branch(company)
        for _number in range(size):
            make_branch(general)
        with django_assert_num_queries(16):
            organisations.move(organization=general, parent=goal, by=None)
        assert Organization.objects.filter(path__startswith=general.path).count() == size + 1


def test_what_came_later_in_the_subtree_moves_along() -> None:
    """A branch that was founded or renamed after the day of a backdated move."""
    company = make_committee()
    general, goal = make_general_branch(company), make_general_branch(company)
    renamed = make_branch(general)
    organisations.rename(organization=renamed, by=None, name="六月更名", on=date(2019, 6, 1))

    organisations.move(organization=general, parent=goal, by=None, on=MAY)

    rows = renamed.versions.order_by("valid_from").values_list("valid_from", "path", "name")
    end = f"{general.pk}/{renamed.pk}/"
    assert [(day, path) for day, path, _name in rows] == [
        (START, f"{company.path}{end}"),
        (MAY, f"{goal.path}{end}"),
        (date(2019, 6, 1), f"{goal.path}{end}"),
    ]
    assert no_overlap()


def test_moves_that_make_no_tree_are_refused() -> None:
    company, other = make_committee(), make_committee()
    general = make_general_branch(company)
    branch = make_branch(general)
    move = organisations.move

    refused("under_itself", move, organization=general, parent=branch)
    refused("under_itself", move, organization=general, parent=general)
    refused("other_committee", move, organization=branch, parent=other)
    refused("future", move, organization=branch, parent=company, on=date(2999, 1, 1))
    organisations.rename(organization=branch, by=None, name="更名", on=date(2019, 6, 1))
    refused("changed_later", move, organization=branch, parent=company, on=MAY)
    assert branch.parent == general


def test_a_committee_inside_another_moves_with_its_own_tenant() -> None:
    one, two = make_committee(), make_committee()
    nested = make_committee(parent=one)
    inner = make_branch(nested)

    organisations.move(organization=nested, parent=two, by=None)

    inner.refresh_from_db()
    assert inner.path.startswith(two.path)
    assert inner.committee == nested


def test_an_organisation_closes_when_nothing_is_left_in_it() -> None:
    company = make_committee()
    general, successor = make_general_branch(company), make_branch(company)
    branch = make_branch(general)
    member = make_member(branch)
    close = organisations.close

    refused("has_children", close, organization=general)
    refused("has_members", close, organization=branch, on=MAY)
    members.affiliate(member=member, organization=successor, by=None, on=date(2019, 5, 2))
    refused("wrong_successor", close, organization=branch, on=MAY, successor=branch)
    close(organization=branch, by=None, on=MAY, successor=successor)

    branch.refresh_from_db()
    assert (branch.closed_on, branch.successor) == (MAY, successor)
    assert list(queries.roster(branch, on=MAY)) == [member]
    assert queries.path_on(branch, date(2019, 5, 2)) is None
    refused("organization_closed", make_branch_action, parent=branch)
    refused("organization_closed", organisations.rename, organization=branch, name="再来")


def make_branch_action(**values: Any) -> Organization:
    return organisations.create(name="新", code="N", type=OrganizationType.GROUP, **values)


def test_who_may_change_the_tree() -> None:
    company, other = make_committee(), make_committee()
    branch = make_branch(company)
    staff = make_user(Role.COMMITTEE_STAFF, company)
    secretary = make_user(Role.BRANCH_SECRETARY, branch)
    admin = make_user(Role.SYSTEM_ADMIN)
    facts = {"name": "新", "code": "N", "type": OrganizationType.BRANCH}

    assert organisations.create(by=staff, parent=company, **facts).parent == company
    refused("forbidden", organisations.create, by=staff, parent=other, **facts)
    refused("forbidden", organisations.create, by=secretary, parent=branch, **facts)
    refused("forbidden", organisations.create, by=admin, parent=company, **facts)
    root = {"name": "新党委", "code": "R", "type": OrganizationType.COMMITTEE}
    refused("forbidden", organisations.create, by=staff, **root)
    assert organisations.create(by=admin, **root).is_tenant


def test_each_change_is_logged_with_old_and_new() -> None:
    company = make_committee()
    staff = make_user(Role.COMMITTEE_STAFF, company)
    goal, branch = make_general_branch(company), make_branch(company, "旧名")
    organisations.rename(organization=branch, by=staff, name="新名")
    organisations.rename(organization=branch, by=staff, name="新名")
    organisations.move(organization=branch, parent=goal, by=staff)

    events = AuditEvent.objects.filter(object_type="org.organization", object_id=str(branch.pk))
    logged = [(e.kind, e.actor, e.committee) for e in events.order_by("id")]
    assert logged == [
        ("organization.created", None, company),
        ("organization.renamed", staff, company),
        ("organization.moved", staff, company),
    ]
    renamed = events.get(kind="organization.renamed").payload.data
    assert renamed["name"] == ["旧名", "新名"]
    assert renamed["on"] == str(clock.today())
    assert OrganizationVersion.objects.filter(organization=branch).count() == 2
