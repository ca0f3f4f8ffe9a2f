"""Keeps a few programs running as one. Signals go to main processes only: a signal to a whole
group would kill the tasks that a worker is to finish."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

LOOK_EVERY = 0.2  # seconds
SHORTEST_LIFE = 5.0  # seconds; what dies sooner is started again ever more slowly
LONGEST_DELAY = 10.0  # seconds
PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    name: str
    command: Sequence[str]
    patience: float = 15.0  # seconds between asking it to stop and ending it
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = 1.0
    due: float = field(default=0.0)

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_stop_with_parent,
        )
        self.started = time.monotonic()

    def died(self) -> int | None:
        return self.process.poll() if self.process else None

    def postpone(self) -> None:
        lived = time.monotonic() - self.started
        self.delay = 1.0 if lived > SHORTEST_LIFE else min(self.delay * 2, LONGEST_DELAY)
        self.due = time.monotonic() + self.delay
        self.process = None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Starts the programs in order, restarts what dies, stops all in the opposite order."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str], None]) -> None:
        self.programs = programs
        self.say = say
        self.stopping = False

    def run(self, ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Until SIGTERM or SIGINT; `announce` is called once, when `ready` first says so."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        announced = False
        try:
            while not self.stopping:
                self.look()
                if not announced and ready():
                    announced = True
                    announce()
                time.sleep(LOOK_EVERY)
        finally:
            self.stop()

    def look(self) -> None:
        for program in self.programs:
            code = program.died()
            if code is not None:
                program.postpone()
                self.say(f"{program.name} ended ({code}); starting it again.")
            elif program.process is None and time.monotonic() >= program.due:
                program.start()

    def stop(self) -> None:
        for program in reversed(self.programs):
            program.stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _stop_with_parent() -> None:
    """Linux tells the child when its parent is gone, even after kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.umask(0o077)
