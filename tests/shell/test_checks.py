"""What the machine lacks is said in one sentence, with the package or the place to look at."""

from pathlib import Path
from typing import Any

import pytest

from innovation import checks


def sentences(found: list[Any]) -> list[str]:
    return [message.msg for message in found]


def test_no_chinese_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty_font_configuration(tmp_path)))
    (sentence,) = sentences(checks.chinese_fonts(None))
    assert "fonts-noto-cjk" in sentence


def empty_font_configuration(folder: Path) -> Path:
    file = folder / "fonts.conf"
    file.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>")
    return file


def test_a_firms_own_fonts_are_enough(settings: Any, tmp_path: Path) -> None:
    settings.FONTS_FOLDER = str(tmp_path)
    assert checks.chinese_fonts(None) == []


def test_no_fontconfig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (sentence,) = sentences(checks.chinese_fonts(None))
    assert "fontconfig" in sentence


def test_broker_out_of_reach(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    (sentence,) = sentences(checks.broker(None))
    assert sentence.startswith("The broker is out of reach (Redis does not answer")


def test_pdf_library_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "PDF_LIBRARIES", ("libpango-of-another-day.so.0",))
    (sentence,) = sentences(checks.pdf_libraries(None))
    assert "libpango-1.0-0" in sentence
