"""Word and Excel files are zip archives of XML; looked at as such before anybody opens them."""

import re
import struct
import zipfile
from typing import IO

from innovation.core.files.refusals import BLOWN_UP, DAMAGED, DISGUISED, LOCKED, MACROS, refusal

MOST_ENTRIES = 1_000
MOST_DIRECTORY = 400_000  # bytes of the archive's directory
MOST_INFLATED = 50 * 1024**2
MOST_RATIO = 200
CHUNK = 1 << 16
END = struct.Struct("<4s4H2LH")
CONTENT_TYPES = "[Content_Types].xml"
FORMAT = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": (FORMAT + "wordprocessingml.document.main+xml").encode(),
    "xlsx": (FORMAT + "spreadsheetml.sheet.main+xml").encode(),
}
PICTURES = re.compile(r"\.(png|jpe?g|gif|emf|wmf|svg|tiff?|bmp|bin|odttf|ttf|wdp)$", re.I)
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def check(file: IO[bytes], kind: str) -> None:
    """Raises on anything that is not a plain, whole, bounded archive of that kind."""
    _check_end(file)
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _check_entries(entries)
        size = file.seek(0, 2)
        _check_contents(archive, entries, most=min(MOST_INFLATED, MOST_RATIO * size))
        types = archive.read(CONTENT_TYPES)
    if b"macroEnabled" in types:
        raise refusal(MACROS)
    if MAIN[kind] not in types:
        raise refusal(DISGUISED)


def _check_end(file: IO[bytes]) -> None:
    """Archive and file begin and end together: nothing before, nothing behind, no second one."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END.size))
    tail = file.read(END.size)
    if len(tail) < END.size or not tail.startswith(b"PK\5\6"):
        raise refusal(DAMAGED)
    _, _, _, _, entries, directory, offset, comment = END.unpack(tail)
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise refusal(BLOWN_UP)
    if comment or offset + directory + END.size != size:
        raise refusal(DISGUISED)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise refusal(BLOWN_UP)
    if len(set(names)) != len(names) or CONTENT_TYPES not in names:
        raise refusal(DISGUISED)
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise refusal(DISGUISED)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal(LOCKED)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refusal(MACROS)


def _check_contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, most: int) -> None:
    """Sizes in a directory may lie; what really comes out is counted, and its checksums read."""
    for entry in entries:
        is_text = not PICTURES.search(entry.filename)
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                most -= len(chunk)
                if most < 0:
                    raise refusal(BLOWN_UP)
                tail = (tail[-20:] + chunk).replace(b"\0", b"")  # without the NULs of UTF-16
                if is_text and ENTITIES.search(tail):
                    raise refusal(DISGUISED)
