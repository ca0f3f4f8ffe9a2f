"""What employees read without a login: found, filtered, in two languages, nothing private."""

import gzip
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from innovation.core import clock, public_cache
from innovation.core.keys import new_key
from innovation.org.models import Member, Organization, User
from projects.actions import notice_state, publication
from projects.models import Category, DecisionBatch, Notice, OutcomeForm, Project
from tests.factories import org
from tests.factories import projects as factory
from tests.factories import publication as notices

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _no_page_is_kept():
    public_cache.STORE.clear()


@pytest.fixture
def stage():
    return notices.firm(2)


@pytest.fixture
def notice(stage):
    _committee, places, year = stage
    year.contact_phone, year.contact_mail = "0731-2222 0000", "gs@example.com"
    year.contact_room = "办公楼305室"
    year.save()
    projects = [
        factory.project_at("committee_decision", places[0], year, name="设备TPM管理改善"),
        factory.project_at("committee_decision", places[1], year, name="拓展供应渠道"),
    ]
    with clock.fixed(date(2026, 3, 16)):
        return notices.published(projects)[0]


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_in(page):
    return re.findall(r'<tr id="item-(\d+)"', page)


# --- the pages -------------------------------------------------------------------------------


def test_the_page_reads_like_the_paper(client, notice):
    page = text(client, f"/notices/{notice.key}/")
    for words in (
        notice.title,
        notice.number,
        "2026年第3次党委会",
        "0731-2222 0000",
        "gs@example.com",
        "办公楼305室",
        notice.content_hash,
        "设备TPM管理改善",
        "拓展供应渠道",
        "2026年3月16日（星期一）",
        "2026年3月23日（星期一）",
        "公示中",
    ):
        assert words in page
    assert rows_in(page) == ["1", "2"]


def test_in_english_by_the_address_alone(client, notice):
    english = text(client, f"/notices/{notice.key}/?lang=en")
    assert '<html lang="en">' in english and "Mon 16 Mar 2026" in english
    assert "On notice" in english and "公示中" not in english
    assert 'lang="zh-Hans"' in english
    wish = client.get(f"/notices/{notice.key}/", headers={"Accept-Language": "en"})
    assert "公示中" in wish.content.decode()
    for link in re.findall(r'href="(/[^"#?]*notices[^"]*|/\?[^"]*)"', english):
        if "中文" not in link:
            assert "lang=en" in link or link.endswith("?"), link


def test_filtering_inside_a_notice(client, stage, notice):
    _committee, places, _year = stage
    one = text(client, f"/notices/{notice.key}/?organization={places[1].code}")
    assert len(rows_in(one)) == 1 and "拓展供应渠道" in one
    assert len(rows_in(text(client, f"/notices/{notice.key}/?category=party_building"))) == 0
    assert len(rows_in(text(client, f"/notices/{notice.key}/?q=tpm"))) == 1


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("", None),
        ("q=TPM", ["设备TPM管理改善"]),
        ("q=tpm", ["设备TPM管理改善"]),
        ("q=供应", ["拓展供应渠道"]),
        ("category=rnd_production", ["设备TPM管理改善", "拓展供应渠道"]),
        ("year=2026&kind=proposed_approval", None),
    ],
)
def test_the_list_finds_notices_and_the_projects_in_them(client, notice, query, hits):
    page = text(client, f"/notices/?{query}")
    assert notice.title in page
    found = re.findall(rf'href="/notices/{notice.key}/#item-\d+">([^<]+)<', page)
    assert found == (hits or [])


@pytest.mark.parametrize("query", ["q=没有这样的项目", "category=party_building", "year=1999"])
def test_the_list_says_when_nothing_matches(client, notice, query):
    page = text(client, f"/notices/?{query}")
    assert notice.key not in page and "没有相符的公示" in page


@pytest.mark.parametrize("query", ["page=0", "page=99", "page=x", "q=%00", "q=" + "长" * 300])
def test_odd_addresses_are_answered(client, notice, query):
    assert client.get(f"/notices/?{query}").status_code == 200


def test_ten_hits_then_a_link_to_all(client, stage):
    _committee, places, year = stage
    batch = notices.many_decided(places, year, 23)
    notice = notices.publish([notices.review(n) for n in notices.made(batch)])[0]
    page = text(client, f"/notices/?organization={places[0].code}")
    assert len(re.findall(r"#item-\d+", page)) == 10
    assert "查看全部11个相符项目" in page
    assert f"/notices/{notice.key}/?organization={places[0].code}#projects" in page


def test_a_hit_leads_to_its_row(client, stage):
    _committee, places, year = stage
    batch = notices.many_decided(places, year, 4)
    (notice,) = notices.made(batch)
    item = notice.items.order_by("position")[1]
    notice.items.filter(pk=notice.items.order_by("position")[0].pk).update(removed_at=clock.now())
    notice_state.settle(notice)
    notices.publish([notices.review(notice)])
    page = text(client, f"/notices/?q={item.content['name']}")
    assert f"/notices/{notice.key}/#item-1" in page


def test_a_unit_finds_what_stands_beneath_it(client, stage):
    committee, _places, year = stage
    general = org.make_general_branch(committee)
    below = org.make_branch(general)
    own = factory.project_at("committee_decision", general, year, name="总支项目")
    theirs = factory.project_at("committee_decision", below, year, name="支部项目")
    notices.published([own, theirs])
    page = text(client, f"/notices/?organization={general.code}")
    assert "总支项目" in page and "支部项目" in page
    page = text(client, f"/notices/?organization={below.code}")
    assert "总支项目" not in page and "支部项目" in page


def test_home_shows_current_notices_and_the_figures_last_published(client, stage, notice):
    _committee, places, year = stage
    page = text(client, "/")
    assert notice.title in page
    assert re.search(r"项目</span>\s*<span class=\"figure-value\">2<", page)
    assert "覆盖应立项单位2/2个" in page and "2026-03-16" in page
    factory.project_at("decided", places[0], year, name="还没有公示")
    assert page == text(client, "/")


def test_home_before_anything_is_published(client, stage):
    page = text(client, "/")
    assert "暂无公示" in page and "NaN" not in page
    assert client.get("/notices/").status_code == 200


def test_what_has_ended_says_what_came_of_it(client, notice):
    with clock.fixed(date(2026, 3, 24)):
        publication.close_due()
    page = text(client, f"/notices/{notice.key}/")
    assert "公示期内未收到异议" in page and "已结束" in page
    assert "已结束" in text(client, "/notices/")


def test_the_feed_names_every_notice(client, notice):
    feed = ElementTree.fromstring(client.get("/notices/feed.atom").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == notice.title
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/notices/{notice.key}/"
    english = ElementTree.fromstring(client.get("/notices/feed.atom?lang=en").content)
    assert english.find(f"{ATOM}entry/{ATOM}link").get("href").endswith("?lang=en")


def test_withdrawn_is_gone_and_never_published_was_never_there(client, stage, notice):
    committee, places, year = stage
    (draft,) = notices.prepared(notices.waiting_projects(places[:1], year))
    assert client.get(f"/notices/{draft.key}/").status_code == 404
    assert client.get("/notices/abcdefghjk/").status_code == 404
    publication.withdraw(notice_id=notice.pk, comment="有误", by=notices.staff_of(committee))
    answer = client.get(f"/notices/{notice.key}/")
    assert answer.status_code == 410 and notice.title not in answer.content.decode()
    assert notice.title not in text(client, "/notices/")
    assert notice.key not in client.get("/notices/feed.atom").content.decode()


def test_each_committee_has_its_own_pages(client, stage, notice, settings):
    other = org.make_committee("另一党委")
    settings.PUBLIC_COMMITTEES = {"other.example.com": other.code}
    settings.ALLOWED_HOSTS = ["*"]
    here = client.get("/notices/", headers={"Host": "other.example.com"}).content.decode()
    assert "另一党委" in here and notice.title not in here
    there = f"/notices/{notice.key}/"
    assert client.get(there, headers={"Host": "other.example.com"}).status_code == 404
    assert client.get(there, headers={"Host": "elsewhere.example.com"}).status_code == 200


# --- nothing private -------------------------------------------------------------------------

PUBLIC_TEXT = {
    Project: {"name", "public_summary"},
    Member: {"name"},
    Organization: {"name", "code"},
    Category: {"code", "name", "name_en"},
    OutcomeForm: {"code", "name", "name_en"},
    User: set(),
    DecisionBatch: {"meeting_number"},
}


def canaries(obj, kept):
    """A word of its own in every text of the row that is not public; gives the words."""
    planted = []
    for field in obj._meta.concrete_fields:
        kind, free = field.get_internal_type(), not field.choices and field.name not in kept
        if kind not in ("CharField", "TextField") or not free or field.name == "path":
            continue
        word = f"zq{obj._meta.model_name[:4]}{field.name.replace('_', '')}x"[: field.max_length]
        type(obj).objects.filter(pk=obj.pk).update(**{field.name: word})
        planted.append(word)
    return planted


def addresses(client):
    """Every public page that can be reached by links from the home page, both languages."""
    known, waiting = set(), ["/", "/?lang=en", "/notices/feed.atom", "/notices/?q=设备&lang=en"]
    while waiting:
        address = waiting.pop()
        if address in known:
            continue
        known.add(address)
        page = client.get(address).content.decode()
        for link in re.findall(r'href="(/[^"]*)"', page):
            path = link.replace("&amp;", "&").partition("#")[0]
            if path.startswith(("/?", "/notices")) or path == "/":
                waiting.append(path)
    return known


def test_no_private_field_reaches_a_public_page(client, stage):
    _committee, places, year = stage
    lead = factory.lead_of(places[0])
    project = factory.project_at("committee_decision", places[0], year, lead=lead, name="设备改善")
    row = Project.objects.get(pk=project.pk)
    planted = canaries(row, PUBLIC_TEXT[Project])
    for member in Member.objects.all():
        Member.objects.filter(pk=member.pk).update(staff_number=f"zqstaff{member.pk}x")
        planted.append(f"zqstaff{member.pk}x")
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(username=f"zquser{user.pk}x", name=f"zqn{user.pk}x")
        planted += [f"zquser{user.pk}x", f"zqn{user.pk}x"]
    (notice,) = notices.published([project])
    item = notice.items.get()
    item.review_note = "zqreviewnotex"
    item.save(update_fields=["review_note"])
    planted.append("zqreviewnotex")
    seen = addresses(client)
    assert len(seen) > 8 and f"/notices/{notice.key}/?lang=en" in seen
    for address in seen:
        page = client.get(address).content.decode()
        leaked = [word for word in planted if word.lower() in page.lower()]
        assert not leaked, (address, leaked)
        assert not re.search(rf"\b(pk|id)=[\"']?{project.pk}\b", page)
    assert len(planted) > 15


def test_no_cookie_no_session_and_the_same_bytes_for_everybody(client, stage, notice):
    committee, _places, _year = stage
    logged_in = Client()
    logged_in.force_login(notices.staff_of(committee))
    for address in ("/", "/notices/", f"/notices/{notice.key}/", "/notices/feed.atom"):
        anonymous = client.get(address)
        assert not anonymous.cookies and "Cookie" not in anonymous.get("Vary", "")
        assert logged_in.get(address).content == anonymous.content
        assert not re.search(rb'<form[^>]*method="post"', anonymous.content)
        assert b"csrf" not in anonymous.content


# --- budgets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 155])
def test_four_queries_at_most_whatever_the_size(
    client, stage, count, django_assert_max_num_queries
):
    _committee, places, year = stage
    batch = notices.many_decided(places, year, count)
    (notice,) = notices.publish([notices.review(n) for n in notices.made(batch)])
    assert len(rows_in(text(client, f"/notices/{notice.key}/"))) == count
    for address in (
        "/",
        "/notices/",
        "/notices/?q=工序&category=rnd_production",
        f"/notices/{notice.key}/",
        f"/notices/{notice.key}/?q=1",
        "/notices/feed.atom",
    ):
        with django_assert_max_num_queries(4):
            assert client.get(address).status_code == 200


def weight(client, address):
    """(bytes, requests) of a first visit, compressed: the page and all that it loads."""
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    links = re.findall(r'<(?:link|script|use|img)\b[^>]*(?:href|src)="/static/([^"#]+)', page)
    sizes = [len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in set(links)]
    return len(answer.content) + sum(sizes), 1 + len(sizes)


def test_a_long_notice_and_a_long_list_are_light(client, stage):
    _committee, places, year = stage
    batch = notices.many_decided(places, year, 155)
    (notice,) = notices.publish([notices.review(n) for n in notices.made(batch)])
    for _number in range(30):
        copy = Notice.objects.get(pk=notice.pk)
        copy.pk, copy.batch, copy.key = None, None, new_key()
        copy.save()
    assert text(client, "/notices/").count('class="notice-row"') == 25
    assert len(rows_in(text(client, f"/notices/{notice.key}/"))) == 155
    for address in ("/", "/notices/", f"/notices/{notice.key}/"):
        size, requests = weight(client, address)
        assert size < 80_000 and requests <= 5, (address, size, requests)
