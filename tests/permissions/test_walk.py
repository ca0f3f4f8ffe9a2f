"""Walking from page to page by the links that each account is offered."""

import re
from collections import Counter

import pytest

from tests.permissions.asking import content_of, undone
from tests.permissions.expected import HIDDEN_WORDS
from tests.permissions.reading import kinds
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions-walk")]
HREF = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
ENTRIES = [
    "/workbench/",
    "/projects/",
    "/projects/coverage/",
    "/projects/batch/",
    "/projects/batches/",
    "/projects/approvals/",
    "/internal/notices/",
    "/publications/",
    "/notices/",
]
FEW = 1


@pytest.mark.parametrize("kind", kinds())
def test_no_page_offers_what_is_refused_or_tells_what_is_hidden(whole: World, kind: str) -> None:
    seen, refused, leaks = walk(whole, kind)
    assert len(seen) >= 2
    assert refused == []
    assert leaks == []


def left_out(url: str, asked: Counter[str]) -> bool:
    """Files and machines; and of one page under many filters and sortings one."""
    path, _, query = url.partition("?")
    key = path + "?" + "&".join(sorted(part.partition("=")[0] for part in query.split("&")))
    asked[key] += 1
    return path.startswith(("/static/", "/admin/", "/accounts/")) or asked[key] > FEW


def reader_of(url: str, kind: str) -> str:
    return "anonymous" if url == "/" or url.startswith("/notices/") else kind


def walk(whole: World, kind: str) -> tuple[set[str], list[str], list[str]]:
    """Every page that a person reaches by links, from wherever the person may begin."""
    waiting, seen, refused, leaks = [(url, "") for url in ENTRIES], set(), [], []
    client, asked = whole.people[kind].client(), Counter[str]()
    while waiting:
        url, from_page = waiting.pop()
        if url in seen or left_out(url, asked):
            continue
        with undone():
            response = client.get(url)
            page = content_of(response)
        if response.status_code not in (200, 302):
            refused += [f"{response.status_code} {url} on {from_page}"] if from_page else []
            continue
        seen.add(url)
        hidden = [w for w, k in HIDDEN_WORDS.items() if reader_of(url, kind) in k and w in page]
        leaks += [f"{word} on {url}" for word in hidden]
        waiting += [(link.replace("&amp;", "&"), url) for link in HREF.findall(page)]
    return seen, refused, leaks
