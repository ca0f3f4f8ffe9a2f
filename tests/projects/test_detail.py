"""The project's page: where it stands, what can be done, what happened."""

from html import unescape

import pytest
from django.utils import translation

from innovation.core import clock, registries
from projects import detail, progress
from projects.actions import filing, review
from projects.queries import found
from tests.factories import org
from tests.factories.projects import draft, project_at
from tests.projects.cast import MONDAY, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def page_of(client, project, user):
    client.force_login(user)
    return client.get(f"/projects/{project.pk}/")


def text_of(response):
    return unescape(response.content.decode())


def states(page):
    with translation.override("en"):
        return _states(page)


def _states(page):
    return [(str(stage.name), stage.state) for stage in page.context["stages"]]


@pytest.mark.both
def test_the_page_tells_what_the_filing_says(english, cast):
    away = org.make_member(cast.branch, "何雪")
    project = draft(cast.branch, cast.year, lead=cast.lead)
    project.team.create(member=away, is_co_lead=True, position=2)
    project.team.create(outsider="外协师傅", position=3)
    filing.submit(project_id=project.pk, by=cast.lead)
    said = text_of(page_of(english, project, cast.staff))
    for words in (
        "危险工序人机隔离操作",
        "R&D and production",
        "人机隔离工序数：0 → 8 道",
        "对危险工序进行改造",
        "完成方案论证",
        "何雪",
        "Co-lead",
        "not a member",
        "Whole company",
    ):
        assert words in said


def test_the_chain_shows_where_it_stands_and_who_has_it(english, cast):
    project = project_at("general_review", cast.branch, cast.year, lead=cast.lead)
    page = page_of(english, project, cast.lead)
    assert states(page) == [
        ("File", "done"),
        ("Branch review", "done"),
        ("General-branch review", "current"),
        ("Countersigning", "next"),
        ("Initial review", "next"),
        ("Committee decision", "next"),
        ("Proposed, on public notice", "next"),
        ("Approved", "next"),
    ]
    assert page.context["stages"][2].who == "五分厂党总支"
    assert "Next: General-branch review · 五分厂党总支" in text_of(page)


@pytest.mark.parametrize(
    ("status", "place", "state"),
    [
        ("draft", 0, "current"),
        ("submitted", 1, "current"),
        ("countersign", 3, "current"),
        ("initial_review", 4, "current"),
        ("committee_decision", 5, "current"),
        ("decided", 6, "current"),
        ("publicised", 6, "current"),
        ("active", 7, "done"),
        ("returned", 0, "current"),
        ("rejected", 4, "stopped"),
        ("withdrawn", 4, "stopped"),
    ],
)
def test_every_state_has_its_place_in_the_chain(english, cast, status, place, state):
    project = project_at(status, cast.branch, cast.year, lead=cast.lead)
    page = page_of(english, project, cast.lead)
    assert page.status_code == 200
    assert states(page)[place][1] == state
    assert [s for _, s in states(page)].count("current") == (state == "current")


def test_the_branch_step_passed_at_filing_names_its_meeting(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.secretary)
    filing.submit(project_id=project.pk, by=cast.secretary)
    page = page_of(english, project, cast.secretary)
    stage = page.context["stages"][1]
    assert stage.state == "done"
    assert stage.note == "Branch committee meeting on 2019-03-03"


def test_a_return_begins_the_chain_anew(english, cast):
    project = project_at("returned", cast.branch, cast.year, lead=cast.lead)
    page = page_of(english, project, cast.lead)
    assert [state for _, state in states(page)].count("done") == 0
    filing.submit(project_id=project.pk, by=cast.lead)
    page = page_of(english, project, cast.lead)
    assert states(page)[1] == ("Branch review", "current")


def test_one_timeline_in_the_readers_language(english, cast):
    project = project_at("returned", cast.branch, cast.year, lead=cast.lead)
    page = page_of(english, project, cast.lead)
    assert [entry.sentence for entry in page.context["entries"]] == [
        "Returned for revision: Incomplete",
        "Countersigned: agrees",
        "Recommended by the general branch",
        "Passed by the branch",
        "Filed",
        "Began the filing",
    ]
    english.cookies["django_language"] = "zh-hans"
    assert "填报内容不完整" in text_of(page_of(english, project, cast.lead))


def test_an_approved_project_shows_its_number_and_its_notice(english, cast):
    project = project_at("active", cast.branch, cast.year, lead=cast.lead)
    page = page_of(english, project, cast.lead)
    said = text_of(page)
    assert project.number.startswith("2019-KY-")
    assert f'<span class="num-code">{project.number}</span>' in said
    notice = page.context["notices"][0]
    assert notice["url"] in said and english.get(notice["url"]).status_code == 200
    happened = [entry.sentence for entry in page.context["entries"]]
    assert f"Project approved, number {project.number}" in happened
    assert "Put on public notice" in happened
    assert next(e.who for e in page.context["entries"] if "number" in e.sentence) == "The system"


def buttons(page):
    with translation.override("en"):
        return {str(a["label"]): a.get("reason", "") for a in page.context["actions"]}


def test_everybody_has_the_buttons_of_their_right(english, cast):
    project = project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    shown = {
        cast.lead: set(),
        cast.clerk: set(),
        cast.secretary: {"Agree and pass on", "Return for revision", "Withdraw"},
        cast.staff: set(),
        cast.reader: set(),
    }
    for user, expected in shown.items():
        assert set(buttons(page_of(english, project, user))) == expected, user.name


def test_a_button_that_is_not_possible_says_why(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.secretary)
    filing.submit(project_id=project.pk, by=cast.lead)
    reason = buttons(page_of(english, project, cast.secretary))["Agree and pass on"]
    assert reason == "You filed or entered this project yourself; another person must decide."
    said = text_of(page_of(english, project, cast.secretary))
    assert 'aria-disabled="true"' in said and reason in said


def test_a_draft_goes_on_and_a_returned_one_is_revised(english, cast):
    begun = draft(cast.branch, cast.year, lead=cast.lead)
    back = project_at("returned", cast.branch, cast.year, lead=cast.lead)
    assert "Go on filing" in buttons(page_of(english, begun, cast.lead))
    assert "Revise the filing" in buttons(page_of(english, back, cast.lead))


def test_entered_from_paper_is_marked(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.staff)
    page = page_of(english, project, cast.staff)
    assert f"Entered from paper for · {cast.staff.name}" in text_of(page)


def test_opinions_stand_on_the_page(english, cast):
    project = project_at("countersign", cast.branch, cast.year, lead=cast.lead)
    assert "Not given yet" in text_of(page_of(english, project, cast.lead))
    review.countersign(
        project_id=project.pk, by=cast.countersigner, agrees=False, opinion="计算口径不一致"
    )
    said = text_of(page_of(english, project, cast.lead))
    assert "计算口径不一致" in said and "Disagrees" in said


def test_later_rooms_bring_their_sections(english, cast, monkeypatch):
    section = registries.PageSection(
        "project_detail", "checks", "components/alert.html", lambda request, project: None
    )
    project = project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    monkeypatch.setattr(registries, "sections_of", lambda page: [section])
    assert page_of(english, project, cast.lead).context["parts"] == []


@pytest.mark.parametrize(
    "status", ["draft", "submitted", "countersign", "decided", "publicised", "active", "returned"]
)
def test_the_page_asks_little_however_much_hangs_on_it(
    english, cast, django_assert_max_num_queries, status
):
    project = project_at(status, cast.branch, cast.year, lead=cast.lead)
    for place in range(30):
        project.team.create(outsider=f"师傅{place}")
        project.milestones.create(title=f"节点{place}", quarter=1)
    for user in (cast.lead, cast.secretary):
        page_of(english, project, user)
        with django_assert_max_num_queries(12):
            page = english.get(f"/projects/{project.pk}/")
        assert len(page.context["team"]) == 31


def test_next_step_is_told_for_every_state_that_waits(cast):
    for status in ("draft", "submitted", "general_review", "initial_review", "decided"):
        project = project_at(status, cast.branch, cast.year, lead=cast.lead)
        following = progress.next_step(found.project(cast.lead, project.pk))
        assert following is not None and following.step and following.who
    gone = project_at("withdrawn", cast.branch, cast.year, lead=cast.lead)
    assert progress.next_step(gone) is None


def test_sizes_read_like_sizes():
    assert detail.size_words(100) == "1 kB"
    assert detail.size_words(3 * 1024**2) == "3.0 MB"


def test_a_clerk_of_the_branch_may_revise_for_the_lead(english, cast):
    project = project_at("returned", cast.branch, cast.year, lead=cast.lead)
    assert "Revise the filing" in buttons(page_of(english, project, cast.clerk))
