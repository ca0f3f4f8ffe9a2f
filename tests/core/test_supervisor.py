"""The supervisor with real processes: it restarts what dies and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from innovation.core.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-uc",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)",
]


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    found = Supervisor([Program("first", SLEEP), Program("second", SLEEP)], said.append)
    found.look()
    yield found
    found.stop()


def pid(program: Program) -> int:
    assert program.process is not None
    return program.process.pid


def test_a_killed_program_is_started_again(supervisor: Supervisor, said: list[str]) -> None:
    first, second = supervisor.programs
    killed, kept = pid(first), pid(second)
    os.kill(killed, signal.SIGKILL)
    until(lambda: supervisor.look() or (first.process and pid(first) != killed))
    assert lives(pid(first))
    assert pid(second) == kept
    assert said == ["first ended (-9); starting it again."]


def test_what_dies_at_once_is_started_ever_more_slowly(said: list[str]) -> None:
    program = Program("hasty", [sys.executable, "-c", ""])
    delays = []
    for _ in range(5):
        program.start()
        assert program.process is not None
        program.process.wait(10)
        program.postpone()
        delays.append(program.delay)
    assert delays == [2, 4, 8, 10, 10]


def test_stop_ends_all_the_last_first(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []
    stop = Program.stop
    monkeypatch.setattr(Program, "stop", lambda self: (order.append(self.name), stop(self)))
    numbers = [pid(program) for program in supervisor.programs]
    supervisor.stop()
    assert order == ["second", "first"]
    assert not any(map(lives, numbers))


def test_a_program_deaf_to_the_signal_is_ended(tmp_path: Path) -> None:
    program = Program("deaf", DEAF, patience=0.5)
    program.start()
    assert program.process is not None
    time.sleep(1)
    program.stop()
    assert program.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a parent's death")
def test_programs_do_not_outlive_a_killed_supervisor() -> None:
    code = (
        "import sys, time; from innovation.core.supervisor import Program;"
        f"p = Program('child', {SLEEP!r}); p.start(); print(p.process.pid, flush=True);"
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    with parent.stdout as lines:
        child = int(lines.readline())
    parent.kill()
    parent.wait()
    until(lambda: not lives(child))
