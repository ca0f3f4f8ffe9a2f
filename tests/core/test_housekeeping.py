"""Messages done are forgotten after an hour; waiting ones never."""

import time
from pathlib import Path
from typing import Any

import pytest

from innovation.core import housekeeping


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.BROKER_FOLDER = tmp_path
    for name in ("queue/waiting.celery.msg", "processed/done.celery.msg"):
        Path(tmp_path, name).parent.mkdir()
        Path(tmp_path, name).write_text("{}")
    return tmp_path


@pytest.mark.parametrize(("later", "kept"), [(3500, 2), (3700, 1)])
def test_only_what_was_done_an_hour_ago_is_forgotten(
    folder: Path, monkeypatch: pytest.MonkeyPatch, later: int, kept: int
) -> None:
    moment = time.time() + later
    monkeypatch.setattr(housekeeping.time, "time", lambda: moment)
    assert housekeeping.forget_processed() == 2 - kept
    assert len(list(folder.glob("*/*.msg"))) == kept
    assert (folder / "queue" / "waiting.celery.msg").exists()


def test_without_a_folder_there_is_nothing_to_forget(settings: Any, tmp_path: Path) -> None:
    settings.BROKER_FOLDER = tmp_path / "elsewhere"
    assert housekeeping.forget_processed() == 0
