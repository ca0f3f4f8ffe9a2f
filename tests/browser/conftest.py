"""Journeys in a real Chromium over a real installation with the demonstration data."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import installation


@pytest.fixture
def installed(demo: Path, tmp_path: Path) -> Iterator[installation.Installation]:
    running = installation.Installation(demo, tmp_path / "var")
    running.start()
    yield running
    running.stop()
    shutil.rmtree(running.folder, ignore_errors=True)
