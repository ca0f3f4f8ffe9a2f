"""What a paper may load: the project's static files, its fonts, and data it carries itself.

Imported by `pdf` alone, once WeasyPrint is known to load.
"""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from weasyprint.urls import URLFetcher, URLFetcherResponse

from innovation.core import pdf_fonts

OWN = ("http", "papers.invalid")


class OwnFilesFetcher(URLFetcher):
    """Never a network, never another file of the machine, whatever a text in a paper says."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = Path(unquote(parts.path))
        if parts.scheme == "file" and path in pdf_fonts.files():
            return _answer(url, path.read_bytes())
        if (parts.scheme, parts.netloc) == OWN and parts.path.startswith(settings.STATIC_URL):
            return _answer(url, _static(unquote(parts.path).removeprefix(settings.STATIC_URL)))
        raise ValueError(f"a paper may not load {url[:100]}")


def _static(name: str) -> bytes:
    """From the source where it is there, else as collected, where names carry a hash."""
    if found := finders.find(name):
        return Path(str(found)).read_bytes()
    with staticfiles_storage.open(name) as file:
        return bytes(file.read())


def _answer(url: str, body: bytes) -> URLFetcherResponse:
    kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
    return URLFetcherResponse(url, body, {"Content-Type": kind})
