"""The admin site: who comes in, and that nothing can be changed there."""

from typing import Any

import pytest
from django.test import Client

from innovation.org.actions import grants
from innovation.org.enums import Role
from innovation.org.models import User
from tests.factories.org import make_branch, make_committee, make_user

pytestmark = pytest.mark.django_db
PAGES = ["user", "grant", "organization", "member"]


def seen_by(user: User) -> int:
    client = Client()
    client.force_login(user)
    return client.get("/admin/", follow=True).status_code


def test_the_system_administrator_alone_comes_in() -> None:
    branch = make_branch(make_committee())
    inside = {
        role: seen_by(make_user(role, None if role in POSTS else branch.committee)) for role in Role
    }

    assert [role for role, status in inside.items() if status == 200] == [Role.SYSTEM_ADMIN]
    assert {status for status in inside.values() if status != 200} == {403}
    assert seen_by(make_user("", branch)) == 403
    assert seen_by(User.objects.create_superuser("root", "Root-2018", name="root")) == 200


POSTS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.SECURITY_AUDITOR)


def test_who_is_not_logged_in_goes_through_the_one_door(client: Client) -> None:
    chain = client.get("/admin/org/user/", follow=True).redirect_chain
    assert chain[-1][0] == "/accounts/login/?next=/admin/org/user/"


def test_an_ended_post_closes_the_site(client: Client) -> None:
    admin = make_user(Role.SYSTEM_ADMIN)
    client.force_login(admin)
    assert client.get("/admin/").status_code == 200

    grants.revoke(grant=admin.grants.get(), by=None)
    assert client.get("/admin/").status_code == 302
    assert seen_by(User.objects.get(pk=admin.pk)) == 403


@pytest.fixture
def admin_client() -> Client:
    client = Client()
    client.force_login(make_user(Role.SYSTEM_ADMIN, username="chief"))
    return client


@pytest.mark.parametrize("model", PAGES)
def test_every_row_is_shown_and_none_changed(admin_client: Client, model: str) -> None:
    user = make_user(Role.BRANCH_CLERK, make_branch(make_committee()))
    row = {
        "user": user,
        "grant": user.grants.get(),
        "organization": user.committee,
        "member": user.member,
    }[model]
    place = f"/admin/org/{model}/"

    assert f"{place}{row.pk}/change/" in admin_client.get(place).content.decode()
    page = admin_client.get(f"{place}{row.pk}/change/").content.decode()
    assert 'name="_save"' not in page
    assert user.password not in page
    for refused in (f"{place}add/", f"{place}{row.pk}/change/", f"{place}{row.pk}/delete/"):
        assert admin_client.post(refused, {"post": "yes"}).status_code == 403


def test_logout_and_password_are_those_of_the_house(admin_client: Client) -> None:
    assert admin_client.get("/admin/password_change/").url == "/accounts/password/"
    assert admin_client.post("/admin/logout/").url == "/"
    assert admin_client.get("/admin/").status_code == 302


def test_a_list_costs_the_same_for_one_row_and_for_many(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    branch = make_branch(make_committee())
    for size in (1, 3):
        for _number in range(size):
            make_user(Role.BRANCH_CLERK, branch)
        with django_assert_num_queries(5):
            page = admin_client.get("/admin/org/grant/").content.decode()
        assert page.count("/change/") >= size
