"""Files that are whole or not there: written under a temporary name, synced, then renamed."""

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

PARTIAL = ".part"


class WholeFileStorage(FileSystemStorage):
    """Django's local storage but for one promise: a name never shows a half-written file.

    The only place that knows paths; everything else speaks of names.
    """

    def _save(self, name: str, content: File) -> str:
        final = Path(self.path(name))
        mode = self.directory_permissions_mode or 0o700
        final.parent.mkdir(parents=True, exist_ok=True, mode=mode)
        partial = final.with_name(final.name + PARTIAL)
        try:
            self._write(partial, content)
            os.replace(partial, final)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        _sync_folder(final.parent)
        return name

    def _write(self, partial: Path, content: File) -> None:
        mode = self.file_permissions_mode or 0o600
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as out:
            for chunk in content.chunks():
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
