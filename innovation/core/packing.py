"""Pages on the wire: packed by gzip, but for public ones, which are packed once and kept so."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from innovation.core.public_cache import PUBLIC


class PackingMiddleware(GZipMiddleware):
    """Django's own, with its padding of random length: a page's size tells no secret in it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Cache-Control") == PUBLIC:
            return response
        return super().process_response(request, response)
