"""The desk in the browser's hands: review, refusal, change and publication through the pages."""

import re

import pytest
from django.test import Client

from innovation.core.models import AuditEvent
from innovation.org.enums import Role
from projects.enums import NoticeState, ReviewResult
from projects.models import SensitiveWord
from tests.factories import org
from tests.factories import projects as factory
from tests.factories import publication as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return notices.firm(3)


@pytest.fixture
def notice(stage):
    """Two plain texts and one with a marked word."""
    _committee, places, year = stage
    SensitiveWord.objects.create(year=year, word="某型")
    projects = notices.waiting_projects(places[:2], year)
    projects.append(
        factory.project_at("committee_decision", places[2], year, name="某型<壳体>加工")
    )
    return notices.prepared(projects)[0]


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(notice):
    return client_of(notices.reviewer_of(notice.committee))


@pytest.fixture
def staff(notice):
    return client_of(notices.staff_of(notice.committee))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def hidden(html, name):
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)


def test_from_preparation_to_publication_through_the_pages(client, notice, reviewer, staff):
    desk = f"/publications/{notice.key}/"
    assert desk in page(reviewer, "/publications/")
    confirm = page(reviewer, f"{desk}pass/")
    assert "通过2项" in confirm
    fields = {name: hidden(confirm, name)[0] for name in ("form_token", "seen")}
    after = reviewer.post(f"{desk}pass/", fields)
    marked = notice.items.get(content__name__startswith="某型")
    item = f"{desk}items/{marked.position}/"
    assert after["Location"] == item
    single = page(reviewer, item)
    assert "<mark>某型</mark>&lt;壳体&gt;加工" in single
    fields = {name: hidden(single, name)[0] for name in ("form_token", "seen")}
    reviewer.post(f"{item}pass/", fields)
    notice.refresh_from_db()
    assert notice.state == NoticeState.REVIEWED
    ready = page(staff, "/publications/")
    ticket = re.search(r'name="notice" value="([^"]+)"', ready)[1]
    asked = page(staff, f"/publications/publish/?notice={ticket}")
    assert "3个项目" in asked and "3个单位" in asked
    staff.post(
        "/publications/publish/",
        {"form_token": hidden(asked, "form_token")[0], "notice": hidden(asked, "notice")},
    )
    assert client.get(f"/notices/{notice.key}/").status_code == 200


def test_a_refusal_reaches_the_secretary_and_comes_back(notice, reviewer, stage):
    _committee, places, _year = stage
    marked = notice.items.get(content__name__startswith="某型")
    item = f"/publications/{notice.key}/items/{marked.position}/"
    form = page(reviewer, item)
    reason = re.search(r'<option value="(\w+)"', form)[1]
    answers = {"reason": reason, "note": "", "seen": marked.content_hash}
    token = hidden(form, "form_token")[-1]
    refused = reviewer.post(f"{item}refuse/", answers | {"form_token": token})
    assert refused.status_code == 200 and "这个字段是必填项" in refused.content.decode()
    reviewer.post(f"{item}refuse/", answers | {"note": "请去掉型号", "form_token": token})
    secretary = client_of(factory.person_at(Role.BRANCH_SECRETARY, places[2]))
    assert "保密审查未通过" in page(secretary, "/workbench/")
    own = page(secretary, f"{item}text/")
    assert "请去掉型号" in own
    version = re.search(r'name="base_version" value="(\d+)"', own)[1]
    token = re.search(r'name="form_token" value="([^"]+)"', own)[1]
    changed = {"name": "壳体加工", "summary": "改进加工方法。", "base_version": version}
    secretary.post(f"{item}text/", changed | {"form_token": token})
    marked.refresh_from_db()
    assert marked.content["name"] == "壳体加工" and marked.review == ReviewResult.WAITING
    assert marked.marks == []


def test_a_stale_page_passes_nothing(notice, reviewer):
    confirm = page(reviewer, f"/publications/{notice.key}/pass/")
    fields = {name: hidden(confirm, name)[0] for name in ("form_token", "seen")}
    item = notice.items.order_by("position")[0]
    notices.change_text(item, "确认前改了。")
    answer = reviewer.post(f"/publications/{notice.key}/pass/", fields)
    assert answer.status_code == 409
    assert not notice.items.filter(review=ReviewResult.PASSED).exists()


def test_sending_twice_acts_once(notice, reviewer):
    confirm = page(reviewer, f"/publications/{notice.key}/pass/")
    fields = {name: hidden(confirm, name)[0] for name in ("form_token", "seen")}
    first = reviewer.post(f"/publications/{notice.key}/pass/", fields)
    second = reviewer.post(f"/publications/{notice.key}/pass/", fields)
    assert first["Location"] == second["Location"]
    assert AuditEvent.objects.filter(kind="notice.pass").count() == 1


@pytest.mark.parametrize(
    ("role", "seen", "passes", "publishes"),
    [
        (Role.CONFIDENTIALITY_REVIEWER, 200, 200, 403),
        (Role.COMMITTEE_STAFF, 200, 403, 302),
        (Role.READER, 200, 403, 403),
        (Role.BRANCH_SECRETARY, 403, 403, 403),
        (Role.SYSTEM_ADMIN, 403, 403, 403),
    ],
)
def test_who_comes_to_the_desk(notice, stage, role, seen, passes, publishes):
    committee, places, _year = stage
    place = {Role.BRANCH_SECRETARY: places[0], Role.SYSTEM_ADMIN: None}.get(role, committee)
    client = client_of(org.make_user(role, place))
    desk = f"/publications/{notice.key}/"
    for address in ("/publications/", desk, f"{desk}items/1/"):
        assert client.get(address).status_code == seen
    assert client.get(f"{desk}pass/").status_code == passes
    assert client.get("/publications/publish/").status_code == publishes


def test_another_committees_notice_is_not_there(notice):
    other = org.make_committee("另一党委")
    for role in (Role.CONFIDENTIALITY_REVIEWER, Role.COMMITTEE_STAFF, Role.READER):
        client = client_of(org.make_user(role, other))
        assert client.get(f"/publications/{notice.key}/").status_code == 404
        assert notice.key not in page(client, "/publications/?state=draft")


def test_reader_sees_no_button(notice):
    client = client_of(org.make_user(Role.READER, notice.committee))
    for address in (f"/publications/{notice.key}/", f"/publications/{notice.key}/items/1/"):
        html = page(client, address)
        main = html[html.index("<main") :]
        assert "<button" not in main and "批量通过" not in main


@pytest.mark.parametrize("count", [1, 30])
def test_desk_pages_ask_few_questions(stage, count, django_assert_max_num_queries):
    committee, places, year = stage
    batch = notices.many_decided(places, year, count)
    (notice,) = notices.made(batch)
    client = client_of(notices.reviewer_of(committee))
    listed = page(client, f"/publications/{notice.key}/")
    assert len(re.findall(r'<tr id="text-', listed)) == count
    for address, most in (
        ("/publications/", 8),
        (f"/publications/{notice.key}/", 8),
        (f"/publications/{notice.key}/pass/", 8),
        (f"/publications/{notice.key}/items/1/", 12),
        ("/internal/notices/", 8),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
