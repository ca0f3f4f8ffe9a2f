"""Brings database and static files up to date; fills an empty demo installation."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrates, collects static files, and loads the demo into an empty demo database."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        collect_static()
        if settings.DEMO and not get_user_model().objects.exists():
            self.stdout.write("Loading the demo data; this takes a minute.")
            call_command("demo")


def collect_static() -> None:
    """Compressing takes seconds, so it is done only when a file has changed."""
    stamp = Path(settings.STATIC_ROOT, ".collected")
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    lines = (f"{name} {file.stat().st_size} {file.stat().st_mtime_ns}" for name, file in _files())
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))
