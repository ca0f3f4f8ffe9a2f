"""What only a committed transaction shows: fresh pages, and notices after the broker was away."""

import time
from datetime import date

import pytest

from innovation.core import broker, clock, outbox, public_cache
from projects.actions import publication
from projects.models import Notice
from tests.factories import publication as notices

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST_WAIT = 1.0  # seconds that a decision may take longer while the broker is away


@pytest.fixture(autouse=True)
def _no_page_is_kept():
    public_cache.STORE.clear()


@pytest.fixture
def awake():
    broker._forget()
    broker._silent_until = 0.0
    yield
    broker._forget()
    broker._silent_until = 0.0


@pytest.fixture
def stage():
    return notices.firm(2)


def tag_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and again.content == b""
    return answer["ETag"]


@pytest.mark.both
def test_every_page_is_new_at_the_next_request_after_publishing_and_closing(client, stage):
    committee, places, year = stage
    with clock.fixed(date(2026, 3, 16)):
        (first,) = notices.published(notices.waiting_projects(places[:1], year))
        pages = ["/", "/notices/", "/notices/feed.atom", "/notices/?lang=en"]
        before = {page: tag_of(client, page) for page in pages}
        (second,) = notices.published(notices.waiting_projects(places[1:], year))
        after = {page: tag_of(client, page) for page in pages}
        assert all(before[page] != after[page] for page in pages)
    with clock.fixed(date(2026, 3, 24)):
        own = f"/notices/{first.key}/"
        open_page, listed = tag_of(client, own), tag_of(client, "/notices/")
        publication.close_due()
        assert tag_of(client, own) != open_page and tag_of(client, "/notices/") != listed
        publication.withdraw(notice_id=second.pk, comment="有误", by=notices.staff_of(committee))
        assert second.key not in client.get("/notices/").content.decode()
        assert client.get(f"/notices/{second.key}/").status_code == 410


def test_a_kept_page_asks_the_database_nothing(client, stage, django_assert_num_queries):
    _committee, places, year = stage
    (notice,) = notices.published(notices.waiting_projects(places, year))
    pages = ["/", "/notices/?q=工序", f"/notices/{notice.key}/", "/notices/feed.atom"]
    for page in pages:
        client.get(page)
    with django_assert_num_queries(0):
        for page in pages:
            assert client.get(page).status_code == 200


def test_what_is_not_yet_published_changes_no_page(client, stage):
    _committee, places, year = stage
    notices.published(notices.waiting_projects(places[:1], year))
    before = tag_of(client, "/notices/")
    notices.prepared(notices.waiting_projects(places[1:], year))
    assert tag_of(client, "/notices/") == before


def test_a_decision_taken_while_the_broker_is_away_is_put_on_notice_later(
    awake, stage, settings, tmp_path
):
    _committee, places, year = stage
    usual = timed(notices.waiting_projects(places[:1], year))
    second = notices.waiting_projects(places[1:], year)
    queue = settings.BROKER_FOLDER / "queue"
    aside = queue.rename(tmp_path / "aside")
    queue.write_text("a file in the folder's place")
    try:
        broker._silent_until = 0.0
        assert timed(second) < usual + LONGEST_WAIT
        assert not broker.tell("core.tick")
    finally:
        queue.unlink()
        aside.rename(queue)
    assert Notice.objects.count() == 0
    assert outbox.sweep() == 2
    assert Notice.objects.count() == 2


def timed(projects):
    started = time.monotonic()
    notices.decide(projects)
    return time.monotonic() - started
