"""After a decision each project stands in one notice, with its public fields and nothing else."""

import pytest

from innovation.core.models import Todo
from projects import notice_content
from projects.actions import filing, notice_preparation, review
from projects.enums import DisclosureScope, NoticeState, Status
from projects.models import Notice, NoticeItem, SensitiveWord
from tests.factories import projects as factory
from tests.factories import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return publication.firm(3)


def waiting(place, year, **fields):
    return factory.project_at(Status.COMMITTEE_DECISION, place, year, **fields)


def test_one_notice_a_scope_and_one_a_unit(stage):
    committee, (first, second, third), year = stage
    scopes = [(first, "company"), (second, "company"), (third, "party"), (third, "none")]
    scopes += [(first, "unit"), (second, "unit")]
    projects = [
        waiting(place, year, scope=scope, scope_reason="内部管理") for place, scope in scopes
    ]
    notices = publication.prepared(projects)
    found = {(n.scope, n.organization_id): n.items.count() for n in notices}
    assert found == {
        (DisclosureScope.COMPANY, committee.pk): 2,
        (DisclosureScope.PARTY, committee.pk): 1,
        (DisclosureScope.NONE, committee.pk): 1,
        (DisclosureScope.UNIT, first.pk): 1,
        (DisclosureScope.UNIT, second.pk): 1,
    }
    assert {n.state for n in notices} == {NoticeState.DRAFT}
    assert Todo.objects.filter(kind="notice.review", done_at=None).count() == 5


def test_doing_it_again_changes_nothing(stage):
    _committee, places, year = stage
    (notice,) = publication.prepared(publication.waiting_projects(places, year))
    before = list(NoticeItem.objects.values_list("pk", "content_hash"))
    assert notice_preparation.prepare(batch_id=notice.batch_id) == []
    assert list(NoticeItem.objects.values_list("pk", "content_hash")) == before
    assert Notice.objects.count() == 1


def test_what_an_interrupted_worker_left_is_made_the_second_time(stage):
    _committee, places, year = stage
    batch = publication.decide(
        waiting(place, year, scope="unit", name=f"项目{n}") for n, place in enumerate(places)
    )
    notice_preparation.prepare(batch_id=batch.pk)
    lost = Notice.objects.order_by("pk").last()
    lost.items.all().delete()
    lost.delete()
    made = notice_preparation.prepare(batch_id=batch.pk)
    assert [n.organization_id for n in made] == [lost.organization_id]
    assert NoticeItem.objects.values("project").distinct().count() == 3


def test_the_text_is_an_allow_list_with_frozen_names(stage):
    _committee, places, year = stage
    lead = factory.lead_of(places[0])
    project = waiting(places[0], year, lead=lead, problem="机密问题描述", goal="内部目标")
    (notice,) = publication.prepared([project])
    (item,) = notice.items.all()
    assert item.content == {
        "name": project.name,
        "organization": {"code": places[0].code, "name": places[0].name},
        "category": {"code": "rnd_production", "name": "科研生产", "name_en": item_english(item)},
        "lead": lead.member.name,
        "outcome_forms": item.content["outcome_forms"],
        "finish_on": project.finish_on.isoformat(),
        "summary": project.public_summary,
    }
    assert [form["name"] for form in item.content["outcome_forms"]] == ["制度"]
    lead.member.name = "改了名字"
    lead.member.save(update_fields=["name"])
    item.refresh_from_db()
    assert item.content["lead"] != "改了名字"
    assert item.content_hash == notice_content.digest(item.content)


def item_english(item):
    return item.project.category.name_en


def test_items_stand_by_category_and_unit(stage):
    _committee, places, year = stage
    last, first = year.category_rows.order_by("-position")[0], year.category_rows.first()
    projects = [
        waiting(places[1], year, category_id=last.pk),
        waiting(places[2], year, category_id=first.pk),
        waiting(places[0], year, category_id=first.pk),
    ]
    (notice,) = publication.prepared(projects)
    order = [item.organization_id for item in notice.items.order_by("position")]
    assert order == [places[0].pk, places[2].pk, places[1].pk]


def test_the_second_decision_of_the_year_says_so(stage):
    _committee, places, year = stage
    (one,) = publication.prepared([waiting(places[0], year)])
    (two,) = publication.prepared([waiting(places[1], year)])
    assert "第2批" not in one.title and "（第2批）" in two.title
    assert one.key != two.key and len(one.key) == 10


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("某型", "用于某型壳体"),
        ("某型", "用于某 型壳体"),
        ("K-31a", "对Ｋ－３１Ａ试验"),
        ("k-31A", "对K\u200b-31a试验"),
    ],
)
def test_sensitive_words_are_found_however_they_are_written(stage, word, text):
    _committee, places, year = stage
    SensitiveWord.objects.create(year=year, word=word)
    marked = waiting(places[0], year, public_summary=text)
    plain = waiting(places[1], year, public_summary="改善作业环境。")
    (notice,) = publication.prepared([marked, plain])
    marks = {item.project_id: item.marks for item in notice.items.all()}
    assert marks[plain.pk] == []
    assert [mark["field"] for mark in marks[marked.pk]] == ["summary"]
    assert marks[marked.pk][0]["text"] in text


def test_a_returned_project_leaves_and_comes_back_as_a_new_version(stage):
    committee, places, year = stage
    lead = factory.lead_of(places[0])
    returned, other = waiting(places[0], year, lead=lead), waiting(places[1], year)
    (notice,) = publication.prepared([returned, other])
    review.return_for_revision(
        project_id=returned.pk,
        by=publication.staff_of(committee),
        reason="return_incomplete",
        comment="请补充。",
    )
    publication.review(notice)
    (published,) = publication.publish([notice])
    assert [item["name"] for item in published.snapshot["items"]] == [other.name]
    filing.submit(project_id=returned.pk, by=lead)
    returned.refresh_from_db()
    factory._walk(returned, Status.COMMITTEE_DECISION)
    (later,) = publication.published([returned])
    assert [item.version for item in later.items.all()] == [2]
    returned.refresh_from_db()
    assert returned.status == Status.PUBLICISED


def test_a_notice_whose_every_project_was_returned_is_dropped(stage):
    committee, places, year = stage
    (project,) = publication.waiting_projects(places[:1], year)
    (notice,) = publication.prepared([project])
    review.return_for_revision(
        project_id=project.pk,
        by=publication.staff_of(committee),
        reason="return_incomplete",
        comment="请补充。",
    )
    notice.refresh_from_db()
    assert notice.state == NoticeState.WITHDRAWN and notice.published_at is None
    assert not Todo.objects.filter(kind__startswith="notice.", done_at=None).exists()
