"""When a session ends: rest, a disabled account, a new password; and what must come first."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from innovation.core import clock
from innovation.org.actions import users
from innovation.org.enums import Role
from innovation.org.models import User
from tests.factories.org import PASSWORD, make_branch, make_committee, make_user

pytestmark = pytest.mark.django_db
PAGE = "/accounts/password/"
LOGIN = "/accounts/login/"
NEW = {"new_password1": "Other-2019", "new_password2": "Other-2019"}


@pytest.fixture
def user() -> User:
    return make_user(Role.BRANCH_SECRETARY, make_branch(make_committee()), username="wang")


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_half_an_hour_of_rest_ends_the_session(client: Client) -> None:
    with clock.moved(timedelta(minutes=29)):
        assert is_in(client)
    with clock.moved(timedelta(minutes=58)):
        assert is_in(client)
    with clock.moved(timedelta(minutes=89)):
        response = client.get(PAGE + "?from=here")

    assert response.url == "/accounts/login/?next=/accounts/password/%3Ffrom%3Dhere&ended=1"
    page = client.get(response.url)
    assert "<form" in page.content.decode()
    assert page.context["ended"]
    assert not is_in(client)
    assert not Session.objects.exists()


def test_after_a_post_one_comes_back_to_the_page_with_the_form(client: Client) -> None:
    with clock.moved(timedelta(minutes=31)):
        response = client.post(PAGE, {}, headers={"Referer": "http://testserver/projects/7/edit/"})
    assert response.url == "/accounts/login/?next=/projects/7/edit/&ended=1"


def test_a_page_that_asks_by_itself_does_not_keep_the_session(client: Client) -> None:
    """Autosave is marked passive; it is told that the session has ended."""
    autosave = "/forms/drafts/filing/new/"
    headers = {"X-Autosave": "1"}
    for minutes in (10, 20, 29):
        with clock.moved(timedelta(minutes=minutes)):
            assert client.post(autosave, {}, headers=headers).status_code != 401
    with clock.moved(timedelta(minutes=31)):
        assert client.post(autosave, {}, headers=headers).status_code == 401
        assert not is_in(client)


def writes(queries: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_reading_writes_the_session_once_a_minute_at_most(client: Client) -> None:
    with CaptureQueriesContext(connection) as within:
        for _number in range(3):
            assert is_in(client)
    assert writes(within) == []
    with clock.moved(timedelta(seconds=70)), CaptureQueriesContext(connection) as later:
        for _number in range(3):
            assert is_in(client)
    assert len(writes(later)) == 1


def test_a_logged_in_page_costs_two_queries_for_session_person_and_roles(client: Client) -> None:
    assert is_in(client)
    with CaptureQueriesContext(connection) as queries:
        assert is_in(client)
    session, person, *others = [q["sql"] for q in queries]
    assert 'FROM "django_session"' in session
    assert 'FROM "org_user"' in person
    assert not [sql for sql in others if 'FROM "org_' in sql]


def test_a_public_page_looks_at_neither_session_nor_person(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/healthz").status_code == 200
    assert not [q["sql"] for q in queries if "session" in q["sql"] or "org_user" in q["sql"]]


def test_disabling_an_account_ends_its_sessions_for_good(user: User, client: Client) -> None:
    users.disable(user=user, by=None)
    assert not is_in(client)

    users.enable(user=user, by=None)
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(user: User, client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(user)

    response = client.post(PAGE, {"old_password": PASSWORD, **NEW})

    assert response.url == "/workbench/"
    assert is_in(client)
    assert not is_in(elsewhere)
    assert User.objects.get(pk=user.pk).check_password("Other-2019")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"old_password": "wrong"}, "old_password"),
        ({"new_password2": "Other-2020"}, "new_password2"),
        ({"new_password1": "short-1A", "new_password2": "short-1B"}, "new_password2"),
        ({"new_password1": "weakweak1", "new_password2": "weakweak1"}, "new_password1"),
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, "new_password1"),
    ],
)
def test_a_password_that_cannot_be_says_why_beside_the_field(
    user: User, client: Client, changed: dict[str, str], field: str
) -> None:
    response = client.post(PAGE, {"old_password": PASSWORD, **NEW, **changed})

    assert list(response.context["form"].errors) == [field]
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert is_in(client)


def test_the_page_says_what_a_password_needs(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = client.get(PAGE).content.decode()
    assert "At least 8 characters of at least 3 kinds" in page
    assert "Not one of your last 5 passwords." in page


def test_a_password_given_by_another_is_changed_first(user: User) -> None:
    users.set_password(user=user, password="Given-2019", by=None)
    client = Client()
    client.post(LOGIN, {"username": "wang", "password": "Given-2019"})

    assert client.get("/admin/").url == PAGE
    assert client.post("/forms/drafts/filing/new/", headers={"X-Autosave": "1"}).status_code == 403
    page = client.get(PAGE)
    assert page.context["must_change"]
    client.post(PAGE, {"old_password": "Given-2019", **NEW})
    assert client.get(PAGE).context["must_change"] is False


def test_a_password_of_ninety_days_is_changed_first(user: User, client: Client) -> None:
    with clock.moved(timedelta(days=89)):
        client.force_login(user)
        assert client.get("/accounts/password/").context["must_change"] is False
    with clock.moved(timedelta(days=91)):
        client.force_login(user)
        assert client.get("/admin/").url == PAGE
        assert client.post("/accounts/logout/").url == "/"


def test_who_must_change_first_can_still_switch_the_language(user: User, client: Client) -> None:
    User.objects.filter(pk=user.pk).update(must_change_password=True)

    response = client.post("/accounts/language/", {"language": "en", "next": PAGE})

    assert response.url == PAGE
    assert 'lang="en"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize("path", [LOGIN, PAGE])
def test_the_language_is_the_cookies_never_the_browsers(user: User, path: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    if path == PAGE:
        client.force_login(user)
    assert 'lang="zh-hans"' in client.get(path).content.decode()

    client.post("/accounts/language/", {"language": "en", "next": "/"})
    assert 'lang="en"' in client.get(path).content.decode()


def test_the_language_switch_leads_nowhere_else(client: Client) -> None:
    response = client.post("/accounts/language/", {"language": "en", "next": "//evil.example/"})
    assert response.url == "/"
    assert client.get("/accounts/language/").status_code == 405
