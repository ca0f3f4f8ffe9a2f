"""A catalogue that was changed without compiling is named; compiling mends it."""

import gettext
import io
from pathlib import Path

import pytest

from scripts import translations

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "Workbench"
msgstr "工作台"

#, fuzzy
msgid "Programme year"
msgstr "不确定"

msgctxt "state"
msgid "Open"
msgstr "进行中"
"""


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    file = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE)
    return file


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["translations.py", *arguments])
    return translations.main()


def test_stale_catalogue_is_named_and_mended(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--check") == 1
    assert "locale/zh_Hans/LC_MESSAGES/django.po" in capsys.readouterr().out
    assert run(monkeypatch) == 0
    assert run(monkeypatch, "--check") == 0
    catalogue.write_text(CATALOGUE.replace("工作台", "我的工作台"))
    assert run(monkeypatch, "--check") == 1


def test_compiled_catalogue_reads_as_gettext_does(catalogue: Path) -> None:
    words = gettext.GNUTranslations(io.BytesIO(translations.compiled(catalogue)))
    assert words.gettext("Workbench") == "工作台"
    assert words.pgettext("state", "Open") == "进行中"
    assert words.gettext("Programme year") == "Programme year"  # fuzzy is not yet sure
