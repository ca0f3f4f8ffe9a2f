"""The outbox among many workers, killed workers and a broker that is away."""

import time

import pytest
from django.conf import settings

from innovation.core import broker, jobs, outbox
from innovation.core.models import FormToken, Job, OutboxMessage
from tests.support import core_rows, letters, worker
from tests.support.parallel import at_once

LONGEST_WAIT = 1.0  # seconds that an act may take longer while the broker is away
pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def traces(tmp_path, monkeypatch):
    """The lines that the letters' handler leaves, one for each beginning."""
    file = tmp_path / "traces"
    file.touch()
    monkeypatch.setenv(letters.TRACES, str(file))
    return lambda: file.read_text().split()


@pytest.fixture
def awake():
    broker._forget()
    broker._silent_until = 0.0
    yield
    broker._forget()
    broker._silent_until = 0.0


def write_letters(count, **payload):
    for n in range(count):
        outbox.put(letters.TOPIC, str(n), token=f"t{n}", **payload)


def test_eight_workers_on_366_rows_do_each_exactly_once(traces, monkeypatch):
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    write_letters(366)
    done = at_once([outbox.sweep] * 8)
    assert sum(done) == 366, done
    assert sorted(traces()) == sorted(f"t{n}" for n in range(366))
    assert OutboxMessage.objects.filter(done_at__isnull=False, attempts=1).count() == 366


def test_of_many_who_are_told_of_one_message_one_does_it(traces, monkeypatch, size):
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    write_letters(size(20, 100))
    for pk in OutboxMessage.objects.values_list("pk", flat=True):
        assert sum(at_once([lambda pk=pk: outbox.deliver(pk)] * 8)) == 1
    assert len(traces()) == size(20, 100)


def test_the_same_key_queued_by_many_at_once_is_one_row(monkeypatch):
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    messages = at_once([lambda: outbox.put("test.once", "k", n=1)] * 16)
    assert {message.pk for message in messages} == {OutboxMessage.objects.get().pk}


def test_a_job_asked_for_by_many_at_once_is_one_job(monkeypatch):
    monkeypatch.setattr(broker, "tell", lambda *args: False)
    by = core_rows.person("clerk")
    begin = lambda: jobs.start("test.kind", "2019", by=by, committee_id=None)  # noqa: E731
    assert len({job.pk for job in at_once([begin] * 16)}) == 1
    assert Job.objects.count() == OutboxMessage.objects.count() == 1


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(traces, tmp_path, awake, size):
    """Three real workers die by -9 over slow letters; the last one, with the sweep, ends them."""
    count, kills = size(20, 60), size(3, 10)
    log = tmp_path / "worker.log"
    with worker.running(log, worker.environment_for(settings.REDIS_URL)) as running:
        write_letters(count, seconds=0.3)
        for _ in range(kills):
            begun = len(traces())
            assert worker.wait_until(lambda begun=begun: len(traces()) > begun), log.read_text()
            running.kill()
            assert OutboxMessage.objects.filter(done_at__isnull=True).exists()
            running.begin()
            assert outbox.sweep(seconds=1) >= 0
        until = time.monotonic() + 60
        while OutboxMessage.objects.filter(done_at__isnull=True).exists():
            assert time.monotonic() < until, log.read_text()
            outbox.sweep(seconds=1)
            time.sleep(0.1)
    assert FormToken.objects.count() == count
    assert set(traces()) == {f"t{n}" for n in range(count)}
    assert len(traces()) > count, "no letter was begun twice: nobody was killed in the middle"


def test_while_the_broker_is_away_an_act_does_not_wait_and_the_sweep_does_it(
    traces, awake, redis_relay, settings
):
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{redis_relay.port}/0"
    write_letters(1)
    redis_relay.cut()
    waits = []
    for n in range(100):
        started = time.monotonic()
        outbox.put(letters.TOPIC, f"away{n}", token=f"a{n}")
        waits.append(time.monotonic() - started)
    assert max(waits) < LONGEST_WAIT
    assert sum(wait > broker.LONGEST_WAIT for wait in waits) <= 3
    assert outbox.sweep() == 101
    redis_relay.mend()
    broker._silent_until = 0.0
    assert broker.tell("core.deliver", 1)
