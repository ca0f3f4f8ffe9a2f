"""Browser assets are what they claim to be, and the pages ask for nothing that is not there."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPRITE = ROOT / "static/vendor/bootstrap-icons/sprite.svg"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICON_CALL = re.compile(r'''(?:{% icon |icon=)"([a-z0-9-]+)"''')


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_every_vendored_file_is_listed_with_its_hash_and_licence(folder: str) -> None:
    base = ROOT / folder
    manifest = json.loads((base / "manifest.json").read_text())
    listed = {entry["file"]: entry for entry in manifest}
    present = {p.relative_to(base).as_posix() for p in base.rglob("*") if p.is_file()}
    assert present - {"manifest.json"} == set(listed)
    for name, entry in listed.items():
        assert hashlib.sha256((base / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert entry["licence"] and entry["version"] and entry["source"]


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    present = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))
    asked = {name for t in TEMPLATES for name in ICON_CALL.findall(t.read_text())}
    assert len(asked) > 30
    assert asked <= present


def test_no_template_carries_inline_style_or_script() -> None:
    """The content security policy would silently drop it."""
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    guilty = [t.name for t in TEMPLATES if inline.search(t.read_text())]
    assert guilty == []


def test_no_template_names_another_host() -> None:
    foreign = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
    guilty = [t.name for t in TEMPLATES if foreign.search(t.read_text())]
    assert guilty == []


def test_every_icon_of_the_menu_is_in_the_sprite() -> None:
    from innovation.nav import MENU

    present = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))
    assert {entry.icon for entry in MENU} <= present
