"""/healthz says that the process lives; /readyz names what it lacks."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory

from innovation.core import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    settings.BROKER_FOLDER = tmp_path / "broker"
    Path(tmp_path, "broker", "queue").mkdir(parents=True)
    return tmp_path


def ask() -> tuple[HttpResponse, dict[str, Any]]:
    answer = health.readyz(RequestFactory().get("/readyz"))
    return answer, json.loads(answer.content)


def test_alive() -> None:
    answer = health.healthz(RequestFactory().get("/healthz"))
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.both
def test_ready_with_everything_there(var: Path) -> None:
    health.beat_seen()
    answer, parts = ask()
    assert (answer.status_code, parts["missing"]) == (200, [])


def test_broker_folder_replaced_by_a_file(var: Path) -> None:
    shutil.rmtree(var / "broker")
    (var / "broker").write_text("")
    answer, parts = ask()
    assert (answer.status_code, parts["missing"]) == (503, ["broker"])
    assert "broker/queue" in parts["broker"]


@pytest.mark.parametrize(("silence", "missing"), [(170, []), (200, ["beat"])])
def test_silent_beat(
    var: Path, monkeypatch: pytest.MonkeyPatch, silence: int, missing: list[str]
) -> None:
    health.beat_seen()
    later = time.time() + silence
    monkeypatch.setattr(health.time, "time", lambda: later)
    answer, parts = ask()
    assert (answer.status_code, parts["missing"]) == (503 if missing else 200, missing)


def test_fresh_start_is_given_time_for_its_first_beat(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "STARTED", time.time() - 100)
    assert ask()[1]["missing"] == []
    monkeypatch.setattr(health, "STARTED", time.time() - 200)
    assert ask()[1]["missing"] == ["beat"]


def test_disk_that_is_nearly_full(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", shutil.disk_usage(var).free * 2)
    answer, parts = ask()
    assert (answer.status_code, parts["missing"]) == (503, ["disk"])


def test_database_that_does_not_answer(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise DatabaseError("the file is gone\nand more")

    monkeypatch.setattr(health.connection, "cursor", refuse)
    answer, parts = ask()
    assert (answer.status_code, parts["missing"]) == (503, ["database"])
    assert parts["database"] == "the database does not answer: the file is gone"


def test_redis_that_is_away(var: Path, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    started = time.monotonic()
    answer, parts = ask()
    assert (answer.status_code, parts["missing"]) == (503, ["broker"])
    assert time.monotonic() - started < 1


def test_several_things_missing_are_all_named(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(var / "broker")
    monkeypatch.setattr(health, "STARTED", 0)
    assert ask()[1]["missing"] == ["broker", "beat"]
