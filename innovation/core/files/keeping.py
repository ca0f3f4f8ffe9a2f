"""Bytes first, outside the transaction; then the row, inside the caller's.

    incoming = files.receive(form.cleaned_data["file"])   # in the view
    files.store(incoming, by=user, committee_id=…)        # in the action, a single INSERT

Bytes whose row never came are swept a day later. A row's bytes are never touched.
"""

import errno
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from innovation.core import clock
from innovation.core.files import names
from innovation.core.files.checking import Checked, check, measure
from innovation.core.files.refusals import FULL, refusal
from innovation.core.models import StoredFile

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Incoming:
    """Checked bytes that lie in the storage under `id`, still without a row."""

    id: uuid.UUID
    name: str
    content_type: str
    size: int
    sha256: str


def key_of(file_id: uuid.UUID) -> str:
    """The name in the storage; says nothing about what is inside."""
    return f"{file_id.hex[:2]}/{file_id.hex}"


def receive(upload: File) -> Incoming:
    """Check and write an upload; an upload field's form has checked it already."""
    return _write(getattr(upload, "checked", None) or check(upload))


def store(upload: File | Incoming, *, by: Any, committee_id: int | None) -> StoredFile:
    """The row of a file, its bytes written first where they are not yet."""
    incoming = upload if isinstance(upload, Incoming) else receive(upload)
    return StoredFile.objects.create(
        id=incoming.id,
        committee_id=committee_id,
        name=incoming.name,
        content_type=incoming.content_type,
        size=incoming.size,
        sha256=incoming.sha256,
        created_at=clock.now(),
        created_by_id=getattr(by, "pk", None),
    )


def receive_bytes(name: str, content: bytes, content_type: str) -> Incoming:
    """Write what the program made itself, a PDF or a workbook."""
    file = BytesIO(content)
    return _write(Checked(names.clean(name), content_type, file, *measure(file)))


def store_bytes(
    name: str, content: bytes, content_type: str, *, by: Any, committee_id: int | None
) -> StoredFile:
    return store(receive_bytes(name, content, content_type), by=by, committee_id=committee_id)


def open(stored: StoredFile) -> IO[bytes]:
    """The content for reading; the caller closes it."""
    return default_storage.open(key_of(stored.pk), "rb")


def _write(checked: Checked) -> Incoming:
    """Raises a sentence where the disk is full, and leaves no stump."""
    new = uuid.uuid4()
    checked.content.seek(0)
    try:
        default_storage.save(key_of(new), File(checked.content))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise refusal(FULL, "no_room") from error
        raise
    return Incoming(new, checked.name, checked.content_type, checked.size, checked.sha256)
