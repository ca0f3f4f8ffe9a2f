"""Is the process alive, and has it all it needs? Probes ask; each part answers with its trouble."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from innovation.core import shared

LEAST_FREE = 200 * 1024 * 1024  # bytes
LONGEST_SILENCE = 180  # seconds without a beat
STARTED = time.time()


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return f"the database does not answer: {_first_line(error)}"
    return ""


def disk() -> str:
    folder = Path(settings.VAR)
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} cannot be written to"
    if shutil.disk_usage(folder).free < LEAST_FREE:
        return f"less than {LEAST_FREE // 1024**2} MB are free in {folder}"
    return ""


def broker() -> str:
    if settings.REDIS_URL:
        return _redis()
    folder = Path(settings.BROKER_FOLDER, "queue")
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return ""
    return f"{folder} is not a folder that can be written to"


def _redis() -> str:
    try:
        shared.redis_connection().ping()
    except redis.RedisError as error:
        return f"Redis does not answer: {_first_line(error)}"
    return ""


def beat() -> str:
    """A fresh start is given the time that a silence may last."""
    seen = float(shared.read("beat") or 0)
    silent = time.time() - max(seen, STARTED)
    return f"no beat for {silent:.0f} seconds" if silent > LONGEST_SILENCE else ""


def beat_seen() -> None:
    """Called by the task that beat sends each minute, so it proves beat, broker and worker."""
    shared.write("beat", str(time.time()))


PARTS: dict[str, Callable[[], str]] = {
    "database": database,
    "disk": disk,
    "broker": broker,
    "beat": beat,
}


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> HttpResponse:
    troubles = {name: part() for name, part in PARTS.items()}
    missing = [name for name, trouble in troubles.items() if trouble]
    answer = {name: trouble or "ok" for name, trouble in troubles.items()}
    return JsonResponse(
        {"ready": not missing, "missing": missing} | answer,
        status=503 if missing else 200,
        headers={"Cache-Control": "no-store"},
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
