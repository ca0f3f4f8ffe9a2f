"""The broker in a folder: what is read is whole, in order, and read once."""

import os
import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from innovation.core.whole_files import Channel

MESSAGES = 400


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    for name in ("queue", "control", "processed"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
        "processed_folder": str(tmp_path / "processed"),
        "store_processed": True,
    }
    return Connection("filesystem://localhost/", transport_options=options)


@pytest.fixture
def channel(connection: Connection) -> Channel:
    found = connection.channel()
    assert isinstance(found, Channel)
    return found


def test_messages_come_in_the_order_of_sending(channel: Channel) -> None:
    for number in range(20):
        channel._put("celery", {"number": number})
    assert [channel._get("celery")["number"] for _ in range(20)] == list(range(20))
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_draft_is_not_a_message(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    replace = os.replace

    def look_before(source: Path, target: Path) -> None:
        seen.append(channel._size("celery"))
        replace(source, target)

    monkeypatch.setattr(os, "replace", look_before)
    channel._put("celery", {})
    assert (seen, channel._size("celery")) == ([0], 1)


def test_a_reader_beside_the_writers_reads_every_message_once(channel: Channel) -> None:
    writers = [threading.Thread(target=write, args=(channel, start)) for start in (0, MESSAGES)]
    for writer in writers:
        writer.start()
    numbers: list[int] = []
    while len(numbers) < 2 * MESSAGES:
        try:
            numbers.append(channel._get("celery")["number"])
        except Empty:
            assert any(writer.is_alive() for writer in writers) or channel._size("celery")
    assert sorted(numbers) == list(range(2 * MESSAGES))


def write(channel: Channel, start: int) -> None:
    for number in range(start, start + MESSAGES):
        channel._put("celery", {"number": number})


def test_a_folder_that_is_gone_is_an_error_of_the_broker(channel: Channel, tmp_path: Path) -> None:
    (tmp_path / "queue").rmdir()
    (tmp_path / "queue").write_text("")
    with pytest.raises(ChannelError, match="cannot be written"):
        channel._put("celery", {})
