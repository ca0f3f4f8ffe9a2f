"""Public pages, kept whole in the memory of each process and answered with 304 where unchanged.

A page is made from a bare request that holds nothing but host, path, allowed parameters and
language: what the view cannot see cannot leak into a page that everybody gets.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from innovation.core import access_rules, clock, stamp
from innovation.core.page_store import PageStore

View = Callable[..., HttpResponse]
LONGEST = 60.0  # seconds; heals what a process killed between commit and stamp left behind
WORTH_PACKING = 500  # bytes
NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")
SERVER = ("SCRIPT_NAME", "PATH_INFO", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST")


@dataclass(frozen=True)
class Page:
    """A finished page; `packed` is the same by gzip, empty where that gains nothing."""

    content_type: str
    body: bytes
    packed: bytes
    digest: str
    until: float

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed) + 1000


PUBLIC = "public, no-cache"
STORE: PageStore[Page] = PageStore(most_bytes=32 * 1024**2)


def public_page(*parameters: str) -> Callable[[View], View]:
    """For everybody and cached; the view sees only these parameters, and `lang`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def cached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            query = _allowed(request, parameters)
            key = _key(request, query)
            page = STORE.get(key) if key else None
            if page is None or page.until < monotonic():
                made = view(_bare(request, query), *args, **kwargs)
                if not _keepable(made):
                    return made
                page = _page(made)
                if key:
                    STORE.put(key, page)
            return _answer(request, page)

        return access_rules.public(require_safe(cached))

    return decorate


def _allowed(request: HttpRequest, parameters: tuple[str, ...]) -> str:
    """In one order and without empty ones, so that one page has one key."""
    names = sorted({*parameters, "lang"} & set(request.GET))
    return urlencode([(name, v) for name in names for v in request.GET.getlist(name) if v])


def _key(request: HttpRequest, query: str) -> tuple[object, ...] | None:
    """None where nothing may be kept: what a transaction reads may never be committed."""
    if settings.DEBUG or connection.in_atomic_block or not (version := stamp.value()):
        return None
    place = (request.scheme, request.get_host(), request.path, query)
    return (*place, translation.get_language(), clock.today(), version)


def _bare(request: HttpRequest, query: str) -> HttpRequest:
    known = {name: request.META[name] for name in SERVER if name in request.META}
    bare = WSGIRequest(
        known
        | {
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": query,
            "wsgi.url_scheme": request.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    bare.user = AnonymousUser()
    bare.htmx = HtmxDetails(bare)  # type: ignore[attr-defined]
    bare.resolver_match = request.resolver_match
    return bare


def _keepable(response: HttpResponse) -> bool:
    if hasattr(response, "render"):
        response.render()
    return response.status_code == 200 and not response.streaming and not response.cookies


def _page(response: HttpResponse) -> Page:
    body = response.content
    packed = gzip.compress(body, 6, mtime=0) if len(body) > WORTH_PACKING else b""
    digest = hashlib.sha256(body).hexdigest()[:32]
    return Page(response["Content-Type"], body, packed, digest, monotonic() + LONGEST)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    packed = bool(page.packed) and _takes_gzip(request)
    tag = f'"{page.digest}-gz"' if packed else f'"{page.digest}"'
    if _has(request, page):
        return _with_headers(HttpResponseNotModified(), tag)
    body = page.packed if packed else page.body
    answer = HttpResponse(b"" if request.method == "HEAD" else body, page.content_type)
    answer["Content-Length"] = str(len(body))
    if packed:
        answer["Content-Encoding"] = "gzip"
    return _with_headers(answer, tag)


def _takes_gzip(request: HttpRequest) -> bool:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and not NO_GZIP.search(accepted)


def _has(request: HttpRequest, page: Page) -> bool:
    """Either form of the page is the page; a proxy may have weakened its tag."""
    if not (sent := request.META.get("HTTP_IF_NONE_MATCH")):
        return False
    known = parse_etags(sent)
    bare = {tag.removeprefix("W/").strip('"').removesuffix("-gz") for tag in known}
    return page.digest in bare or "*" in bare


def _with_headers(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = PUBLIC
    answer["Vary"] = "Accept-Encoding"
    return answer
