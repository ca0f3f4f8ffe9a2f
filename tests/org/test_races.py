"""What happens at the same moment, on PostgreSQL."""

from functools import partial

import pytest

from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent
from innovation.org.actions import grants, logins, members, organisations, users
from innovation.org.enums import OrganizationType, Role
from innovation.org.models import Grant, Member, Organization, User
from tests.factories.org import (
    PASSWORD,
    make_branch,
    make_committee,
    make_general_branch,
    make_member,
    make_user,
)
from tests.support.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def codes(results: list[object]) -> list[str]:
    unexpected = [r for r in results if isinstance(r, Exception) and not isinstance(r, DomainError)]
    assert not unexpected
    return [r.code for r in results if isinstance(r, DomainError)]


def test_twenty_failures_at_once_all_count_and_lock_once() -> None:
    user = make_user("", make_branch(make_committee()), username="wang")

    at_once([lambda: logins.attempt(username="wang", password="wrong")] * 20)

    user.refresh_from_db()
    assert user.failed_logins == 20
    assert user.locked_until is not None
    assert AuditEvent.objects.filter(kind="login.locked").count() == 1
    assert AuditEvent.objects.filter(kind="login.failed").count() == 19
    assert logins.attempt(username="wang", password=PASSWORD) is None


def test_of_two_exclusive_posts_given_at_once_one_is_refused() -> None:
    for number in range(5):
        user = users.create(by=None, username=f"u{number}", name="", password=PASSWORD)
        posts = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.SECURITY_AUDITOR]
        results = at_once(
            [partial(grants.grant, user=User(pk=user.pk), role=post, by=None) for post in posts]
        )

        assert codes(results) == ["exclusive_post"] * 2
        assert Grant.objects.filter(user=user).count() == 1


def test_one_role_given_by_many_at_once_is_held_once() -> None:
    branch = make_branch(make_committee())
    user = make_user("", branch)
    results = at_once(
        [
            lambda: grants.grant(
                user=User(pk=user.pk), role=Role.BRANCH_CLERK, organization=branch, by=None
            )
        ]
        * 8
    )

    assert codes(results) == ["held_already"] * 7
    assert user.grants.count() == 1


def test_a_tree_stays_a_tree_when_two_branches_move_under_each_other() -> None:
    company = make_committee()
    one, two = make_general_branch(company), make_general_branch(company)
    for _number in range(5):
        results = at_once(
            [
                lambda: organisations.move(
                    organization=Organization.objects.get(pk=one.pk),
                    parent=Organization.objects.get(pk=two.pk),
                    by=None,
                ),
                lambda: organisations.move(
                    organization=Organization.objects.get(pk=two.pk),
                    parent=Organization.objects.get(pk=one.pk),
                    by=None,
                ),
            ]
        )
        assert codes(results) == ["under_itself"]
        for row in Organization.objects.exclude(pk=company.pk):
            assert row.parent is not None
            assert row.path == f"{row.parent.path}{row.pk}/"
        for moved in (one, two):
            moved.refresh_from_db()
            organisations.move(organization=moved, parent=company, by=None)


def test_codes_and_staff_numbers_are_given_once() -> None:
    company = make_committee()
    branch = make_branch(company)
    made = at_once(
        [
            lambda: organisations.create(
                by=None, name="新", code="N", type=OrganizationType.BRANCH, parent=company
            )
        ]
        * 6
    )
    entered = at_once(
        [lambda: members.create(by=None, staff_number="42", name="张三", organization=branch)] * 6
    )

    assert codes(made) == ["code_taken"] * 5
    assert codes(entered) == ["staff_number_taken"] * 5
    assert Member.objects.filter(staff_number="42").count() == 1


def test_transfers_at_once_leave_one_open_row() -> None:
    company = make_committee()
    one, two, three = (make_branch(company) for _number in range(3))
    member = make_member(one)
    results = at_once(
        [
            partial(
                members.affiliate,
                member=Member.objects.get(pk=member.pk),
                organization=goal,
                by=None,
            )
            for goal in [two, three] * 5
        ]
    )

    assert codes(results) == []
    assert member.affiliations.filter(valid_to=None).count() == 1
    assert member.affiliations.count() == 2
