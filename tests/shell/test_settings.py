"""What the environment turns on, seen from the settings it makes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"DATABASE_URL": "postgres://u:p@h/n", "REDIS_URL": "redis://h:6379/0"}


def read(*names: str, **environment: str) -> list[Any]:
    code = (
        "import json, sys; from innovation import settings;"
        "print(json.dumps([getattr(settings, name) for name in sys.argv[1:]], default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("https", [True, False])
def test_https_alone_switches_secure_cookies_hsts_and_redirect(https: bool) -> None:
    cookies, csrf, redirect, hsts = read(
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        INNOVATION_HTTPS="1" if https else "",
    )
    assert [cookies, csrf, redirect, hsts > 0] == [https] * 4


def test_embedded_defaults_need_no_server() -> None:
    databases, broker, options = read(
        "DATABASES",
        "CELERY_BROKER_URL",
        "CELERY_BROKER_TRANSPORT_OPTIONS",
        **dict.fromkeys(SERVICES, ""),
    )
    assert databases["default"]["ENGINE"].endswith("sqlite3")
    assert databases["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert broker.startswith("filesystem:")
    assert Path(options["data_folder_in"]).stat().st_mode & 0o777 == 0o700


def test_redis_gives_a_task_back_after_its_longest_time() -> None:
    broker, options, longest = read(
        "CELERY_BROKER_URL", "CELERY_BROKER_TRANSPORT_OPTIONS", "CELERY_TASK_TIME_LIMIT", **SERVICES
    )
    assert broker == SERVICES["REDIS_URL"]
    assert longest < options["visibility_timeout"] < 2 * longest


def test_probes_on_the_machine_itself_are_answered_under_any_host_name() -> None:
    (hosts,) = read("ALLOWED_HOSTS", INNOVATION_HOSTS="party.example.com")
    assert set(hosts) == {"party.example.com", "localhost", "127.0.0.1", "[::1]"}


def test_beat_is_static_and_asks_once_a_minute() -> None:
    (schedule,) = read("CELERY_BEAT_SCHEDULE", INNOVATION_SWEEP_SECONDS="7.5")
    assert schedule["core.sweep_outbox"]["schedule"] == 7.5
    assert schedule["core.tick"]["schedule"] == 60
    assert set(schedule) == {"core.sweep_outbox", "core.seal_audit", "core.tick"}
