"""A malformed value ends the start with one sentence that names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MALFORMED = [
    ("PORT", "eighty", "whole number"),
    ("PORT", "70000", "65535"),
    ("PORT", "８０００", "whole number"),
    ("BIND", "everywhere", "IP address"),
    ("INNOVATION_DEMO", "perhaps", "1 or 0"),
    ("INNOVATION_HTTPS", "2", "1 or 0"),
    ("INNOVATION_SWEEP_SECONDS", "soon", "number of seconds"),
    ("INNOVATION_LEASE_SECONDS", "-1", "number of seconds"),
    ("INNOVATION_TICK_SECONDS", "nan", "number of seconds"),
    ("INNOVATION_PASSWORD_POLICY", "none", "mlps, asvs"),
    ("INNOVATION_SECRET_KEY", "short", "50 random characters"),
    ("INNOVATION_AUDIT_KEY", "short", "32 random characters"),
    ("INNOVATION_HOSTS", "https://example.com/", "host names"),
    ("INNOVATION_CSRF_ORIGINS", "example.com", "https://example.com"),
    ("INNOVATION_PUBLIC_COMMITTEES", "a.example.com", "host.name=CODE"),
    ("DATABASE_URL", "innovation", "postgres://"),
    ("DATABASE_URL", "mysql://a@b/c", "postgres://"),
    ("DATABASE_URL", "postgres://localhost", "names no database"),
    ("DATABASE_URL", "postgres://localhost:port/name", "names no database"),
    ("REDIS_URL", "localhost:6379", "redis://"),
    ("EMAIL_URL", "mail.example.com", "smtp+tls://"),
    ("INNOVATION_VAR", "/proc/innovation", "folder"),
]
ENTRY_POINTS = [
    [sys.executable, "manage.py", "check"],
    [sys.executable, "-m", "celery", "--app", "innovation", "worker"],
    [sys.executable, "-m", "celery", "--app", "innovation", "beat"],
    [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
]


def start(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def load_settings(**environment: str) -> subprocess.CompletedProcess[str]:
    return start([sys.executable, "-c", "import innovation.settings"], **environment)


@pytest.mark.parametrize(("name", "value", "advice"), MALFORMED)
def test_malformed_value_gives_one_sentence(name: str, value: str, advice: str) -> None:
    done = load_settings(**{name: value})
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith(name)
    assert advice in done.stderr


@pytest.mark.parametrize("command", ENTRY_POINTS, ids=lambda command: " ".join(command[1:4]))
def test_every_entry_point_prints_the_sentence_alone(command: list[str]) -> None:
    done = start(command, INNOVATION_SEAL_SECONDS="often")
    assert done.returncode != 0
    assert done.stderr.strip() == (
        "INNOVATION_SEAL_SECONDS is 'often'; set it to a number of seconds from 0.1 to 86400."
    )


def test_debug_is_refused_where_others_can_connect() -> None:
    done = load_settings(INNOVATION_DEBUG="1", BIND="0.0.0.0")
    assert done.returncode != 0
    assert "INNOVATION_DEBUG" in done.stderr
    assert load_settings(INNOVATION_DEBUG="1", BIND="127.0.0.1").returncode == 0


def test_state_folder_and_keys_are_private_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert load_settings(INNOVATION_VAR=str(folder)).returncode == 0
    key = (folder / "secret.key").read_text()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.glob("*.key")} == {0o600}
    assert load_settings(INNOVATION_VAR=str(folder)).returncode == 0
    assert (folder / "secret.key").read_text() == key
    assert (folder / "audit.key").read_text() != key


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    code = "from innovation import settings; print(settings.SECRET_KEY)"
    environment = {**os.environ, "INNOVATION_VAR": str(tmp_path)}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}
    assert len(keys) == 1
    assert len(keys.pop()) > 50
