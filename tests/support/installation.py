"""A whole installation as a new user has it: web, worker and beat over the demonstration data."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> None:
    """Tables, static files and the demonstration, once a run; journeys work on copies."""
    folder.mkdir(mode=0o700, parents=True)
    for command in (
        ["migrate", "--verbosity", "0"],
        ["collectstatic", "--noinput", "--verbosity", "0"],
        ["demo"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment(folder),
            check=True,
            stdout=subprocess.DEVNULL,
        )


def read(folder: Path) -> sqlite3.Connection:
    """The database of a folder in which nothing runs; no file is made beside it."""
    return sqlite3.connect(f"file:{folder}/innovation.sqlite3?immutable=1", uri=True)


def environment(folder: Path, **further: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("INNOVATION_")}
    for name in ("DATABASE_URL", "REDIS_URL", "PORT", "BIND"):
        clean.pop(name, None)
    return clean | {"INNOVATION_VAR": str(folder), "INNOVATION_DEMO": "1"} | further


class Installation:
    """Started and stopped at will; `days_ahead` moves its clock."""

    def __init__(self, built: Path, folder: Path) -> None:
        shutil.copytree(built, folder)
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, days_ahead: int = 0) -> None:
        variables = {
            "PORT": str(self.port),
            "INNOVATION_TICK_SECONDS": "1",
            "INNOVATION_SWEEP_SECONDS": "1",
            "INNOVATION_DEMO_DAYS_AHEAD": str(days_ahead),
        }
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "runall"],
                cwd=ROOT,
                env=environment(self.folder, **variables),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError((self.folder / "log").read_text()[-2000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
