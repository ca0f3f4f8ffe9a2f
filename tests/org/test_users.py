from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from innovation.core import clock
from innovation.core.models import AuditEvent
from innovation.org import passwords
from innovation.org.actions import logins, users
from innovation.org.enums import Role
from innovation.org.models import User
from tests.factories.org import PASSWORD, make_branch, make_committee, make_member, make_user
from tests.org.refusals import refused

pytestmark = pytest.mark.django_db


def change(user: User, old: str, new: str) -> None:
    users.change_password(user=user, old=old, new=new)


def test_accounts_and_rights_are_two_peoples_business() -> None:
    admin, security = make_user(Role.SYSTEM_ADMIN), make_user(Role.SECURITY_ADMIN)
    user = make_user("", make_branch(make_committee()))
    new = {"username": "neu", "name": "", "password": PASSWORD}

    refused("forbidden", users.create, by=security, **new)
    refused("forbidden", users.disable, by=security, user=user)
    refused("forbidden", users.set_password, by=security, user=user, password="Given-2019")
    refused("forbidden", users.unlock, by=admin, user=user)
    refused("own_account", users.disable, by=admin, user=admin)
    refused("own_account", users.set_password, by=admin, user=admin, password="Given-2019")
    refused("own_account", users.unlock, by=security, user=security)
    assert users.create(by=admin, **new).must_change_password
    assert not users.disable(by=admin, user=user).is_active


def test_a_name_and_a_member_have_one_login() -> None:
    member = make_member(make_branch(make_committee()))
    user = users.create(by=None, username="Wang", name="", password=PASSWORD, member=member)

    assert user.committee == member.committee
    new = {"name": "", "password": PASSWORD}
    refused("username_taken", users.create, username="wang", **new)
    refused("username_taken", users.create, username="ＷＡＮＧ ", **new)
    refused("no_username", users.create, username="  ", **new)
    refused("member_taken", users.create, username="other", member=member, **new)


def test_security_unlocks_before_the_time() -> None:
    security = make_user(Role.SECURITY_ADMIN)
    user = make_user("", make_branch(make_committee()), username="wang")
    for _number in range(5):
        logins.attempt(username="wang", password="wrong")
    assert logins.attempt(username="wang", password=PASSWORD) is None

    users.unlock(user=user, by=security)

    assert logins.attempt(username="wang", password=PASSWORD) == user
    assert AuditEvent.objects.get(kind="user.unlocked").actor == security


def test_guessing_the_present_password_locks_like_guessing_at_the_door() -> None:
    user = make_user("", make_branch(make_committee()))
    for _number in range(5):
        refused("wrong_password", lambda by: change(user, "wrong", "Other-2019"))

    refused("wrong_password", lambda by: change(user, PASSWORD, "Other-2019"))
    assert User.objects.get(pk=user.pk).locked_until is not None


def test_the_last_five_passwords_do_not_come_back() -> None:
    user = make_user("", make_branch(make_committee()))
    row = [PASSWORD, *(f"Change-{year}" for year in range(2019, 2025))]
    for old, new in pairwise(row):
        change(user, old, new)

    for used in row[1:]:
        refused("weak_password", lambda by, used=used: change(user, row[-1], used))
    change(user, row[-1], PASSWORD)
    assert user.old_passwords.count() == 5


WEAK_OR_NOT = [  # (policy, password, is it accepted?)
    ("mlps", "Ab1-efg", False),
    ("mlps", "Ab1-efgh", True),
    ("mlps", "demo-2019", True),
    ("mlps", "abcdefgh1", False),
    ("mlps", "密码密码abc123", True),
    ("mlps", "wangxiaoming-1", False),
    ("mlps", "P@ssw0rd", False),
    ("asvs", "Ab1-efghijklmn", False),
    ("asvs", "correct horse battery", True),
    ("asvs", "manchesterunited", False),
]


@pytest.mark.parametrize(("policy", "password", "accepted"), WEAK_OR_NOT)
def test_what_each_policy_accepts(
    settings: Any, policy: str, password: str, accepted: bool
) -> None:
    settings.PASSWORD_POLICY = policy
    new = {"by": None, "username": "wangxiaoming", "name": "", "password": password}

    if accepted:
        assert users.create(**new).check_password(password)
    else:
        refused("weak_password", users.create, **new)


def test_the_long_policy_rotates_nothing_but_still_locks(settings: Any) -> None:
    settings.PASSWORD_POLICY = "asvs"
    user = make_user(
        "", make_branch(make_committee()), username="w", password="correct horse battery"
    )
    with clock.moved(timedelta(days=400)):
        assert not passwords.must_change(user)
    for _number in range(5):
        logins.attempt(username="w", password="wrong")
    assert logins.attempt(username="w", password="correct horse battery") is None


@pytest.mark.parametrize("policy", ["mlps", "asvs"])
def test_a_generated_password_pleases_each_policy(settings: Any, policy: str) -> None:
    settings.PASSWORD_POLICY = policy
    made = {passwords.generate() for _number in range(50)}

    assert len(made) == 50
    for number, password in enumerate(made):
        users.create(by=None, username=f"u{number}", name="", password=password)
