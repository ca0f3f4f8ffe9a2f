"""Compiles the catalogues with Babel. With --check: says which .mo differs from its .po."""

import io
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compiled(catalogue: Path) -> bytes:
    """Fuzzy entries stay out, as they do with gettext's own compiler."""
    with catalogue.open("rb") as source:
        messages = read_po(source, abort_invalid=True)
    target = io.BytesIO()
    write_mo(target, messages)
    return target.getvalue()


def stale() -> list[Path]:
    found = []
    for catalogue in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = catalogue.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled(catalogue):
            found.append(catalogue)
    return found


def main() -> int:
    outdated = stale()
    if "--check" in sys.argv:
        for catalogue in outdated:
            print(f"{catalogue.relative_to(ROOT)} is newer than its .mo; run make messages.")
        return 1 if outdated else 0
    for catalogue in outdated:
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
        print(f"{catalogue.relative_to(ROOT)} compiled.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
