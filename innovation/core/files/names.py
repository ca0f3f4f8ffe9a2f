"""File names as people see them. They live in the row alone, never in the file system."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 255
# Cc and Cf hold line breaks and the marks that turn the reading direction of "gpj.exe".
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(name: str) -> str:
    """NFC, without folders and invisible characters, at most 255 characters with its ending."""
    bare = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in bare if unicodedata.category(c) not in INVISIBLE).strip(" .")
    stem, _, kind = seen.rpartition(".")
    if not stem or len(kind) > 20:
        return seen[:LONGEST] or "file"
    return f"{stem[: LONGEST - len(kind) - 1].rstrip()}.{kind}"


def ending(name: str) -> str:
    """ "Photo.JPG" → "jpg"."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")
