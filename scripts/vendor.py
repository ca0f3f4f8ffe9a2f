"""Fetch the pinned browser assets from npm and write their manifest. For maintainers only.

Files are taken unchanged from their packages. The icon sprite alone is put together here, from the
icons named in icons.txt and the product's own mark.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / "vendor"
TESTS = ROOT / "tests" / "vendor"
SPRITE = STATIC / "bootstrap-icons" / "sprite.svg"
Asset = dict[str, object]

# (npm package, version, licence, file in the package → file beside the manifest)
BROWSER = (
    (
        "bootstrap",
        "5.3.9",
        "MIT",
        {
            "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
            # named by the last line of the style sheet, so hashed static storage asks for it
            "dist/css/bootstrap.min.css.map": "bootstrap/bootstrap.min.css.map",
            "LICENSE": "bootstrap/LICENSE",
        },
    ),
    ("bootstrap-icons", "1.13.2", "MIT", {"LICENSE": "bootstrap-icons/LICENSE"}),
)
FOR_TESTS = (
    (
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {
            "axe.min.js": "axe-core/axe.min.js",
            "LICENSE": "axe-core/LICENSE",
            "LICENSE-3RD-PARTY.txt": "axe-core/LICENSE-3RD-PARTY.txt",
        },
    ),
)


def unpack(name: str, version: str, into: Path) -> Path:
    """Download one npm package and return the folder of its files."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"],
        cwd=into,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with tarfile.open(into / f"{name}-{version}.tgz") as archive:
        archive.extractall(into / name, filter="data")
    return into / name / "package"


def entry(path: Path, name: str, version: str, licence: str, base: Path, note: str = "") -> Asset:
    asset: Asset = {
        "file": path.relative_to(base).as_posix(),
        "name": name,
        "version": version,
        "licence": licence,
        "source": f"https://registry.npmjs.org/{name}/-/{name}-{version}.tgz",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    return asset | ({"note": note} if note else {})


def symbol(svg: str, name: str) -> str:
    """One icon as a symbol; the outer element's class and size go, its drawing stays."""
    opening = re.search(r"<svg[^>]*>", svg)
    box = re.search(r'viewBox="([^"]+)"', svg)
    if opening is None or box is None:
        raise SystemExit(f"{name}: no drawing with a viewBox in this icon.")
    inner = svg[opening.end() : svg.rindex("</svg>")].strip()
    inner = re.sub(r">\s+<", "><", inner)
    return f'<symbol id="{name}" viewBox="{box[1]}">{inner}</symbol>'


def write_sprite(icons: Path) -> None:
    names = (ROOT / "scripts" / "icons.txt").read_text().split()
    parts = [symbol((icons / f"{name}.svg").read_text(), name) for name in names]
    parts.append(symbol((ROOT / "static" / "img" / "mark.svg").read_text(), "mark"))
    # Looked at by itself the sprite shows the mark: so the same request serves as the page's icon.
    SPRITE.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        + "".join(parts)
        + '<use href="#mark"/></svg>\n'
    )


def collect(packages: tuple, base: Path, work: Path) -> list[Asset]:
    assets = []
    for name, version, licence, files in packages:
        package = unpack(name, version, work)
        for source, target in files.items():
            path = base / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((package / source).read_bytes())
            assets.append(entry(path, name, version, licence, base))
        if name == "bootstrap-icons":
            write_sprite(package / "icons")
            note = "Put together from the icons named in scripts/icons.txt, drawings unchanged."
            assets.append(entry(SPRITE, name, version, licence, base, note))
    return assets


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for packages, base in ((BROWSER, STATIC), (FOR_TESTS, TESTS)):
            assets = collect(packages, base, Path(folder))
            text = json.dumps(assets, indent=2, ensure_ascii=False)
            (base / "manifest.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
