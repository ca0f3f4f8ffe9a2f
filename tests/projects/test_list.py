"""The list of projects, its figures, and who of the expected organisations has filed."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import translation

from innovation.core import clock
from innovation.org.enums import OrganizationType, Role
from projects.enums import Status
from projects.models import Project
from tests.factories import org
from tests.factories.projects import draft, make_year, project_at
from tests.projects.cast import MONDAY, gather

pytestmark = pytest.mark.django_db
LIST = "/projects/"


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def text_of(response):
    return unescape(response.content.decode())


def rows_of(page):
    return page.context["rows"]


def names(page):
    return [row.name for row in rows_of(page)]


def many(template, number):
    """Copies of a filed project: what a list of a big year holds."""
    now = clock.now()
    Project.objects.bulk_create(
        Project(
            committee_id=template.committee_id,
            year_id=template.year_id,
            organization_id=template.organization_id,
            category_id=template.category_id,
            level_id=template.level_id,
            lead_id=template.lead_id,
            created_by_id=template.created_by_id,
            updated_by_id=template.created_by_id,
            name=f"项目{place}",
            number=f"2019-{place:04d}",
            status=Status.ACTIVE,
            created_at=now,
            stepped_at=now,
            updated_at=now - timedelta(minutes=place),
        )
        for place in range(number)
    )


# --- what is listed -------------------------------------------------------------------------------


def test_everybody_sees_their_own_and_nobody_a_neighbours(english, cast):
    filed = project_at("submitted", cast.branch, cast.year, lead=cast.lead, name="已申报")
    draft(cast.branch, cast.year, lead=cast.lead, name="草稿")
    seen = {
        cast.lead: {"已申报", "草稿"},
        cast.secretary: {"已申报", "草稿"},
        cast.general_reviewer: {"已申报"},
        cast.staff: {"已申报"},
        cast.reader: {"已申报"},
        cast.neighbour: set(),
        cast.secrecy: set(),
    }
    for user, expected in seen.items():
        english.force_login(user)
        assert set(names(english.get(LIST))) == expected, user.name
    filed.team.create(member=cast.neighbour.member)
    english.force_login(cast.neighbour)
    assert names(english.get(LIST)) == ["已申报"]


def test_a_row_says_what_comes_next_and_who_has_it(english, cast):
    for status in ("draft", "submitted", "general_review", "returned", "withdrawn"):
        project_at(status, cast.branch, cast.year, lead=cast.lead, name=status)
    english.force_login(cast.secretary)
    told = {row.name: (row.status, row.next, row.who) for row in rows_of(english.get(LIST))}
    lead = cast.lead.member.name
    assert told == {
        "draft": ("Draft", "File", lead),
        "submitted": (
            "To be reviewed by the branch",
            "To be reviewed by the branch",
            "Branch secretary",
        ),
        "general_review": ("General-branch review", "General-branch review", "五分厂党总支"),
        "returned": ("Returned for revision", "Revise and file again", lead),
        "withdrawn": ("Withdrawn", "", ""),
    }


def test_the_latest_open_year_stands_there_by_itself(english, cast):
    project_at("submitted", cast.branch, cast.year, lead=cast.lead, name="2019年的")
    with clock.fixed(MONDAY.replace(year=2020)):
        later = make_year(cast.committee, 2020)
        project_at("submitted", cast.branch, later, lead=cast.lead, name="2020年的")
    english.force_login(cast.staff)
    assert names(english.get(LIST)) == ["2020年的"]
    assert names(english.get(f"{LIST}?year=2019")) == ["2019年的"]
    assert len(names(english.get(f"{LIST}?year=all"))) == 2
    assert names(english.get(f"{LIST}?year=1066")) == ["2020年的"]


@pytest.mark.both
def test_filters_of_the_address(english, cast):
    beside = cast.neighbour.member.affiliations.get().organization
    lean = cast.year.category_rows.get(code="lean_management")
    project_at("submitted", cast.branch, cast.year, lead=cast.lead, name="甲")
    project_at("initial_review", beside, cast.year, name="乙", category_id=lean.pk)
    english.force_login(cast.staff)
    found = {
        f"?organization={cast.branch.code}": ["甲"],
        f"?organization={cast.general.code}": ["甲"],
        f"?organization={beside.code}": ["乙"],
        "?category=lean_management": ["乙"],
        "?category=rnd_production": ["甲"],
        "?status=submitted": ["甲"],
        "?status=submitted&category=lean_management": [],
        "?category=nonsense&status=nonsense&sort=nonsense&page=x": ["乙", "甲"],
        "?organization=五分厂": ["甲"],
        "?organization=%00&q=%00": ["乙", "甲"],
    }
    for query, expected in found.items():
        assert sorted(names(english.get(LIST + query))) == sorted(expected), query


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("隔离", ["危险工序人机隔离操作"]),
        ("采购", ["拓展供应渠道，降低采购成本"]),
        ("采购 渠道", ["拓展供应渠道，降低采购成本"]),
        ("采购 隔离", []),
        ("程立", ["危险工序人机隔离操作"]),
        ("0107", ["拓展供应渠道，降低采购成本"]),
        ("50%_", []),
    ],
)
def test_search_finds_chinese_words_of_two_characters(english, cast, words, found):
    lead = org.make_user(member=org.make_member(cast.branch, "程立"), at=cast.branch)
    project_at("submitted", cast.branch, cast.year, lead=lead, name="危险工序人机隔离操作")
    other = project_at("submitted", cast.branch, cast.year, name="拓展供应渠道，降低采购成本")
    Project.objects.filter(pk=other.pk).update(number="2019-KY-0107")
    english.force_login(cast.staff)
    assert names(english.get(LIST, {"q": words})) == found


COLUMNS = ["name", "number", "organization", "category", "status", "lead", "updated"]


@pytest.mark.both
@pytest.mark.parametrize("key", COLUMNS)
def test_every_column_sorts_both_ways(english, cast, key):
    beside = cast.neighbour.member.affiliations.get().organization
    lean = cast.year.category_rows.get(code="lean_management")
    first = org.make_user(member=org.make_member(cast.branch, "A"), at=cast.branch)
    second = org.make_user(member=org.make_member(beside, "B"), at=beside)
    one = project_at("submitted", cast.branch, cast.year, lead=first, name="甲")
    two = project_at(
        "initial_review", beside, cast.year, lead=second, name="乙", category_id=lean.pk
    )
    Project.objects.filter(pk=one.pk).update(number="1", name="a")
    Project.objects.filter(pk=two.pk).update(
        number="2", name="b", updated_at=clock.now() + timedelta(hours=1)
    )
    english.force_login(cast.staff)
    assert names(english.get(f"{LIST}?sort={key}")) == ["a", "b"]
    assert names(english.get(f"{LIST}?sort=-{key}")) == ["b", "a"]


@pytest.mark.both
def test_twenty_five_a_page(english, cast):
    template = project_at("initial_review", cast.branch, cast.year, lead=cast.lead)
    many(template, 59)
    english.force_login(cast.staff)
    first, last = english.get(LIST), english.get(f"{LIST}?page=3")
    assert "<strong>60</strong> items" in text_of(first)
    assert len(rows_of(first)) == 25
    assert len(rows_of(last)) == 10
    seen = {row.url for n in (1, 2, 3) for row in rows_of(english.get(f"{LIST}?page={n}"))}
    assert len(seen) == 60
    assert rows_of(english.get(f"{LIST}?page=99")) == rows_of(last)


def test_an_empty_list_says_how_to_get_something(english, cast):
    english.force_login(cast.secretary)
    assert "No project has been filed yet" in text_of(english.get(LIST))
    assert "No project fits these filters" in text_of(english.get(f"{LIST}?q=无此项目"))


def test_the_list_reads_in_chinese(client, cast):
    project_at("submitted", cast.branch, cast.year, lead=cast.lead, name="隔离操作")
    client.force_login(cast.staff)
    assert "科研生产" in text_of(client.get(LIST))


# --- figures --------------------------------------------------------------------------------------


def figures(page):
    with translation.override("en"):
        return {str(f["label"]): f["value"] for f in page.context["figures"]}


def test_figures_divide_what_is_listed(english, cast):
    lean = cast.year.category_rows.get(code="lean_management")
    project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    for _ in range(2):
        project_at("submitted", cast.branch, cast.year, lead=cast.lead, category_id=lean.pk)
    english.force_login(cast.staff)
    told = figures(english.get(LIST))
    assert told["All projects"] == 3
    assert told["R&D and production"] == 1
    assert told["Lean management"] == 2
    assert told["Party building"] == 0
    narrowed = english.get(f"{LIST}?category=lean_management")
    assert figures(narrowed)["All projects"] == 3
    assert "<strong>2</strong> items" in text_of(narrowed)
    link = next(f["url"] for f in narrowed.context["figures"] if f["value"] == 1)
    assert len(rows_of(english.get(LIST + link))) == 1


@pytest.mark.both
def test_coverage_counts_organisations_that_filed_and_lists_the_rest(english, cast):
    project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.staff)
    assert figures(english.get(LIST))["Organisations that have filed"] == "1 / 3"
    page = english.get("/projects/coverage/?year=2019&filed=no")
    assert [row["name"] for row in rows_of(page)] == ["运营管理部党支部", "机关党支部"]
    assert figures(page) == {"Expected to file": 3, "Have filed": 1, "Have not filed": 2}
    page = english.get("/projects/coverage/?year=2019&filed=yes")
    assert [row["name"] for row in rows_of(page)] == ["五分厂一支部"]


@pytest.mark.parametrize(
    ("status", "filed"),
    [("draft", 0), ("submitted", 1), ("returned", 1), ("rejected", 0), ("withdrawn", 0)],
)
def test_only_a_filing_that_stands_covers(english, cast, status, filed):
    project_at(status, cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.reader)
    assert figures(english.get(LIST))["Organisations that have filed"] == f"{filed} / 3"


def test_a_general_branchs_project_counts_for_the_branch_it_names(english, cast):
    secretary = org.make_user(
        Role.BRANCH_SECRETARY, cast.general, member=org.make_member(cast.branch)
    )
    project_at("countersign", cast.general, cast.year, lead=secretary)
    english.force_login(cast.general_reviewer)
    assert figures(english.get(LIST))["Organisations that have filed"] == "1 / 1"


def test_a_branch_is_not_told_of_others(english, cast):
    english.force_login(cast.secretary)
    assert "Organisations that have filed" not in figures(english.get(LIST))
    assert english.get("/projects/coverage/").status_code == 403


def test_a_direct_branch_without_general_branch_is_expected_too(english, cast):
    direct = org.make_branch(cast.committee, "直属支部", type=OrganizationType.DIRECT)
    later = make_year(cast.committee, 2020)
    assert later.expected.filter(organization=direct).exists()


# --- how much is asked of the database ------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 300])
@pytest.mark.parametrize("who", ["secretary", "staff", "lead", "reader"])
def test_the_list_asks_the_same_for_one_row_and_three_hundred(
    english, cast, django_assert_num_queries, who, number
):
    template = project_at("initial_review", cast.branch, cast.year, lead=cast.lead)
    many(template, number - 1)
    english.force_login(getattr(cast, who))
    english.get(LIST)
    asked = {"secretary": 6, "lead": 6, "staff": 7, "reader": 7}[who]
    with django_assert_num_queries(asked):
        page = english.get(LIST)
    assert len(rows_of(page)) == min(number, 25)
    assert figures(page)["All projects"] == number
    with django_assert_num_queries(asked):
        filtered = english.get(f"{LIST}?year=2019&category=rnd_production&q=项目&sort=-name")
    assert len(rows_of(filtered)) == min(number - 1, 25)
