"""Notices in the background: workers killed by -9, a broker that is away, two staff at once."""

import time
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection

from innovation.core import broker, clock, outbox
from innovation.core.models import AuditEvent, OutboxMessage
from projects.actions import notice_preparation, publication, review
from projects.enums import NoticeState, Status
from projects.models import ApprovalPaper, Notice, NoticeItem, Project
from tests.factories import org
from tests.factories import publication as notices
from tests.support import worker
from tests.support.parallel import at_once

LONGEST_WAIT = 1.0  # seconds that a decision may take longer while the broker is away
pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


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


def each_notice_once(count):
    items = list(NoticeItem.objects.values_list("project", flat=True))
    assert len(items) == len(set(items)) == count
    assert AuditEvent.objects.filter(kind="notice.prepare").count() == Notice.objects.count()


def ask(task, condition, log, seconds=90):
    """Tell a worker again and again, as beat does, until the condition holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, log.read_text()
        broker._silent_until = 0.0
        broker.tell(task)
        worker.wait_until(condition, 2)


def test_workers_killed_while_155_projects_are_put_on_notice(awake, tmp_path, size):
    """Each project in a notice of its own unit; the worker dies three times between two notices."""
    committee, _none, year = notices.firm(0)
    places = [org.make_branch(committee) for _ in range(155)]
    batch = notices.many_decided(places, year, 155, scope="unit")
    log = tmp_path / "worker.log"
    made = Notice.objects.count
    with worker.running(log, worker.environment_for(settings.REDIS_URL)) as running:
        outbox.put("notice.prepare", str(batch.pk), batch=batch.pk)
        for _ in range(size(3, 10)):
            before = made()
            ask("core.sweep_outbox", lambda before=before: made() > before, log)
            running.kill()
            assert before < made() < len(places), "the worker was not in the middle"
            running.begin()
        done = OutboxMessage.objects.filter(topic="notice.prepare", done_at__isnull=False)
        ask("core.sweep_outbox", done.exists, log)
    assert made() == len(places)
    each_notice_once(155)


def working_in_a_transaction():
    """Does another connection to this database stand in an open transaction?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and xact_start < clock_timestamp() - interval '0.1 s'"
            " and state in ('active', 'idle in transaction')"
        )
        return cursor.fetchone()[0] > 0


def test_workers_killed_while_155_projects_are_approved(awake, stage, tmp_path, size):
    """The closing of one notice is one transaction: half of it is nothing."""
    _committee, places, year = stage
    batch = notices.many_decided(places, year, 155)
    (notice,) = notices.publish([notices.review(n) for n in notices.made(batch)])
    over = clock.today() - timedelta(days=1)
    Notice.objects.filter(pk=notice.pk).update(opens_on=over, closes_on=over)
    log = tmp_path / "worker.log"
    with worker.running(log, worker.environment_for(settings.REDIS_URL)) as running:
        for _ in range(size(3, 10)):
            ask("core.tick", working_in_a_transaction, log)
            running.kill()
            assert worker.wait_until(lambda: not working_in_a_transaction())
            notice.refresh_from_db()
            assert notice.state == NoticeState.PUBLISHED
            assert not Project.objects.exclude(number="").exists()
            running.begin()
        closed = Notice.objects.filter(pk=notice.pk, state=NoticeState.CLOSED)
        ask("core.tick", closed.exists, log)
    assert Project.objects.filter(status=Status.ACTIVE).count() == 155
    assert len(set(Project.objects.values_list("number", flat=True))) == 155
    assert ApprovalPaper.objects.get().notice == notice


def test_while_the_broker_is_away_a_decision_does_not_wait(awake, stage, redis_relay, settings):
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{redis_relay.port}/0"
    _committee, places, year = stage
    usual = timed(notices.waiting_projects(places[:1], year))
    second = notices.waiting_projects(places[1:], year)
    redis_relay.cut()
    assert timed(second) < usual + LONGEST_WAIT
    assert Notice.objects.count() == 0
    redis_relay.mend()
    assert outbox.sweep() == 2
    assert Notice.objects.count() == 2
    each_notice_once(2)


def timed(projects):
    started = time.monotonic()
    notices.decide(projects)
    return time.monotonic() - started


def test_many_workers_prepare_one_batch_at_once(stage, monkeypatch):
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    _committee, places, year = stage
    batch = notices.many_decided(places, year, 20)
    at_once([lambda: notice_preparation.prepare(batch_id=batch.pk)] * 8)
    assert Notice.objects.count() == 1
    each_notice_once(20)


def test_two_of_the_staff_publish_at_once(stage, monkeypatch):
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    committee, places, year = stage
    ready = [
        notices.review(notices.made(notices.many_decided([place], year, 3))[0]) for place in places
    ]
    seen = {notice.pk: notice.content_hash for notice in ready}
    staff = notices.staff_of(committee)
    orders = [dict(seen.items()), dict(reversed(seen.items()))] * 4
    results = at_once([lambda o=o: publication.publish(seen=o, by=staff) for o in orders])
    assert sum(isinstance(result, list) for result in results) == 1, results
    numbers = list(Notice.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"{year.year}-GS-001", f"{year.year}-GS-002"]
    assert Project.objects.filter(status=Status.PUBLICISED).count() == 6


def test_many_ticks_close_once(stage, monkeypatch):
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    _committee, places, year = stage
    with clock.fixed(date(year.year, 3, 16)):
        batch = notices.many_decided(places, year, 10)
        notices.publish([notices.review(n) for n in notices.made(batch)])
    closed = at_once([publication.close_due] * 8)
    assert sum(len(one) for one in closed) == 1
    assert ApprovalPaper.objects.count() == 1
    assert len(set(Project.objects.values_list("number", flat=True))) == 10


def test_returning_a_project_and_publishing_its_notice_at_once(stage, monkeypatch):
    """Whichever comes first, the project is not on a notice and returned at the same time."""
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    committee, places, year = stage
    staff = notices.staff_of(committee)
    for _ in range(5):
        projects = notices.waiting_projects(places, year)
        (notice,) = notices.prepared(projects)
        notices.review(notice)
        seen = {notice.pk: notice.content_hash}
        returned = projects[0]
        at_once(
            [
                lambda seen=seen: publication.publish(seen=seen, by=staff),
                lambda pk=returned.pk: review.return_for_revision(
                    project_id=pk, by=staff, reason="return_incomplete", comment="请补充。"
                ),
            ]
        )
        notice.refresh_from_db()
        returned.refresh_from_db()
        shown = [item["name"] for item in notice.snapshot.get("items", [])]
        on_notice = returned.status == Status.PUBLICISED
        assert (notice.state == NoticeState.PUBLISHED and len(shown) == 2) == on_notice
