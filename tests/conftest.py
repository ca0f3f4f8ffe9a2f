"""The frame of every test run. The environment is set first; then Django is loaded."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support import environment

environment.prepare()

import django
from django.conf import settings

from tests.support import installation, services
from tests.support.selection import Selection
from tests.support.templates import FailingText

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailingText("%s")
settings.LOGGING["root"]["level"] = "ERROR"
settings.LOGGING["loggers"]["django"]["level"] = "ERROR"
django.setup()
# An xdist worker that inherits it loads the settings before its own folder is known.
SETTINGS = os.environ.pop("DJANGO_SETTINGS_MODULE")

Size = TypeVar("Size")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--services", action="store_true", help="run what PostgreSQL and Redis can change"
    )
    parser.addoption("--long", action="store_true", help="run at full size")


def pytest_configure(config: pytest.Config) -> None:
    from tests.support import audit  # it needs the loaded models

    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS  # for the programs that tests start
    config.pluginmanager.register(Selection(), "selection")
    config.pluginmanager.register(audit, "audit")
    audit.let_flush_pass()
    if environment.SERVICES and not hasattr(config, "workerinput"):
        services.require()


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> Callable[[Size, Size], Size]:
    """`size(60, 1000)` is 60, and 1000 with `--long`."""
    full = request.config.getoption("--long")
    return lambda small, large: large if full else small


@pytest.fixture(autouse=True)
def no_page_of_an_earlier_test() -> None:
    """The database is emptied behind the stamp's back between tests."""
    from innovation.core import public_cache

    public_cache.STORE.clear()


@pytest.fixture(scope="session")
def screens() -> Path:
    """Where a journey leaves its pictures for the guides."""
    environment.SCREENS.mkdir(parents=True, exist_ok=True)
    return environment.SCREENS


@pytest.fixture(scope="session")
def demo() -> Path:
    """The demonstration's state folder, built once a run for all workers: work on copies."""
    whole = Path(os.environ["INNOVATION_TEST_VAR"])
    folder, making = whole / "demo", whole / "demo-in-the-making"
    with (whole / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            installation.build(making)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; nothing is downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": flags}
