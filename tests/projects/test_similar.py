"""The hint that a like project exists."""

from html import unescape

import pytest
from django.utils import translation

from innovation.core import clock
from projects.models import Project
from projects.queries import similar
from tests.factories.projects import make_year, project_at
from tests.projects.cast import MONDAY, gather

pytestmark = pytest.mark.django_db
ASK = "/projects/similar/"


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


def asked(client, user, name, **further):
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return unescape(client.get(ASK, {"name": name, **further}).content.decode())


@pytest.mark.parametrize(
    ("name", "is_like"),
    [
        ("危险工序人机隔离", True),
        ("危险工序 人机 隔离操作", True),
        ("装配线危险工序人机隔离改造", True),
        ("人机交互界面改善", False),
        ("党员责任区建设", False),
        ("危", False),
    ],
)
def test_a_like_name_is_found_in_the_branch(client, cast, name, is_like):
    project_at("submitted", cast.branch, cast.year, lead=cast.lead, name="危险工序人机隔离操作")
    said = asked(client, cast.secretary, name)
    assert ("check that yours is not a duplicate" in said) == is_like


def test_other_branches_and_years_count_once_they_are_public(client, cast):
    beside = cast.neighbour.member.affiliations.get().organization
    project = project_at("initial_review", beside, cast.year, name="设备TPM管理改善")
    make_year(cast.committee, 2020)
    assert "运营管理部党支部" not in asked(client, cast.secretary, "设备TPM管理")
    Project.objects.filter(pk=project.pk).update(status="active")
    said = asked(client, cast.secretary, "设备TPM管理")
    assert "运营管理部党支部 · 2019" in said
    assert f"/projects/{project.pk}/" not in said, "what may not be opened is not linked"
    Project.objects.filter(pk=project.pk).update(scope="party")
    assert "运营管理部党支部" not in asked(client, cast.secretary, "设备TPM管理")


def test_a_project_is_not_like_itself(client, cast):
    project = project_at("draft", cast.branch, cast.year, lead=cast.lead)
    assert "not a duplicate" not in asked(client, cast.lead, project.name, own=project.pk)


def test_the_form_gets_the_hint_alone(client, cast):
    project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    client.force_login(cast.lead)
    answer = client.get(ASK, {"name": "危险工序人机隔离"}, headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert "危险工序人机隔离操作" in answer.content.decode()


def test_likeness_is_the_share_of_common_pairs():
    assert similar.likeness(similar.pairs("人机隔离"), similar.pairs("人机隔离")) == 1
    assert similar.likeness(similar.pairs("人机隔离"), similar.pairs("隔离操作")) == pytest.approx(
        1 / 3
    )
    assert similar.likeness(set(), {"人机"}) == 0
