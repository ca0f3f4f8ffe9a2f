"""One request, what it answered and what it wrote, with everything undone afterwards."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.template.base import Template
from django.test.utils import _TestState

from tests.permissions.people import Person

CHANGE = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.IGNORECASE)
TABLE = re.compile(r'(?:INTO|UPDATE|FROM)\s+"?(\w+)', re.IGNORECASE)
# No change of anything: the moment a session was last used, and the claim of a one-time token,
# which is rolled back with the refusal and stands only beside what it made once.
NO_CHANGE = {"django_session", "core_formtoken"}
LOGGED = {"core_auditevent", "core_auditpayload"}
FAULT = "!"
LETTERS = {200: "S", 401: "L", 403: "R", 404: "N", 405: "X", 409: "R", 410: "G"}
RANDOM = re.compile(r'(?:value|content)="[A-Za-z0-9_-]{30,64}"')


@dataclass(frozen=True)
class Answer:
    letter: str
    status: int
    writes: frozenset[str]
    url: str
    body: str
    location: str = ""

    def told(self) -> str:
        wrote = f" wrote {', '.join(sorted(self.writes))}" if self.writes else ""
        return f"{self.status}{wrote}"

    def alike(self) -> tuple[int, str, str]:
        """What a person could compare: all but the address asked for and tokens."""
        return self.status, without(self.body, self.url), without(self.location, self.url)


def ask(person: Person, method: str, url: str, body: dict[str, Any] | None = None) -> Answer:
    client = person.client()
    with undone(), watched() as writes:
        response = client.generic(method, url) if body is None else client.post(url, body)
        page = content_of(response)
    kept = frozenset(writes - NO_CHANGE)
    location = response.headers.get("Location", "")
    letter = letter_of(method, response.status_code, kept, location)
    return Answer(letter, response.status_code, kept, url, page, location)


def letter_of(method: str, status: int, writes: frozenset[str], location: str) -> str:
    if writes:
        if status not in (200, 302, 303):
            return FAULT
        return "A" if method == "GET" and writes <= LOGGED else "D"
    if status in (302, 303):
        return "L" if location.startswith(settings.LOGIN_URL) else "B"
    return LETTERS.get(status, FAULT)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def watched() -> Iterator[set[str]]:
    """The names of the tables into which anything is written, also where it is rolled back."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *further: Any) -> Any:
        if CHANGE.match(sql):
            found = TABLE.search(sql)
            tables.add(found[1] if found else sql)
        return execute(sql, *further)

    with connection.execute_wrapper(note):
        yield tables


@contextmanager
def uncopied_templates() -> Iterator[None]:
    """Pages are rendered as in use: the copies that tests may inspect cost half of the time."""
    inspected = Template._render
    Template._render = _TestState.saved_data.template_render
    try:
        yield
    finally:
        Template._render = inspected


def content_of(response: Any) -> str:
    if response.streaming:
        data = b"".join(response.streaming_content)
        response.close()
    else:
        data = response.content
    return data.decode(errors="replace")


def without(text: str, url: str) -> str:
    path = url.partition("?")[0]
    for part in (url, path, url.replace("=", "%3D").replace("?", "%3F")):
        if len(part) > 1:
            text = text.replace(part, "…")
    return RANDOM.sub("…", text)
