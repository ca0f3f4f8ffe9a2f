"""Fonts for papers that the system's own list does not know: TeX's Fandol and a firm's folder.

Whatever is installed for the whole machine is found by name without this. OTF and TTF only: a
compressed web font is unpacked anew for every paper.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings

FANDOL = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
)
ENDINGS = {".otf", ".ttf"}
FAMILY, POSTSCRIPT = 1, 6  # numbers of the name table


def files() -> frozenset[Path]:
    return frozenset(_named(_folder()))


def faces() -> str:
    """One @font-face a name and file, the firm's own first."""
    return "\n".join(
        f'@font-face {{ font-family: "{name}"; src: url("{path.as_uri()}");'
        f" font-weight: {'bold' if 'bold' in path.stem.lower() else 'normal'} }}"
        for path, names in _named(_folder()).items()
        for name in names
    )


def _folder() -> str:
    return str(settings.FONTS_FOLDER or "")


@cache
def _named(own: str) -> dict[Path, list[str]]:
    folders = ([Path(own).resolve()] if own else []) + [f for f in FANDOL if f.is_dir()]
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    return {path: _names(path) for path in found if path.suffix.lower() in ENDINGS}


def _names(path: Path) -> list[str]:
    """A font answers to its family in each of its languages and to its PostScript name."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # slow, so only for papers

    try:
        with TTFont(BytesIO(path.read_bytes()), lazy=True) as font:
            records = [r for r in font["name"].names if r.nameID in (FAMILY, POSTSCRIPT)]
            names = {r.toUnicode() for r in records}
    except Exception:  # a broken file in the folder must not stop every paper
        return []
    return sorted(name for name in names if name and not set('"\\\n{}<') & set(name))
