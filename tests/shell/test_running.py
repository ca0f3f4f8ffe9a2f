"""The whole service as real processes: it answers, heals, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def says(self, text: str) -> bool:
        return text in self.log.read_text()

    def answer(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as found:
                return int(found.status)
        except OSError:
            return 0

    def children(self) -> dict[str, int]:
        """Name → process id of what the supervisor started itself."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"PPid:\t{self.process.pid}\n" in (entry / "status").read_text():
                    found[program((entry / "cmdline").read_text())] = int(entry.name)
        return found


def program(command: str) -> str:
    words = command.split("\0")
    return next((name for name in ("gunicorn", "worker", "beat") if name in words), "starting")


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    port, log = free_port(), tmp_path / "log"
    environment = os.environ | {
        "INNOVATION_VAR": str(tmp_path / "var"),
        "INNOVATION_DEMO": "1",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "runall"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    yield Running(process, port, log)
    process.terminate()
    process.wait(60)


def test_the_service_answers_heals_and_stops(running: Running) -> None:
    until(lambda: running.says("Ready at"))
    assert running.says(f"http://127.0.0.1:{running.port}/")
    assert running.says("secretary3") and running.says("demo-2019")
    assert (running.answer("/healthz"), running.answer("/readyz")) == (200, 200)

    first = running.children()
    assert set(first) == {"gunicorn", "worker", "beat"}
    os.kill(first["worker"], signal.SIGKILL)
    until(lambda: running.children().get("worker") not in (None, first["worker"]))
    assert running.says("worker ended (-9); starting it again.")
    assert running.children()["gunicorn"] == first["gunicorn"]

    last = running.children()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 0
    assert running.says("Stopped.")
    assert [name for name, number in last.items() if Path(f"/proc/{number}").exists()] == []
    assert running.answer("/healthz") == 0
