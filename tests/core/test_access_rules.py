import copy

import pytest

from innovation.core import access_rules
from tests.core import people

GUARD = "innovation.core.middleware.DenyByDefaultMiddleware"
HTMX = {"HX-Request": "true"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.rule_views")]


@pytest.fixture(autouse=True)
def guarded(settings):
    """As in use, but for the menu, which names the addresses of the rooms above."""
    assert GUARD in settings.MIDDLEWARE
    frame = copy.deepcopy(settings.TEMPLATES)
    frame[0]["OPTIONS"]["context_processors"].remove("innovation.nav.navigation")
    settings.TEMPLATES = frame


@pytest.fixture
def inside(client):
    client.force_login(people.login())
    return client


@pytest.fixture
def granted(monkeypatch):
    """Stands for the room above: a set of (user name, permission) held somewhere."""
    held = set()
    monkeypatch.setattr(access_rules, "_holds", lambda u, name: (u.username, name) in held)
    return held


def test_a_view_without_a_rule_is_refused_to_everybody(client, inside):
    assert inside.get("/none/").status_code == 403
    inside.logout()
    assert client.get("/none/").status_code == 403


def test_a_public_page_looks_at_nobody(client, django_assert_num_queries):
    client.force_login(people.login())
    with django_assert_num_queries(0):
        answer = client.get("/open/")
    assert answer.content == b"open"
    assert not answer.headers.get("Vary")


def test_a_stranger_is_sent_to_the_login_and_back(client):
    answer = client.get("/inside/?page=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/inside/%3Fpage%3D2"


def test_after_a_lost_session_a_form_leads_back_to_its_own_page(client):
    page = "http://testserver/projects/new/?copy=3"
    answer = client.post("/inside/", headers={"Referer": page})
    assert answer["Location"] == "/accounts/login/?next=/projects/new/%3Fcopy%3D3"
    answer = client.post("/inside/", headers={"Referer": "https://elsewhere.example/x"})
    assert answer["Location"] == "/accounts/login/?next=/workbench/"


def test_a_script_is_told_401(client):
    assert client.get("/inside/", headers=HTMX).status_code == 401
    answer = client.post("/inside/", headers={"X-Autosave": "1"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "login"


def test_every_login_comes_in(inside):
    assert inside.get("/inside/").content == b"inside"
    assert inside.head("/inside/").status_code == 200


@pytest.mark.parametrize("address", ["/filing/", "/heir/"])
def test_a_permission_held_anywhere_opens_the_page(inside, granted, address):
    refused = inside.get(address)
    assert refused.status_code == 403
    assert "filing" not in refused.text
    granted.add(("wang", "project.decide"))
    assert inside.get(address).content == b"filing"
    granted.clear()
    granted.add(("li", "project.decide"))
    granted.add(("wang", "project.read"))
    assert inside.get(address).status_code == 403


def test_a_rule_without_a_permission_is_no_rule():
    with pytest.raises(RuntimeError):
        access_rules.needs()


def test_a_view_has_one_rule():
    with pytest.raises(RuntimeError):
        access_rules.public(access_rules.logged_in(lambda request: None))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_only_reading_and_posting(inside, method):
    for address in ("/open/", "/inside/"):
        answer = inside.generic(method, address)
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    ("code", "status"),
    [("refused", 409), ("wrong_state", 409), ("forbidden", 403), ("not_found", 404)],
)
def test_a_refusal_is_a_page_with_its_reason(inside, code, status):
    answer = inside.post(f"/refusing/{code}/")
    assert answer.status_code == status
    assert "项目已经立项。" in answer.text
    assert "<h1>" in answer.text


def test_a_refusal_for_scripts_is_the_reason_alone(inside):
    fragment = inside.post("/refusing/refused/", headers=HTMX)
    assert fragment.status_code == 409
    assert "项目已经立项。" in fragment.text and "<html" not in fragment.text
    answer = inside.post("/refusing/refused/", headers={"Accept": "application/json"})
    assert answer.json() == {"reason": "项目已经立项。", "code": "refused"}


def test_a_refusal_without_login_has_a_page_too(client):
    answer = client.get("/refusing-all/")
    assert answer.status_code == 409
    assert "公示已经结束。" in answer.text
