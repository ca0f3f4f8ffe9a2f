"""A real Celery worker in processes of its own, against the test's database and broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.support.environment import ROOT


class Worker:
    """The worker and its children form a group, so that all are killed at once."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self.log = log
        self.environment = environment
        self.begin()

    def begin(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "innovation", "worker"]
        options = ["-I", "tests.support.letters", "--concurrency", "2", "--loglevel", "INFO"]
        lean = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options, *lean],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As when the power goes: nobody has time to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def environment_for(broker: str) -> dict[str, str]:
    """The test database's address under the name that the test run gave it."""
    at = connection.settings_dict
    user = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
    address = f"postgres://{user}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
    return {**os.environ, "DATABASE_URL": address, "REDIS_URL": broker}


@contextmanager
def running(log: Path, environment: dict[str, str]) -> Iterator[Worker]:
    worker = Worker(log, environment)
    try:
        yield worker
    finally:
        worker.kill()


def wait_until(happened: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.05)
    return False
