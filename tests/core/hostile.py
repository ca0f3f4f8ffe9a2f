"""Files as people and attackers send them, made small."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
WORD, SHEET = "wordprocessingml.document", "spreadsheetml.sheet"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def office(kind=WORD, parts=None, compression=zipfile.ZIP_DEFLATED, comment=b""):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(kind=kind))
        for name, content in (parts or {"word/document.xml": "<w/>"}).items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def real_docx():
    import docx

    out, paper = BytesIO(), docx.Document()
    paper.add_paragraph("党员创新工程立项申报书")
    paper.save(out)
    return out.getvalue()


def real_xlsx():
    import openpyxl

    out, book = BytesIO(), openpyxl.Workbook()
    book.active.append(["项目", 12])
    book.save(out)
    return out.getvalue()


def picture(kind="PNG", size=(40, 20), **options):
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


def photo():
    """Taken on the side, with place, camera and comment."""
    image = Image.new("RGB", (40, 20), "white")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"SecretComment")
    return out.getvalue()


def png_of(width, height):
    """A few bytes that claim to be that large."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")
