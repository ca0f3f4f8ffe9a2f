from django.http import HttpResponse
from django.test import RequestFactory

from innovation.core.limits import RequestSizeMiddleware

MEGABYTE = 1024 * 1024


def send(size: int) -> HttpResponse:
    request = RequestFactory().post("/", data=b"", content_type="text/plain")
    request.META["CONTENT_LENGTH"] = str(size)
    return RequestSizeMiddleware(lambda request: HttpResponse("read"))(request)


def test_what_fits_is_read() -> None:
    assert send(20 * MEGABYTE).content == b"read"


def test_what_is_too_large_is_refused_in_words() -> None:
    answer = send(20 * MEGABYTE + 1)
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()
