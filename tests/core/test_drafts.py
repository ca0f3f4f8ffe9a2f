from datetime import datetime

import pytest

from innovation.core import clock, drafts
from innovation.core.errors import DomainError
from innovation.core.models import FormDraft
from tests.core import people

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.rule_views")]
NOON = datetime.fromisoformat("2026-03-09T12:05:00+08:00")
TYPED = {
    "form_token": "secret",
    "csrfmiddlewaretoken": "secret",
    "password": "secret",
    "base_version": "3",
    "name": "降低能耗",
    "team": ["4", "9"],
    "milestone-TOTAL_FORMS": "2",
    "milestone-1-title": "首件试制",
    "milestone-x-title": "dropped",
    "budget": "12万",
}


@pytest.fixture(autouse=True)
def filing(monkeypatch):
    monkeypatch.setattr(drafts, "FORMS", {})
    drafts.register("filing", ["name", "team", "budget"], rows=["milestone"])


@pytest.fixture
def user(client):
    user = people.login()
    client.force_login(user)
    return user


def test_what_was_typed_is_there_again_and_nothing_else(client, user):
    with clock.fixed(NOON):
        answer = client.post("/forms/drafts/filing/17/", TYPED, headers={"X-Autosave": "1"})
    assert answer.status_code == 200
    assert answer.json() == {"saved_at": "12:05"}
    draft = drafts.load(user, "filing", "17")
    assert draft.base_version == 3
    assert draft.data == {
        "name": ["降低能耗"],
        "team": ["4", "9"],
        "milestone-TOTAL_FORMS": ["2"],
        "milestone-1-title": ["首件试制"],
        "budget": ["12万"],
    }
    assert drafts.as_post(draft).getlist("team") == ["4", "9"]
    assert drafts.as_post(draft)["name"] == "降低能耗"


def test_the_last_save_counts_and_a_discarded_draft_is_gone(client, user):
    for name in ("一", "二"):
        client.post("/forms/drafts/filing/new/", {"name": name})
    assert FormDraft.objects.count() == 1
    assert drafts.load(user, "filing", "new").data == {"name": ["二"]}
    drafts.discard(user, "filing", "new")
    assert drafts.load(user, "filing", "new") is None


def test_drafts_are_each_persons_own(client, user):
    client.post("/forms/drafts/filing/17/", {"name": "降低能耗"})
    other = people.login("李强", "li")
    assert drafts.load(other, "filing", "17") is None
    drafts.discard(other, "filing", "17")
    assert drafts.load(user, "filing", "17")


def test_an_unknown_form_is_not_found(client, user):
    assert client.post("/forms/drafts/other/17/", {"name": "x"}).status_code == 404
    assert client.get("/forms/drafts/filing/17/").status_code == 405


def test_too_much_is_refused_and_the_draft_before_it_stays(client, user):
    client.post("/forms/drafts/filing/17/", {"name": "好"})
    answer = client.post(
        "/forms/drafts/filing/17/", {"name": "好" * 70_000}, headers={"X-Autosave": "1"}
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "draft_too_large"
    assert drafts.load(user, "filing", "17").data == {"name": ["好"]}


def test_a_version_that_is_no_number_counts_as_none(client, user):
    for version in ("", "x", "-1", "٣", "9" * 30):
        answer = client.post("/forms/drafts/filing/17/", {"name": "好", "base_version": version})
        assert answer.status_code == 200
        assert drafts.load(user, "filing", "17").base_version == 0


def test_a_person_keeps_fifty_drafts_the_newest(user):
    for i in range(drafts.MOST_DRAFTS + 3):
        drafts.save(user, "filing", str(i), 0, {"name": ["好"]})
    assert FormDraft.objects.count() == drafts.MOST_DRAFTS
    assert drafts.load(user, "filing", "2") is None
    assert drafts.load(user, "filing", "3")


def test_a_form_without_rows_takes_none(user):
    drafts.register("plain", ["name"])
    drafts.save(user, "plain", "1", 0, {"name": ["好"], "-0-x": ["y"], "milestone-0-title": ["z"]})
    assert drafts.load(user, "plain", "1").data == {"name": ["好"]}


def test_autosave_does_not_prolong_a_session():
    from innovation.core.views import save_draft

    assert save_draft.passive is True


def test_too_large_is_said_by_code(user):
    with pytest.raises(DomainError) as refused:
        drafts.save(user, "filing", "1", 0, {"name": ["x" * 200_001]})
    assert refused.value.code == "draft_too_large"
