import gzip
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import transaction

from innovation.core import clock, outbox, public_cache, stamp
from innovation.core.models import OutboxMessage
from innovation.core.page_store import PageStore
from tests.core import people, public_views

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.core.public_views"),
    pytest.mark.both,
]
GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture(autouse=True)
def made():
    public_cache.STORE.clear()
    public_views.made.clear()
    return public_views.made


def test_a_page_is_made_once_and_asks_the_database_nothing(client, made, django_assert_num_queries):
    client.force_login(people.login())
    with django_assert_num_queries(0):
        first, second = client.get("/notices/"), client.get("/notices/")
    assert len(made) == 1
    assert first.content == second.content and b"made 1" in first.content


def test_publishing_makes_every_page_anew_and_only_after_the_commit(client, made):
    client.get("/notices/")
    with transaction.atomic():
        stamp.raise_after_commit()
        before = stamp.value()
    assert stamp.value() != before
    assert b"made 2" in client.get("/notices/").content
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stamp.raise_after_commit()
        raise ZeroDivisionError
    assert b"made 2" in client.get("/notices/").content


def test_another_process_raises_the_stamp_here(client, made):
    before = stamp.value()
    client.get("/notices/")
    code = "import django; django.setup(); from innovation.core import stamp; stamp.write()"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert stamp.value() != before
    assert b"made 2" in client.get("/notices/").content


def test_what_a_transaction_reads_is_not_kept(client, made):
    with transaction.atomic():
        client.get("/notices/")
        client.get("/notices/")
    client.get("/notices/")
    assert len(made) == 3


def test_an_unchanged_page_is_not_sent_again(client, made):
    page = client.get("/notices/")
    assert page["Cache-Control"] == "public, no-cache"
    assert not page["ETag"].startswith("W/")
    for known in (page["ETag"], f'"other", {page["ETag"]}', f"W/{page['ETag']}", "*"):
        again = client.get("/notices/", headers={"If-None-Match": known})
        assert again.status_code == 304 and again.content == b""
        assert again["ETag"] == page["ETag"]
        assert again["Cache-Control"] == "public, no-cache"
        assert again["Vary"] == "Accept-Encoding"
    assert client.get("/notices/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_packed_page_is_the_same_page(client):
    plain, packed = client.get("/notices/"), client.get("/notices/", headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert packed["ETag"] != plain["ETag"]
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    refused = client.get("/notices/", headers={"Accept-Encoding": "br, gzip;q=0"})
    assert refused.content == plain.content
    known = client.get("/notices/", headers={"If-None-Match": packed["ETag"]} | GZIP)
    assert known.status_code == 304


def test_head_tells_what_get_would_send(client):
    page, head = client.get("/notices/"), client.head("/notices/")
    assert head.content == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Cache-Control", "Vary"):
        assert head[name] == page[name]


def test_the_view_sees_nothing_of_the_reader(client):
    client.force_login(people.login())
    seen = client.get("/notices/abc/?utm=x", headers={"HX-Request": "true", "User-Agent": "Spy"})
    text = seen.content.decode()
    assert text == (
        "abc ['AnonymousUser', False, {}, False, None, None]"
        " /notices/abc/ http://testserver/notices/abc/"
    )
    assert not seen.cookies
    assert seen["Vary"] == "Accept-Encoding"


def test_a_template_finds_nobody(client):
    client.force_login(people.login())
    assert "wang" not in client.get("/templated/").content.decode()


def test_pages_differ_by_what_the_address_allows(client, made):
    for query in ("", "?q=a", "?q=b", "?q=a&page=2", "?lang=en"):
        client.get(f"/notices/{query}")
    assert len(made) == 5
    for query in ("?q=&page=", "?x=1", "?page=2&q=a", "?lang=en&utm=1"):
        client.get(f"/notices/{query}")
    assert len(made) == 5
    assert b" en " in client.get("/notices/?lang=en").content
    assert b" zh-hans " in client.get("/notices/").content
    client.get("/notices/", headers={"Host": "localhost"})
    assert len(made) == 6


def test_a_new_day_is_a_new_page(client, made):
    client.get("/notices/")
    with clock.fixed(clock.now() + timedelta(days=1)):
        client.get("/notices/")
    assert len(made) == 2


def test_what_is_gone_is_not_kept(client, made):
    for _ in range(2):
        assert client.get("/withdrawn/").status_code == 410
    assert len(made) == 2


class Item:
    def __init__(self, size):
        self.size = size


def test_the_store_keeps_within_its_room_and_drops_what_was_used_least():
    store = PageStore(most_bytes=1000)
    for key in range(10):
        store.put(key, Item(100))
    store.get(0)
    store.put(10, Item(100))
    assert store.taken == 1000
    assert store.get(0) and store.get(10) and store.get(1) is None
    store.put(10, Item(50))
    assert store.taken == 950
    store.put("large", Item(101))
    assert store.get("large") is None


@pytest.fixture
def redis_away(settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(stamp, "_away_until", 0.0)


def test_without_redis_every_page_is_made_and_nobody_waits(client, made, redis_away):
    client.get("/notices/")
    began = time.perf_counter()
    for _ in range(10):
        assert client.get("/notices/").status_code == 200
    assert time.perf_counter() - began < 1
    assert len(made) == 11 and stamp.value() is None


def test_a_redis_that_accepts_and_never_answers_holds_a_page_for_less_than_a_blink(
    client, settings, redis_away
):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        began = time.perf_counter()
        assert stamp.value() is None
        assert time.perf_counter() - began < 0.3
        assert client.get("/notices/").status_code == 200


def test_a_stamp_that_redis_did_not_hear_of_is_raised_later(redis_away, settings):
    with transaction.atomic():
        stamp.raise_after_commit()
    assert OutboxMessage.objects.get(done_at__isnull=True).topic == "core.raise_stamp"
    settings.REDIS_URL = ""
    before = stamp.value()
    outbox.drain()
    assert stamp.value() != before
