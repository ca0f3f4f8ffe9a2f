"""Each address, asked with each method by each account for things near and far: who sees, who
acts, and that nobody else changes anything. What is expected stands written in `expected`.
"""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.permissions import addresses
from tests.permissions.asking import Answer, ask, undone, watched
from tests.permissions.expected import ADMIN, HIDDEN_WORDS, PROBES
from tests.permissions.reading import first_letter, full, kinds, places, rows, url_name, writers
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions")]
PLAIN = [pytest.param(*row, id=" ".join(row)) for row in rows()]
POSTS = [row for row, method in rows() if method == "POST" and writers(row)]


def put(whole: World, row: str, method: str, kind: str, scope: str = "own") -> Answer:
    address, place, person = addresses.BY_ROW[row], whole.places[scope], whole.people[kind]
    body = address.body(place, person) if method == "POST" else None
    return ask(person, method, address.url(place, person), body)


# --- the table ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "method"), PLAIN)
def test_each_account_is_answered_as_the_table_says(whole: World, row: str, method: str) -> None:
    wrong, leaks, differing = [], [], []
    for kind, letters in rows()[row, method].items():
        asked = places(row, method, letters)
        answers = {place: put(whole, row, method, kind, place) for place in asked}
        if any(a.letter != x for a, x in zip(answers.values(), full(letters), strict=False)):
            wrong.append(f"{kind}: {letters} expected, {told(answers)}")
        leaks += [f"{kind} reads {word}" for word in words_read(row, kind, answers)]
        differing += [f"{kind}: {place}" for place in unlike_missing(answers)]
    assert wrong == []
    assert leaks == []
    assert differing == [], "what is foreign does not look like what is missing"


def told(answers: dict[str, Answer]) -> str:
    return ", ".join(f"{place} {a.letter} ({a.told()})" for place, a in answers.items())


def words_read(row: str, kind: str, answers: dict[str, Answer]) -> list[str]:
    """A public page shows everybody the same, so it is read with the eyes of a stranger."""
    closed = any(cells["anonymous"][0] == "L" for key, cells in rows().items() if key[0] == row)
    reader = kind if closed else "anonymous"
    said = "".join(answer.body for answer in answers.values())
    return [word for word, hidden in HIDDEN_WORDS.items() if reader in hidden and word in said]


def unlike_missing(answers: dict[str, Answer]) -> list[str]:
    """The places whose refusal tells more than an address of nothing would."""
    missing = answers.get("missing")
    if missing is None or missing.letter not in "NRB":
        return []
    same = {place: a for place, a in answers.items() if a.letter == missing.letter}
    return [place for place, a in same.items() if a.alike() != missing.alike()]


# --- nothing is left out -----------------------------------------------------------------------


def names_of(patterns: list[object]) -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver) and entry.namespace != "admin":
            yield from names_of(entry.url_patterns)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield entry.name


def test_every_address_has_its_row_for_both_methods_and_every_row_its_address() -> None:
    known = set(names_of(get_resolver().url_patterns)) - PROBES
    for method in ("GET", "POST"):
        # an act that is asked for by its own name has each of its acts as a row
        assert {url_name(row) for row, m in rows() if m == method} == known
    assert set(addresses.BY_ROW) == {row for row, _method in rows()}


def test_every_act_is_done_by_somebody_and_every_other_address_writes_nothing() -> None:
    acts = {url_name(row) for row in POSTS}
    by_method = defaultdict(set)
    for (row, method), cells in rows().items():
        by_method[url_name(row)].update(cell for cell in cells.values() if method == "POST")
    silent = {name for name, cells in by_method.items() if not set("".join(cells)) - set("LRX")}
    assert acts | silent | {"set_language"} == set(by_method)


def test_the_admin_site_opens_to_system_administrators_alone(whole: World) -> None:
    for letter, accounts in ADMIN.items():
        for kind in accounts:
            answer = ask(whole.people[kind], "GET", "/admin/")
            if answer.letter == "B":
                answer = ask(whole.people[kind], "GET", "/admin/login/?next=/admin/")
            assert answer.letter == letter, f"{kind}: {answer.told()}"
    assert {kind for accounts in ADMIN.values() for kind in accounts} == {*kinds(), "superuser"}


def test_a_superuser_is_answered_like_a_system_post_everywhere_else(whole: World) -> None:
    given = {key: put(whole, *key, "superuser").letter for key in rows()}
    assert given == {key: cells["system_admin"][0] for key, cells in rows().items()}


# --- other methods, forged forms -----------------------------------------------------------------


@pytest.mark.parametrize("row", sorted({row for row, _method in rows()}))
def test_other_methods_are_refused_and_head_is_a_silent_get(whole: World, row: str) -> None:
    address, place = addresses.BY_ROW[row], whole.places["own"]
    method = "GET" if (row, "GET") in rows() else "POST"
    person = whole.people[first_letter(row, method, "SADXBNG")]
    url = address.url(place, person)
    for other in ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"):
        assert ask(person, other, url).told() == "405"
    head, get = ask(person, "HEAD", url), ask(person, "GET", url)
    assert (head.status, head.writes, head.body) == (get.status, get.writes, "")


@pytest.mark.parametrize("row", POSTS)
def test_a_form_sent_from_elsewhere_does_nothing(whole: World, row: str) -> None:
    address, place, kind = addresses.BY_ROW[row], whole.places["own"], writers(row)[0]
    person = whole.people[kind]
    client = person.client(enforce_csrf_checks=True)
    with undone(), watched() as tables:
        url, body = address.url(place, person), address.body(place, person)
        response = client.post(url, body)
    assert (response.status_code, tables) == (403, set())


def test_a_file_is_not_had_through_another_project(whole: World) -> None:
    own, foreign = whole.places["own"], whole.places["foreign"]
    mine, theirs = own.id("submitted"), foreign.id("submitted-file")
    for kind in ("secretary", "lead", "staff", "reader"):
        answer = ask(whole.people[kind], "GET", f"/projects/{mine}/files/{theirs}/")
        assert answer.letter == "N"
