"""Who reads a notice of which scope, page by page; written by hand, not derived from the rules."""

import pytest
from django.db import transaction
from django.test import Client

from innovation.core import public_cache
from innovation.org.enums import Role
from tests.factories import org
from tests.factories import projects as factory
from tests.factories import publication as notices

pytestmark = pytest.mark.django_db
NAMES = {
    "none": "不公开的项目",
    "party": "党组织内部的项目",
    "unit": "本单位的项目",
    "company": "全公司的项目",
    "external": "可对外的项目",
}
# What each reader sees on the public pages and on the internal ones.
PUBLIC = {"company", "external"}
READERS = {
    "anonymous": (PUBLIC, None),
    "employee_of_the_unit": (PUBLIC, {"company", "external", "unit"}),
    "employee_elsewhere": (PUBLIC, {"company", "external"}),
    "secretary_of_the_unit": (PUBLIC, {"company", "external", "unit", "party"}),
    "secretary_elsewhere": (PUBLIC, {"company", "external", "party"}),
    "staff": (PUBLIC, {"company", "external", "party", "unit"}),
    "reader": (PUBLIC, {"company", "external", "party", "unit"}),
    "system_admin": (PUBLIC, set()),
    "another_committee": (PUBLIC, set()),
}


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Five published notices, one a scope, and somebody of each kind; made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield stage()
        transaction.set_rollback(True)


def stage():
    committee, (unit, elsewhere), year = notices.firm(2)
    projects = [
        factory.project_at(
            "committee_decision", unit, year, scope=scope, name=name, scope_reason="内部管理"
        )
        for scope, name in NAMES.items()
    ]
    made = notices.published(projects)
    other = org.make_committee("另一党委")
    people = {
        "employee_of_the_unit": org.make_user(member=org.make_member(unit), at=unit),
        "employee_elsewhere": org.make_user(member=org.make_member(elsewhere), at=elsewhere),
        "secretary_of_the_unit": factory.person_at(Role.BRANCH_SECRETARY, unit),
        "secretary_elsewhere": factory.person_at(Role.BRANCH_SECRETARY, elsewhere),
        "staff": notices.staff_of(committee),
        "reader": factory.person_at(Role.READER, committee),
        "system_admin": org.make_user(Role.SYSTEM_ADMIN),
        "another_committee": factory.person_at(Role.COMMITTEE_STAFF, other),
    }
    return {"keys": {notice.scope: notice.key for notice in made}, "people": people}


def client_of(told, reader):
    public_cache.STORE.clear()
    client = Client()
    if reader != "anonymous":
        client.force_login(told["people"][reader])
    return client


@pytest.mark.parametrize("reader", READERS)
def test_public_pages_show_public_scopes_to_everybody(told, reader):
    client, keys = client_of(told, reader), told["keys"]
    expected, _internal = READERS[reader]
    opened = {s for s, key in keys.items() if client.get(f"/notices/{key}/").status_code == 200}
    assert opened == expected
    found = "".join(
        client.get(f"/notices/?q={name}").content.decode().replace(f'value="{name}"', "")
        for name in NAMES.values()
    )
    assert {s for s, key in keys.items() if key in found} == expected
    for address in ("/", "/notices/", "/notices/feed.atom"):
        page = client.get(address).content.decode()
        assert {s for s, key in keys.items() if key in page} == expected


@pytest.mark.parametrize("reader", READERS)
def test_internal_pages_show_what_the_reader_may_see(told, reader):
    client, keys = client_of(told, reader), told["keys"]
    _public, expected = READERS[reader]
    if expected is None:
        answers = [client.get("/internal/notices/")]
        answers += [client.get(f"/internal/notices/{key}/") for key in keys.values()]
        assert all(a.status_code == 302 and "/accounts/login/" in a["Location"] for a in answers)
        return
    opened = {
        scope
        for scope, key in keys.items()
        if client.get(f"/internal/notices/{key}/").status_code == 200
    }
    assert opened == expected
    listed = client.get("/internal/notices/").content.decode()
    assert {s for s, key in keys.items() if key in listed} == expected


def test_hidden_and_missing_look_alike(told):
    client = client_of(told, "employee_elsewhere")
    hidden = client.get(f"/internal/notices/{told['keys']['unit']}/")
    missing = client.get("/internal/notices/abcdefghjk/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content


def test_what_is_not_disclosed_is_counted_all_the_same(told):
    page = client_of(told, "anonymous").get("/").content.decode()
    assert f'<span class="figure-value">{len(NAMES)}' in page
    assert "不公开" not in page and NAMES["none"] not in page
