"""Photographs and scans: decoded once and written anew, so that only the picture is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from PIL import Image, ImageFile, ImageOps

from innovation.core.files.refusals import DISGUISED, TOO_MANY_PIXELS, refusal

MOST_PIXELS = 50_000_000
MANY_PIXELS = 25_000_000  # a photograph beyond this is taken at half its width and height
SIGNATURES = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
FORMATS = {"png": "PNG", "jpg": "JPEG"}
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def rewritten(file: IO[bytes], kind: str) -> IO[bytes]:
    """The bare picture, upright: no place, time, camera, comment or second content remains."""
    file.seek(0)
    if not file.read(8).startswith(SIGNATURES[kind]):
        raise refusal(DISGUISED)
    with _whole_only():
        with _opened(file, kind) as image:
            image.verify()
        with _opened(file, kind) as image:
            return _written(_bare(image), kind)


@contextmanager
def _whole_only() -> Iterator[None]:
    """The PDF library lets the whole process take cut pictures as soon as it is imported."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _opened(file: IO[bytes], kind: str) -> Image.Image:
    file.seek(0)
    try:
        image = Image.open(file, formats=[FORMATS[kind]])
    except BOMBS as error:
        raise refusal(TOO_MANY_PIXELS) from error
    if image.width * image.height > MOST_PIXELS:
        raise refusal(TOO_MANY_PIXELS)
    return image


def _bare(image: Image.Image) -> Image.Image:
    if image.width * image.height > MANY_PIXELS:
        image.draft(image.mode, (image.width // 2, image.height // 2))  # JPEG alone can
    upright = ImageOps.exif_transpose(image)
    upright.info = {key: upright.info[key] for key in ("transparency",) if key in upright.info}
    return upright


def _written(image: Image.Image, kind: str) -> IO[bytes]:
    out = BytesIO()
    if kind == "png":
        image.save(out, "PNG", compress_level=4)
    else:
        plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
        plain.save(out, "JPEG", quality=90)
    out.seek(0)
    return out
