"""Bytes without a row: a form that failed after its file was written, or a process that died."""

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

from django.core.files.storage import default_storage

from innovation.core.models import StoredFile

GRACE = 86_400  # seconds; no transaction brings its row later than that


def sweep() -> int:
    """Delete them once they are older than a day; returns how many.

    Real time, not the product's clock: a clock set forward must not make young files old.
    """
    old = datetime.fromtimestamp(time.time() - GRACE, UTC)
    return sum(_sweep_folder(folder, old) for folder in _folders())


def _folders() -> list[str]:
    return sorted(name for name in default_storage.listdir("")[0] if len(name) == 2)


def _sweep_folder(folder: str, old: datetime) -> int:
    names = set(_older_than(folder, old))
    ids = {name: _id_of(name) for name in names}
    known = StoredFile.objects.filter(pk__in=[pk for pk in ids.values() if pk])
    standing = set(known.values_list("pk", flat=True))
    orphans = [name for name in names if ids[name] not in standing]
    for name in orphans:
        default_storage.delete(f"{folder}/{name}")
    return len(orphans)


def _older_than(folder: str, old: datetime) -> Iterator[str]:
    for name in default_storage.listdir(folder)[1]:
        try:
            if default_storage.get_modified_time(f"{folder}/{name}") < old:
                yield name
        except FileNotFoundError:  # renamed or deleted since the listing
            continue


def _id_of(name: str) -> uuid.UUID | None:
    """None for the temporary name of a write that was cut off."""
    try:
        return uuid.UUID(hex=name) if len(name) == 32 else None
    except ValueError:
        return None
