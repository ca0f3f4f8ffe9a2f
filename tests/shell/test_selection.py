"""Tests that need PostgreSQL and Redis are deselected without them, and must all run with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
def test_plain(): pass
@pytest.mark.both
def test_anywhere(): pass
@pytest.mark.services
def test_only_there(): {body}
"""


def run(file: Path, body: str, *options: str) -> subprocess.CompletedProcess[str]:
    file.write_text(TESTS.format(body=body))
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", *options, str(file)]
    environment = {n: v for n, v in os.environ.items() if not n.startswith("PYTEST_XDIST")}
    environment.pop("INNOVATION_TEST_VAR", None)
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test_example.py"


def test_without_services_they_are_deselected_not_skipped(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INNOVATION_TEST_SERVICES", raising=False)
    done = run(file, "pass")
    assert done.returncode == 0
    assert "2 passed, 1 deselected" in done.stdout


@pytest.mark.services
@pytest.mark.parametrize("workers", ["0", "2"])
def test_with_services_only_they_run(file: Path, workers: str) -> None:
    done = run(file, "pass", "--services", "-n", workers)
    assert done.returncode == 0
    assert "2 passed" in done.stdout


@pytest.mark.services
@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_in_which_fewer_ran_than_are_marked_fails(file: Path, workers: str) -> None:
    done = run(file, "pytest.skip('not today')", "--services", "-n", workers)
    assert done.returncode == 1
    assert "Only 1 of 2 tests that need PostgreSQL and Redis ran." in done.stdout
