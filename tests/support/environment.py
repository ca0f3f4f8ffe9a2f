"""What the environment of a test run is, set before Django reads it."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
SERVICES = "--services" in sys.argv or os.environ.get("INNOVATION_TEST_SERVICES") == "1"
# The journeys' pictures outlive the run; `make guides` takes them from here.
SCREENS = Path(os.environ.get("INNOVATION_VAR") or ROOT / "var", "screens")
DATABASE = "postgres://postgres@127.0.0.1:5432/test"
REDIS = "redis://127.0.0.1:6379/0"
KEPT = {"INNOVATION_TEST_SERVICES", "INNOVATION_TEST_VAR"}


def prepare() -> None:
    for name in [n for n in os.environ if n.startswith("INNOVATION_") and n not in KEPT]:
        del os.environ[name]
    for name in ("BIND", "PORT", "EMAIL_URL"):
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "innovation.settings"
    os.environ["INNOVATION_VAR"] = str(_state_folder())
    # Playwright's loop runs in the main thread, and the tests beside it use the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["INNOVATION_LEASE_SECONDS"] = "2"
    os.environ["INNOVATION_SWEEP_SECONDS"] = "0.5"
    _choose_services()


def _state_folder() -> Path:
    """One folder a run, one folder in it a worker; the run's own end removes it."""
    whole = os.environ.get("INNOVATION_TEST_VAR")
    if not whole:
        whole = os.environ["INNOVATION_TEST_VAR"] = tempfile.mkdtemp(prefix="innovation-test-")
        atexit.register(shutil.rmtree, whole, ignore_errors=True)
    folder = Path(whole, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(folder, "static").mkdir(exist_ok=True)  # WhiteNoise warns where nothing was collected
    return folder


def _choose_services() -> None:
    if SERVICES:
        os.environ["INNOVATION_TEST_SERVICES"] = "1"
        os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or DATABASE
        os.environ["REDIS_URL"] = _own_redis(os.environ.get("REDIS_URL") or REDIS)
    else:
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("REDIS_URL", None)


def _own_redis(address: str) -> str:
    """Each xdist worker (gw0, gw1 …) takes a Redis database of its own, after the given one."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if not worker:
        return address
    parts = urlsplit(address)
    number = int(parts.path.strip("/") or 0) + 1 + int(worker)
    return urlunsplit(parts._replace(path=f"/{number % 16}"))
