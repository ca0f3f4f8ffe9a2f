"""Coming in: counted, locked, audited, and the same to look at whether an account exists or not."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from innovation.core import clock
from innovation.core.models import AuditEvent, AuditPayload
from innovation.org.actions import logins, users
from innovation.org.models import User
from tests.factories.org import PASSWORD, make_branch, make_committee, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def user() -> User:
    return make_user("", make_branch(make_committee()), username="wang")


def attempt(client: Any, username: str = "wang", password: str = "wrong", **data: str) -> Any:
    return client.post(LOGIN, {"username": username, "password": password, **data})


def comes_in(client: Any, **data: str) -> bool:
    return attempt(client, password=PASSWORD, **data).status_code == 302


def kinds() -> list[str]:
    events = AuditEvent.objects.filter(kind__startswith="login").order_by("id")
    return list(events.values_list("kind", flat=True))


def test_the_right_password_comes_in_and_is_logged(user: User, client: Any) -> None:
    response = attempt(client, password=PASSWORD)

    assert response.url == "/workbench/"
    assert client.get("/accounts/password/").status_code == 200
    assert kinds() == ["login.succeeded"]
    event = AuditEvent.objects.get(kind="login.succeeded")
    assert (event.actor, event.committee) == (user, user.committee)


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/projects/?year=2019&q=%E9%98%9F", "/projects/?year=2019&q=%E9%98%9F"),
        ("https://evil.example/", "/workbench/"),
        ("//evil.example/", "/workbench/"),
        ("javascript:alert(1)", "/workbench/"),
        ("/\\evil.example", "/workbench/"),
        ("", "/workbench/"),
    ],
)
def test_after_the_login_one_goes_on_inside_the_house(
    user: User, client: Any, wanted: str, goes: str
) -> None:
    assert client.get(LOGIN, {"next": wanted}).context["next"] in (wanted, "")
    assert attempt(client, password=PASSWORD, next=wanted).url == goes
    assert client.get(LOGIN, {"next": wanted}).url == goes


def test_the_session_key_is_new_after_the_login(user: User, client: Any) -> None:
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    assert comes_in(client)

    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_five_failures_lock_for_half_an_hour(user: User, client: Any) -> None:
    for _number in range(4):
        attempt(client)
    assert comes_in(client)
    client.logout()
    for _number in range(5):
        attempt(client)

    assert not comes_in(client)
    with clock.moved(timedelta(minutes=29)):
        assert not comes_in(client)
    with clock.moved(timedelta(minutes=31)):
        attempt(client)
        assert comes_in(client)
    user.refresh_from_db()
    assert (user.failed_logins, user.locked_until) == (0, None)
    assert kinds().count("login.locked") == 1


def test_the_lock_does_not_grow_with_further_attempts(user: User, client: Any) -> None:
    for _number in range(5):
        attempt(client)
    user.refresh_from_db()
    until = user.locked_until
    with clock.moved(timedelta(minutes=20)):
        attempt(client)

    user.refresh_from_db()
    assert (user.locked_until, user.failed_logins) == (until, 6)


def what_is_seen(client: Any, username: str, password: str) -> tuple[int, str]:
    response = attempt(client, username=username, password=password)
    page = response.content.decode()
    for changing in (username, str(response.context["csrf_token"])):
        page = page.replace(changing, "")
    return response.status_code, page


def test_accounts_cannot_be_told_apart_by_what_is_seen(user: User, client: Any) -> None:
    """Unknown, known, disabled, locked: one page, also after more failures than the lock needs."""
    gone = make_user("", make_branch(user.committee), username="gone")
    users.disable(user=gone, by=None)
    shut = make_user("", make_branch(user.committee), username="shut")
    for _number in range(5):
        logins.attempt(username="shut", password="wrong")
    seen = {
        what_is_seen(client, name, password)
        for name, password in [("wang", "wrong"), ("gone", PASSWORD), ("shut", PASSWORD)]
    }
    seen |= {what_is_seen(client, "nobody", "wrong") for _number in range(7)}

    shut.refresh_from_db()
    assert shut.locked_until is not None
    assert len(seen) == 1
    assert "5" in seen.pop()[1]


class Counting(MD5PasswordHasher):
    """A real hasher that counts its runs."""

    algorithm = "counting"
    runs = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).runs += 1
        return super().encode(password, salt)


def test_each_attempt_costs_one_hasher_run_and_the_same_statements(
    user: User, settings: Any
) -> None:
    """What takes as long tells nothing."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    make_user("", make_branch(user.committee), username="gone")
    make_user("", make_branch(user.committee), username="shut")
    User.objects.update(password=make_password(PASSWORD))
    User.objects.filter(username="gone").update(is_active=False)
    later = clock.now() + timedelta(minutes=9)
    User.objects.filter(username="shut").update(locked_until=later, failed_logins=5)

    costs = set()
    for username, password in [
        ("wang", "wrong"),
        ("nobody", "wrong"),
        ("nobody", PASSWORD),
        ("gone", PASSWORD),
        ("shut", PASSWORD),
        ("shut", "wrong"),
    ]:
        Counting.runs = 0
        with CaptureQueriesContext(connection) as queries:
            assert logins.attempt(username=username, password=password) is None
        verbs = tuple(q["sql"].split()[0] for q in queries if "SAVEPOINT" not in q["sql"])
        costs.add((Counting.runs, verbs))

    assert costs == {(1, ("SELECT", "UPDATE", "INSERT", "INSERT"))}
    Counting.runs = 0
    assert logins.attempt(username="wang", password=PASSWORD) == user
    assert Counting.runs == 1


def test_the_log_holds_neither_password_nor_a_name_typed_wrong(user: User, client: Any) -> None:
    attempt(client, password="Secret-in-the-wrong-field")
    attempt(client, username="MyPassword-2019", password="x")

    assert kinds() == ["login.failed", "login.failed"]
    known, unknown = AuditEvent.objects.filter(kind="login.failed").order_by("id")
    assert (known.actor, known.object_id) == (None, str(user.pk))
    assert (unknown.actor, unknown.object_id) == (None, "0")
    stored = str(list(AuditPayload.objects.filter(event__kind="login.failed").values("data")))
    assert "Secret" not in stored
    assert "MyPassword" not in stored


def test_the_same_name_written_in_full_width_letters_is_the_same_account(user: User) -> None:
    assert logins.attempt(username=" ｗａｎｇ ", password=PASSWORD) == user


def test_logging_out_needs_a_post_and_is_logged(user: User, client: Any) -> None:
    client.force_login(user)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.get("/accounts/password/").status_code == 200

    assert client.post("/accounts/logout/").url == "/"

    assert client.get("/accounts/password/").status_code == 302
    assert kinds() == ["login.ended"]
    assert client.post("/accounts/logout/").url == "/"
    assert kinds() == ["login.ended"]


def test_a_login_form_from_elsewhere_is_refused(user: User) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.get(LOGIN)
    assert attempt(strict, password=PASSWORD).status_code == 403
    token = strict.cookies["csrftoken"].value
    assert attempt(strict, password=PASSWORD, csrfmiddlewaretoken=token).status_code == 302
