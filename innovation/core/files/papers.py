"""PDF files: whole, and nothing else besides. What runs in a PDF reader is its own to guard."""

import zipfile
from typing import IO

from innovation.core.files.refusals import DAMAGED, DISGUISED, refusal

TAIL = 2048


def check(file: IO[bytes]) -> None:
    file.seek(0)
    if not file.read(5) == b"%PDF-":
        raise refusal(DISGUISED)
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise refusal(DAMAGED)
    if tail.rpartition(b"%%EOF")[2].strip(b"\0 \t\r\n") or zipfile.is_zipfile(file):
        raise refusal(DISGUISED)
