import socket
import time
from datetime import timedelta

import pytest
from django.db import transaction

from innovation.core import broker, clock, health, outbox, shared, tasks, ticks
from innovation.core.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(monkeypatch):
    """A topic whose handler keeps what it is given; "bad" letters fail."""
    kept = []

    def keep(payload):
        if payload["text"] == "bad":
            raise ValueError("illegible")
        kept.append(payload["text"])

    monkeypatch.setitem(outbox.HANDLERS, "test.letter", keep)
    return kept


@pytest.fixture
def told(monkeypatch):
    """What the broker would be told."""
    names = []
    monkeypatch.setattr(broker, "tell", lambda task, *args: names.append((task, *args)))
    return names


def row(message):
    return OutboxMessage.objects.get(pk=message.pk)


def test_a_message_is_done_once_and_leaves_nothing_due(letters):
    message = outbox.put("test.letter", "1", text="hello")
    assert outbox.deliver(message.pk)
    assert not outbox.deliver(message.pk)
    assert letters == ["hello"]
    assert row(message).done_at
    assert row(message).error == ""
    assert not outbox.due().exists()


def test_the_same_key_is_queued_once_even_after_it_was_done(letters):
    first = outbox.put("test.letter", "1", text="hello")
    outbox.drain()
    second = outbox.put("test.letter", "1", text="again")
    assert second.pk == first.pk
    assert outbox.drain() == 0
    assert letters == ["hello"]


def test_a_worker_is_told_only_after_the_commit(letters, told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        message = outbox.put("test.letter", "1", text="hello")
        outbox.put("test.letter", "1", text="repeated")
        assert told == []
    assert told == [("core.deliver", message.pk)]


def test_what_was_rolled_back_is_neither_told_nor_done(letters, told):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.put("test.letter", "1", text="hello")
        raise ZeroDivisionError
    assert outbox.drain() == 0
    assert told == []


def test_a_claimed_row_is_nobody_elses_until_its_lease_is_over(letters, settings):
    message = outbox.put("test.letter", "1", text="hello")
    assert outbox._claim(message.pk)
    assert not outbox.deliver(message.pk)
    assert row(message).error == outbox.UNFINISHED
    with clock.moved(timedelta(seconds=settings.LEASE_SECONDS + 1)):
        assert outbox.sweep() == 1
    assert letters == ["hello"]
    assert row(message).attempts == 2


def test_a_failure_is_told_and_tried_again_after_longer_and_longer_pauses(letters, settings):
    message = outbox.put("test.letter", "1", text="bad")
    pauses = []
    with clock.fixed(clock.now()):
        for _ in range(4):
            with clock.fixed(row(message).available_at):
                assert not outbox.deliver(message.pk)
                pauses.append((row(message).available_at - clock.now()).total_seconds())
                assert not outbox.deliver(message.pk)
    assert row(message).error == "ValueError: illegible"
    assert pauses == [settings.SWEEP_SECONDS * factor for factor in (1, 2, 4, 8)]


def test_after_twenty_failures_it_rests_and_stays_visible_with_its_error(letters):
    message = outbox.put("test.letter", "1", text="bad")
    tries = 0
    with clock.fixed(clock.now()):
        while outbox.due().exists() or row(message).available_at > clock.now():
            with clock.fixed(row(message).available_at):
                if not outbox.due().exists():
                    break
                outbox.sweep()
                tries += 1
    assert tries == row(message).attempts == 20
    assert list(outbox.given_up()) == [message]
    assert "illegible" in outbox.given_up()[0].error


def test_one_failing_message_stops_no_other(letters):
    for n, text in enumerate(["one", "bad", "two"]):
        outbox.put("test.letter", str(n), text=text)
    assert outbox.sweep() == 2
    assert letters == ["one", "two"]


def test_a_topic_without_handler_waits_with_a_sentence(letters):
    message = outbox.put("test.unknown", "1")
    assert not outbox.deliver(message.pk)
    assert "no handler" in row(message).error


def test_draining_does_what_the_handlers_queue_as_well_and_raises_what_fails(letters, monkeypatch):
    def chained(payload):
        outbox.put("test.letter", "follow-up", text=payload["then"])

    monkeypatch.setitem(outbox.HANDLERS, "test.chain", chained)
    outbox.put("test.chain", "1", then="second")
    assert outbox.drain() == 2
    assert letters == ["second"]
    outbox.put("test.letter", "2", text="bad")
    with pytest.raises(ValueError, match="illegible"):
        outbox.drain()


def test_a_topic_has_one_handler():
    outbox.handles("test.once")(print)
    try:
        with pytest.raises(RuntimeError, match="handler already"):
            outbox.handles("test.once")(print)
    finally:
        del outbox.HANDLERS["test.once"]


def test_the_sweep_task_does_what_nobody_was_told_of(letters):
    outbox.put("test.letter", "1", text="hello")
    tasks.sweep_outbox()
    assert letters == ["hello"]


# --- the broker ------------------------------------------------------------------------------


@pytest.fixture
def awake():
    broker._forget()
    broker._silent_until = 0.0
    yield
    broker._forget()
    broker._silent_until = 0.0


def test_waking_writes_to_the_embedded_broker(awake, settings):
    queue = settings.BROKER_FOLDER / "queue"
    before = set(queue.iterdir())
    assert broker.tell("core.deliver", 1)
    new = set(queue.iterdir()) - before
    assert len(new) == 1
    assert "core.deliver" in new.pop().read_text()


def test_a_broker_folder_that_is_gone_fails_no_act(awake, settings, tmp_path, caplog):
    queue = settings.BROKER_FOLDER / "queue"
    aside = queue.rename(tmp_path / "aside")
    queue.write_text("a file in the folder's place")
    try:
        with caplog.at_level("WARNING", logger="innovation.core.broker"):
            assert not broker.tell("core.deliver", 1)
            assert not broker.tell("core.deliver", 2)
    finally:
        queue.unlink()
        aside.rename(queue)
    assert [r.message[:33] for r in caplog.records] == ["The broker cannot be reached, the"]
    broker._silent_until = 0.0
    assert broker.tell("core.deliver", 3)


@pytest.mark.parametrize("kind", ["refused", "mute"])
def test_a_redis_that_is_away_costs_half_a_second_once(awake, settings, listener, kind):
    """Mute: the connection is taken, no answer ever comes, as behind a firewall that drops."""
    port = listener if kind == "mute" else 9
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
    started = time.monotonic()
    assert not broker.tell("core.deliver", 1)
    first = time.monotonic() - started
    for n in range(100):
        assert not broker.tell("core.deliver", n)
    assert first < 0.7
    assert time.monotonic() - started - first < 0.1


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


# --- the minute's tick -----------------------------------------------------------------------


def test_one_failing_tick_stops_no_other_and_is_logged(monkeypatch, caplog):
    seen = []

    def broken():
        raise ValueError("no calendar")

    monkeypatch.setattr(ticks, "TICKS", [broken, lambda: seen.append("asked")])
    failed = ticks.run()
    assert seen == ["asked"]
    assert [name.rpartition(".")[2] for name in failed] == ["broken"]
    assert "failed at this minute's tick" in caplog.text


def test_the_tick_shows_that_beat_and_worker_live(monkeypatch):
    monkeypatch.setattr(ticks, "TICKS", [])
    shared.write("beat", "0")
    monkeypatch.setattr(health, "STARTED", 0.0)
    assert health.beat()
    tasks.tick()
    assert health.beat() == ""
