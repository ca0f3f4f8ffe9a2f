"""Files leave with headers that let a browser keep them, and never run them."""

from django.http import FileResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from innovation.core.files.keeping import open as open_file
from innovation.core.models import StoredFile

# What a browser may show in its own window; a PDF viewer does not work in a sandbox.
SHOWN = {
    "image/png": "default-src 'none'; sandbox",
    "image/jpeg": "default-src 'none'; sandbox",
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
}
SAVED = "default-src 'none'; sandbox"


def response(stored: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """For a view that has checked the reader's right to the thing the file belongs to."""
    shown = inline and stored.content_type in SHOWN
    answer = FileResponse(open_file(stored), content_type=stored.content_type)
    answer["Content-Length"] = str(stored.size)
    answer["Content-Disposition"] = content_disposition_header(not shown, stored.name) or ""
    answer["Content-Security-Policy"] = SHOWN[stored.content_type] if shown else SAVED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
