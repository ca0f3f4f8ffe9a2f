"""Refuses a request that is larger than any form of the product could be, before it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RequestSizeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.REQUEST_MAX_BYTES:
            megabytes = settings.REQUEST_MAX_BYTES // 1024**2
            return render(request, "413.html", {"megabytes": megabytes}, status=413)
        return self.get_response(request)
