"""Who reaches what, written down by hand: two tenants, a nested one, branches, dates."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from innovation.core import clock
from innovation.org import access
from innovation.org.actions import grants, users
from innovation.org.enums import BUSINESS_ROLES, Relation, Role
from innovation.org.models import Organization, User
from tests.factories.org import (
    make_branch,
    make_committee,
    make_department,
    make_general_branch,
    make_user,
)

pytestmark = pytest.mark.django_db

# The tree:            A ─┬─ general ─┬─ one        B ─── other
#                         │           └─ nested ─── inner      (nested is a tenant of its own)
#                         ├─ two
#                         └─ finance (a department)
PLACES = ("A", "general", "one", "two", "nested", "inner", "B", "other")


@pytest.fixture
def tree() -> dict[str, Organization]:
    a, b = make_committee("A"), make_committee("B")
    general = make_general_branch(a, "general")
    nested = make_committee("nested", parent=general)
    return {
        "A": a,
        "general": general,
        "one": make_branch(general, "one"),
        "two": make_branch(a, "two"),
        "finance": make_department(a, "finance"),
        "nested": nested,
        "inner": make_branch(nested, "inner"),
        "B": b,
        "other": make_branch(b, "other"),
    }


#: (role, where it is held, permission, where it works)
EXPECTED = [
    (Role.BRANCH_CLERK, "one", "project.read", "one"),
    (Role.BRANCH_CLERK, "one", "project.edit", "one"),
    (Role.BRANCH_CLERK, "one", "project.file", ""),
    (Role.BRANCH_SECRETARY, "one", "project.file", "one"),
    (Role.BRANCH_SECRETARY, "one", "project.review_general", ""),
    (Role.BRANCH_SECRETARY, "two", "project.read", "two"),
    (Role.BRANCH_SECRETARY, "general", "project.file", "general"),
    (Role.BRANCH_CLERK, "general", "project.read", "general"),
    (Role.GENERAL_REVIEWER, "general", "project.read", "general one nested inner"),
    (Role.GENERAL_REVIEWER, "general", "project.review_general", "general one"),
    (Role.GENERAL_REVIEWER, "general", "project.decide", ""),
    (Role.COMMITTEE_STAFF, "A", "project.read", "A general one two nested inner"),
    (Role.COMMITTEE_STAFF, "A", "project.decide", "A general one two"),
    (Role.COMMITTEE_STAFF, "A", "project.read_draft", ""),
    (Role.COMMITTEE_STAFF, "nested", "project.read", "nested inner"),
    (Role.COMMITTEE_STAFF, "nested", "project.decide", "nested inner"),
    (Role.COMMITTEE_STAFF, "B", "project.read", "B other"),
    (Role.COMMITTEE_STAFF, "B", "project.decide", "B other"),
    (Role.COUNTERSIGNER, "finance", "project.read", ""),
    (Role.COUNTERSIGNER, "A", "project.countersign", "A general one two"),
    (Role.FINANCE_VERIFIER, "A", "project.read", "A general one two nested inner"),
    (Role.CONFIDENTIALITY_REVIEWER, "A", "notice.review", "A general one two"),
    (Role.CONFIDENTIALITY_REVIEWER, "A", "project.read", ""),
    (Role.INSPECTOR, "A", "notice.read_party", "A general one two nested inner"),
    (Role.INSPECTOR, "A", "project.read", ""),
    (Role.JUDGE, "A", "project.read", ""),
    (Role.DISCIPLINE_OFFICER, "A", "project.read", ""),
    (Role.READER, "A", "project.read", "A general one two nested inner"),
    (Role.READER, "nested", "notice.read_all", "nested inner"),
    (Role.READER, "A", "project.edit", ""),
    (Role.READER, "A", "notice.manage", ""),
]


@pytest.mark.parametrize(("role", "held", "permission", "works"), EXPECTED)
def test_a_role_works_where_the_table_says(
    tree: dict[str, Organization], role: str, held: str, permission: str, works: str
) -> None:
    user = make_user(role, tree[held])

    reached = [place for place in PLACES if access.has_permission(user, permission, tree[place])]
    listed = access.organizations_for(user, permission)

    assert reached == works.split()
    assert {o.name for o in listed if o.name in PLACES} == set(works.split())


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.SECURITY_AUDITOR])
def test_a_system_post_touches_no_business(tree: dict[str, Organization], role: str) -> None:
    user = make_user(role)
    business = set().union(*(access.PERMISSIONS[r] for r in Role if r in BUSINESS_ROLES))

    assert access.PERMISSIONS[role]
    assert not [p for p in business if access.holds(user, p)]
    assert not access.organizations_for(user, "project.read").exists()
    assert all(access.has_permission(user, p, tree["one"]) for p in access.PERMISSIONS[role])


def test_every_role_and_relation_stands_in_the_table() -> None:
    assert set(access.PERMISSIONS) == {*Role, *Relation}


def test_a_superuser_gets_nothing_by_it(tree: dict[str, Organization]) -> None:
    user = User.objects.create_superuser("root", "Root-2018", name="root")

    held = {p for permissions in access.PERMISSIONS.values() for p in permissions}
    assert not [p for p in held if access.holds(user, p)]
    assert not access.has_permission(user, "project.read", tree["one"])


DAY = date(2019, 5, 10)
DATES = [  # (valid_from, valid_to, does it hold on 10 May 2019?)
    (date(2019, 5, 10), date(2019, 5, 10), True),
    (date(2019, 5, 1), date(2019, 5, 10), True),
    (date(2019, 5, 10), None, True),
    (date(2019, 5, 11), None, False),
    (date(2019, 5, 1), date(2019, 5, 9), False),
]


@pytest.mark.parametrize(("start", "end", "holds"), DATES)
def test_a_grant_holds_between_its_dates(
    tree: dict[str, Organization], start: date, end: date | None, holds: bool
) -> None:
    user = make_user(Role.COMMITTEE_STAFF, tree["A"], valid_from=start, valid_to=end)

    with clock.fixed(DAY):
        assert access.has_permission(user, "project.decide", tree["one"]) is holds


def test_a_reader_reads_until_the_end_date(tree: dict[str, Organization]) -> None:
    reader = make_user(Role.READER, tree["A"], valid_to=date(2019, 6, 30))

    with clock.fixed(date(2019, 6, 30)):
        assert access.has_permission(reader, "project.read", tree["one"])
    with clock.fixed(date(2019, 7, 1)):
        assert not access.has_permission(reader, "project.read", tree["one"])


@pytest.mark.parametrize(
    ("day", "stands_in"),
    [
        (date(2019, 5, 5), False),
        (date(2019, 5, 6), True),
        (date(2019, 5, 12), True),
        (date(2019, 5, 13), False),
    ],
)
def test_a_deputy_stands_in_for_the_named_days_alone(
    tree: dict[str, Organization], day: date, stands_in: bool
) -> None:
    secretary = make_user(Role.BRANCH_SECRETARY, tree["one"])
    deputy = make_user("", tree["two"])
    with clock.fixed(date(2019, 5, 1)):
        grants.name_deputy(
            grant=secretary.grants.get(),
            user=deputy,
            valid_from=date(2019, 5, 6),
            valid_to=date(2019, 5, 12),
            by=secretary,
        )

    with clock.fixed(day):
        assert access.has_permission(deputy, "project.file", tree["one"]) is stands_in
        key = f"role:branch_secretary@{tree['one'].pk}"
        assert (key in access.todo_keys(deputy)) is stands_in
        assert access.has_permission(secretary, "project.file", tree["one"])


def test_a_revoked_grant_ends_at_once(tree: dict[str, Organization]) -> None:
    user = make_user(Role.COMMITTEE_STAFF, tree["A"])
    assert access.has_permission(user, "project.decide", tree["one"])

    grants.revoke(grant=user.grants.get(), by=None)

    again = User.objects.get(pk=user.pk)
    assert not access.has_permission(again, "project.decide", tree["one"])
    assert access.todo_keys(again) == [f"user:{user.pk}"]


class Named:
    """An object that names somebody, like a project its lead."""

    def __init__(self, place: Organization, who: User, relation: str) -> None:
        self.committee_id, self.access_path = place.committee_id, place.path
        self.who, self.relation = who, relation

    def relations_of(self, user: User) -> set[str]:
        return {self.relation} if user.pk == self.who.pk else set()


@pytest.mark.parametrize(
    ("relation", "permission", "may"),
    [
        (Relation.LEAD, "project.edit", True),
        (Relation.LEAD, "project.file", False),
        (Relation.TEAM, "project.read_draft", True),
        (Relation.TEAM, "project.edit", False),
    ],
)
def test_being_named_gives_what_the_relation_says(
    tree: dict[str, Organization], relation: str, permission: str, may: bool
) -> None:
    lead, stranger = make_user("", tree["two"]), make_user("", tree["two"])
    project = Named(tree["one"], lead, relation)

    assert access.has_permission(lead, permission, project) is may
    assert not access.has_permission(stranger, permission, project)


def test_a_disabled_account_may_nothing(tree: dict[str, Organization]) -> None:
    user = make_user(Role.BRANCH_SECRETARY, tree["one"])
    project = Named(tree["one"], user, Relation.LEAD)
    assert access.has_permission(user, "project.file", project)

    users.disable(user=user, by=None)

    assert not access.has_permission(user, "project.file", project)
    assert not access.has_permission(user, "project.edit", project)


def test_the_log_names_the_role_also_for_reading_below(tree: dict[str, Organization]) -> None:
    reader = make_user(Role.READER, tree["A"])

    assert access.acting_role(reader, "project.read", tree["inner"]) == Role.READER
    assert access.acting_role(reader, "project.edit", tree["inner"]) == ""


@pytest.mark.parametrize("roles", [0, 1, 3])
def test_a_request_learns_user_and_roles_in_one_query(
    tree: dict[str, Organization], roles: int
) -> None:
    user = make_user("", tree["one"])
    given = [Role.BRANCH_CLERK, Role.BRANCH_SECRETARY, Role.JUDGE][:roles]
    for role in given:
        grants.grant(user=user, role=role, organization=tree["one"], by=None)
    grants.grant(
        user=user,
        role=Role.INSPECTOR,
        organization=tree["one"],
        by=None,
        valid_to=clock.today() - timedelta(days=1),
        valid_from=date(2018, 1, 1),
    )

    with CaptureQueriesContext(connection) as queries:
        loaded = access.user_with_scopes(user.pk)
        assert loaded is not None
        scopes = access.scopes_of(loaded)

    assert len(queries) == 1
    assert [scope.role for scope in scopes] == given
    assert scopes == access.scopes_of(User.objects.get(pk=user.pk))


def test_a_tenant_without_nested_ones_is_one_equality(tree: dict[str, Organization]) -> None:
    """What lists of a hundred years stay quick by: no path is compared row by row."""
    plain = access.scopes_of(make_user(Role.COMMITTEE_STAFF, tree["B"]))[0]
    with_nested = access.scopes_of(make_user(Role.COMMITTEE_STAFF, tree["A"]))[0]

    assert "LIKE" not in str(Organization.objects.filter(plain.rows("path", reading=True)).query)
    assert "LIKE" in str(Organization.objects.filter(with_nested.rows("path", reading=True)).query)
