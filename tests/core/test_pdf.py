import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.utils import translation
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from innovation.core import pdf, pdf_fonts
from innovation.core.errors import DomainError

PAPER = """{% extends "print/base.html" %}
{% block title %}立项通知{% endblock %}{% block author %}公司党委{% endblock %}
{% block heading %}关于 {{ count }} 个项目立项的通知{% endblock %}
{% block content %}<p>{{ text }}</p>{{ extra|safe }}{% endblock %}"""


@pytest.fixture
def paper(settings, tmp_path):
    """Renders the text in the frame of official papers; returns what a reader opens."""
    (tmp_path / "paper.html").write_text(PAPER)
    frame = settings.TEMPLATES[0]
    settings.TEMPLATES = [frame | {"DIRS": [*frame["DIRS"], tmp_path]}]

    def make(text, extra="", **options):
        return PdfReader(BytesIO(pdf.render("paper.html", _words(text, extra), **options)))

    return make


def _words(text, extra):
    return {"text": text, "extra": extra, "count": 155}


def text_of(reader):
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "")


def fonts_of(reader):
    fonts = [page["/Resources"]["/Font"].values() for page in reader.pages]
    return {font.get_object()["/BaseFont"] for page in fonts for font in page}


def test_a_paper_reads_as_written_on_a4(paper):
    reader = paper("运营管理部党支部申报的“降低能耗”项目已经立项。")
    assert "关于 155 个项目立项的通知" in text_of(reader)
    assert "运营管理部党支部申报的“降低能耗”项目已经立项。" in text_of(reader)
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert (round(width), round(height)) == (595, 842)


def test_a_paper_says_what_it_is(paper):
    reader = paper("正文")
    assert reader.metadata.title == "立项通知" and reader.metadata.author == "公司党委"
    assert reader.root_object["/Lang"] == "zh-Hans"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in reader.root_object["/Metadata"].get_object().get_data().decode()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_paper_to_be_filed_is_archival(paper):
    named = paper("正文", title="第三季度通报", author="党委工作部", variant=pdf.ARCHIVAL)
    assert (named.metadata.title, named.metadata.author) == ("第三季度通报", "党委工作部")
    assert "pdfaid" in named.root_object["/Metadata"].get_object().get_data().decode()


def test_the_official_page_takes_22_lines_of_28_characters(paper):
    """The type area is 156 × 225 mm; 28 characters of 15.75 pt are 441 pt, 22 lines 636 pt."""
    reader = paper("创" * 28 * 60)
    first = reader.pages[1].extract_text().strip().splitlines()
    lines = [line for line in first if set(line) == {"创"}]
    assert len(lines) == 22 and {len(line) for line in lines} == {28}


@pytest.mark.parametrize(
    "extra",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<img src="file:///etc/passwd" alt="root:x:0:0">',
        '<object data="file:///etc/passwd"></object>',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
        '<link rel="stylesheet" href="/static/../settings.py">',
        '<style>@import url("file:///etc/passwd"); @font-face {font-family: x;'
        ' src: url("file:///etc/passwd")} p {font-family: x}</style>',
    ],
)
def test_a_paper_carries_no_file_of_the_machine_and_asks_no_network(paper, extra):
    reader = paper("正文", extra)
    assert not reader.attachments
    assert "正文" in text_of(reader)
    assert b"root:" not in b"".join(page.get_contents().get_data() for page in reader.pages)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file:///",
        "http://127.0.0.1:1/x.css",
        "ftp://papers.invalid/static/css/print.css",
        "http://papers.invalid/etc/passwd",
        "http://papers.invalid/static/../innovation/settings.py",
        "http://papers.invalid/static/%2e%2e/innovation/settings.py",
        "http://papers.invalid/static//etc/passwd",
    ],
)
def test_no_address_but_its_own_is_fetched(address):
    from innovation.core.pdf_fetcher import OwnFilesFetcher

    fetcher = OwnFilesFetcher()
    style = fetcher.fetch("http://papers.invalid/static/css/print.css")
    assert b"@page" in style.read() and style.content_type == "text/css"
    with pytest.raises((ValueError, OSError, SuspiciousFileOperation)):
        fetcher.fetch(address)


def test_what_people_typed_is_text_and_never_markup(paper):
    text = '<link rel=attachment href="file:///etc/passwd"> & \x00\x0b\ufffe 完'
    reader = paper(text)
    assert '<link rel=attachment href="file:///etc/passwd"> &' in text_of(reader)
    assert not reader.attachments


def test_a_picture_may_be_carried_along(paper):
    dot = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
        "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    assert paper("图", f'<img alt="图" src="{dot}">').pages[0].images


def test_a_paper_too_long_is_refused_before_it_is_made(paper):
    with translation.override("en"), pytest.raises(DomainError, match="too long"):
        paper("表", "<table>" + "<tr><td>1</td></tr>" * 2001 + "</table>")


def square(path, family):
    """A font of one character, 创, that is a filled square."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 900), (900, 900), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "chuang"])
    builder.setupCharacterMap({ord("创"): "chuang"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "chuang": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "chuang": (1000, 0)})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family})
    builder.setupOS2(sTypoAscender=900, usWinAscent=900, usWinDescent=100)
    builder.setupPost()
    builder.save(path)


def test_a_firm_puts_its_own_fonts_into_a_folder(paper, settings, tmp_path):
    square(tmp_path / "own.ttf", "FZXiaoBiaoSong-B05S")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "notes.txt").write_text("x")
    settings.FONTS_FOLDER = str(tmp_path)
    assert (tmp_path / "own.ttf").resolve() in pdf_fonts.files()
    assert (tmp_path / "notes.txt").resolve() not in pdf_fonts.files()
    own = '<p style="font-family: FZXiaoBiaoSong-B05S">创创</p>'
    assert any("FZXiaoBiaoSong" in name for name in fonts_of(paper("通知", own)))


def test_without_the_libraries_one_sentence_says_so(tmp_path):
    """A module that fails as WeasyPrint does where Pango is missing, in a process of its own."""
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0'\\nAdditionally, …\")"
    )
    code = (
        "import django; django.setup()\n"
        "from django.utils import translation; translation.activate('en')\n"
        "from innovation.core import pdf\n"
        "try: pdf.render('print/base.html', {})\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    path = f"{tmp_path}:{Path(__file__).parents[2]}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert done.stdout == (
        "DomainError PDF papers cannot be made on this server:"
        " its libraries are missing (cannot load library 'libpango-1.0-0').\n"
    ), done.stderr
