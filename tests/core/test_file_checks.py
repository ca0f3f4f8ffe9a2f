import zipfile
from io import BytesIO

import pytest
from django import forms
from django.utils import translation
from PIL import Image

from innovation.core import files
from innovation.core.errors import DomainError
from innovation.core.files import names, refusals
from tests.core import hostile
from tests.core.hostile import HTML, PDF, SHEET, office, picture, upload

PNG, JPG = picture(), picture("JPEG")
STORED = zipfile.ZIP_STORED
BOMB = office(parts={"word/document.xml": b"\0" * 60 * 1024**2})
DENSE = office(parts={"word/document.xml": b" " * 3_000_000})


def lying_bomb():
    """60 MB whose directory says 10 bytes."""
    data = bytearray(BOMB)
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def locked():
    data = bytearray(office())
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    return bytes(data)


TAKEN = {
    "立项申报书.docx": (hostile.real_docx(), "wordprocessingml.document"),
    "台账.xlsx": (hostile.real_xlsx(), "spreadsheetml.sheet"),
    "附件.PDF": (PDF, "application/pdf"),
    "现场.png": (PNG, "image/png"),
    "现场.jpg": (JPG, "image/jpeg"),
    "现场.JPEG": (JPG, "image/jpeg"),
}
REFUSED = {
    "page.html": (HTML, refusals.KIND),
    "script.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", refusals.KIND),
    "old.doc": (b"\xd0\xcf\x11\xe0", refusals.KIND),
    "noending": (PDF, refusals.KIND),
    "double.pdf.exe": (PDF, refusals.KIND),
    "empty.pdf": (b"", refusals.EMPTY),
    "html.png": (HTML, refusals.DISGUISED),
    "html.jpg": (HTML, refusals.DISGUISED),
    "html.pdf": (HTML, refusals.DISGUISED),
    "html.docx": (HTML, refusals.DAMAGED),
    "png.pdf": (PNG, refusals.DISGUISED),
    "pdf.png": (PDF, refusals.DISGUISED),
    "png.jpg": (PNG, refusals.DISGUISED),
    "jpg.png": (JPG, refusals.DISGUISED),
    "xlsx.docx": (office(SHEET), refusals.DISGUISED),
    "docx.xlsx": (office(), refusals.DISGUISED),
    "zip.docx": (office("other"), refusals.DISGUISED),
    "html before.docx": (HTML + office(), refusals.DISGUISED),
    "html behind.docx": (office() + HTML, refusals.DAMAGED),
    "comment.docx": (office(comment=b"x" * 30), refusals.DAMAGED),
    "html before.pdf": (HTML + PDF, refusals.DISGUISED),
    "html behind.pdf": (PDF + HTML, refusals.DISGUISED),
    "zip behind.pdf": (PDF + office(), refusals.DISGUISED),
    "zip inside.pdf": (PDF[:-6] + office(comment=b"startxref %%EOF"), refusals.DISGUISED),
    "cut.pdf": (PDF * 40 + b"x" * 3000, refusals.DAMAGED),
    "cut.docx": (office()[:-30], refusals.DAMAGED),
    "cut.png": (picture(size=(400, 400))[:-60], refusals.DAMAGED),
    "cut.jpg": (picture("JPEG", size=(400, 400))[:-300], refusals.DAMAGED),
    "changed.docx": (office(compression=STORED).replace(b"<w/>", b"<v/>"), refusals.DAMAGED),
    "bomb.docx": (BOMB, refusals.BLOWN_UP),
    "lying bomb.docx": (lying_bomb(), refusals.DAMAGED),
    "dense.docx": (DENSE, refusals.BLOWN_UP),
    "many parts.docx": (office(parts={f"p{i}.xml": "" for i in range(1001)}), refusals.BLOWN_UP),
    "long names.docx": (
        office(parts={"x" * 60_000 + i: "" for i in "123456789"}),
        refusals.BLOWN_UP,
    ),
    "doctype.docx": (office(parts={"a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>"}), refusals.DISGUISED),
    "utf16.docx": (office(parts={"a.xml": "<!DOCTYPE a>".encode("utf-16")}), refusals.DISGUISED),
    "late doctype.docx": (
        office(parts={"a.xml": b" " * 65_530 + b"<!DOCTYPE a>"}, compression=STORED),
        refusals.DISGUISED,
    ),
    "macros.docx": (office(parts={"word/vbaProject.bin": "x"}), refusals.MACROS),
    "macro type.docx": (office("document.macroEnabled"), refusals.MACROS),
    "outside.docx": (office(parts={"../../etc/cron.d/x": "x"}), refusals.DISGUISED),
    "locked.docx": (locked(), refusals.LOCKED),
    "huge.png": (hostile.png_of(60_000, 60_000), refusals.TOO_MANY_PIXELS),
    "large.png": (hostile.png_of(8_000, 7_000), refusals.TOO_MANY_PIXELS),
    "short.png": (hostile.png_of(500, 500), refusals.DAMAGED),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_people_send_is_taken(name):
    content, kind = TAKEN[name]
    checked = files.check(upload(name, content))
    assert checked.name == name
    assert checked.content_type.endswith(kind)
    assert checked.size == len(checked.content.read())


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_or_broken_is_refused_in_words(name):
    content, reason = REFUSED[name]
    with translation.override("en"), pytest.raises(DomainError) as refused:
        files.check(upload(name, content))
    assert str(refused.value) == str(reason)


def test_a_file_beyond_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 1024**2
    with translation.override("en"), pytest.raises(DomainError, match="larger than 1 MB"):
        files.check(upload("附件.pdf", PDF + b"\0" * 1024**2))


def test_paper_and_workbooks_are_kept_to_the_byte():
    for name in ("立项申报书.docx", "台账.xlsx", "附件.PDF"):
        content = TAKEN[name][0]
        assert files.check(upload(name, content)).content.read() == content


def test_a_photograph_loses_everything_but_the_picture():
    photo = hostile.photo()
    assert b"SecretCamera" in photo and b"SecretComment" in photo
    kept = files.check(upload("现场.jpg", photo)).content.read()
    assert b"Secret" not in kept and b"Exif" not in kept
    image = Image.open(BytesIO(kept))
    assert image.size == (20, 40)  # upright
    assert not image.getexif()


@pytest.mark.parametrize(("kind", "content"), [("png", PNG), ("jpg", JPG)])
def test_what_hangs_behind_a_picture_falls_off(kind, content):
    kept = files.check(upload(f"a.{kind}", content + HTML + office())).content.read()
    assert b"script" not in kept and b"PK" not in kept


def test_a_very_large_photograph_is_taken_at_half_its_size():
    content = picture("JPEG", size=(7000, 5000))
    kept = Image.open(files.check(upload("a.jpg", content)).content)
    assert kept.size == (3500, 2500)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_kind_are_taken(mode):
    out, kind = BytesIO(), "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (30, 30)).save(out, kind)
    ending = "jpg" if kind == "JPEG" else "png"
    kept = Image.open(files.check(upload(f"a.{ending}", out.getvalue())).content)
    assert kept.size == (30, 30)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("报告.pdf", "报告.pdf"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("C:\\fakepath\\报告.pdf", "报告.pdf"),
        ("../../etc/报告.pdf", "报告.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("汉" * 300 + ".pdf", "汉" * 251 + ".pdf"),
        ("x" * 300, "x" * 255),
        ("", "file"),
        ("...", "file"),
        (".pdf", "pdf"),
    ],
)
def test_names_are_made_plain(given, kept):
    assert names.clean(given) == kept


class AttachForm(forms.Form):
    file = files.UploadField()


def test_the_form_says_beside_the_field_what_is_wrong():
    with translation.override("en"):
        form = AttachForm({}, {"file": upload("html.png", HTML)})
        assert form.errors["file"] == [str(refusals.DISGUISED)]
        assert AttachForm({}, {"file": upload("附件.pdf", PDF)}).is_valid()
    assert 'accept=".pdf,' in str(AttachForm()["file"])
