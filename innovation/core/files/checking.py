"""A file is taken by what it is, not by what it is called; then it is stored as that."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files.base import File

from innovation.core.errors import DomainError
from innovation.core.files import names, office, papers, pictures
from innovation.core.files.refusals import DAMAGED, EMPTY, KIND, refusal, too_large

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Checked:
    """A file that may be stored: its clean name, true type and content."""

    name: str
    content_type: str
    content: IO[bytes]
    size: int
    sha256: str


def _paper(file: IO[bytes]) -> IO[bytes]:
    papers.check(file)
    return file


def _picture(kind: str) -> Callable[[IO[bytes]], IO[bytes]]:
    return lambda file: pictures.rewritten(file, kind)


def _office(kind: str) -> Callable[[IO[bytes]], IO[bytes]]:
    def checked(file: IO[bytes]) -> IO[bytes]:
        office.check(file, kind)
        return file

    return checked


# ending: (content type, what looks at the content and returns what is to be stored)
KINDS: dict[str, tuple[str, Callable[[IO[bytes]], IO[bytes]]]] = {
    "pdf": ("application/pdf", _paper),
    "png": ("image/png", _picture("png")),
    "jpg": ("image/jpeg", _picture("jpg")),
    "jpeg": ("image/jpeg", _picture("jpg")),
    "docx": (f"{OFFICE}wordprocessingml.document", _office("docx")),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", _office("xlsx")),
}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


def most_bytes() -> int:
    return int(getattr(settings, "UPLOAD_MAX_BYTES", 20 * 1024**2))


def check(upload: File) -> Checked:
    """Raises DomainError with a sentence; writes nothing."""
    name = names.clean(upload.name or "")
    kind = KINDS.get(names.ending(name))
    if not upload.size:
        raise refusal(EMPTY)
    if upload.size > most_bytes():
        raise too_large(most_bytes())
    if kind is None:
        raise refusal(KIND)
    content = _looked_at(upload, kind[1])
    return Checked(name, kind[0], content, *measure(content))


def _looked_at(upload: File, look: Callable[[IO[bytes]], IO[bytes]]) -> IO[bytes]:
    """Hostile files make the readers fail in many ways; whatever it is, the file is not taken."""
    try:
        return look(upload.file or upload)
    except DomainError:
        raise
    except Exception as error:
        raise refusal(DAMAGED) from error


def measure(content: IO[bytes]) -> tuple[int, str]:
    """Size in bytes and SHA-256; leaves the content at its beginning."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(1 << 16):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    return size, digest.hexdigest()
