"""The filing form as a person meets it, without scripts."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from innovation.core import clock
from innovation.core.models import FormDraft
from innovation.org.enums import Role
from projects.enums import EntryMode, Status
from projects.models import Project
from tests.core.hostile import HTML, PDF
from tests.factories import org
from tests.factories.projects import draft, make_year, project_at
from tests.projects.cast import MONDAY, gather
from tests.support.sheet import filled, read

pytestmark = pytest.mark.django_db
NEW = "/projects/new/"


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def edit_of(project):
    return f"/projects/{project.pk}/edit/"


def text_of(response):
    return unescape(response.content.decode())


def answers(**changes):
    """What a person writes into a blank form."""
    return {
        "name": "设备TPM管理改善",
        "category": "lean_management",
        "problem": "设备停机频繁。",
        "goal": "停机损失降为零。",
        "indicator_name": "月停机损失",
        "indicator_unit": "小时",
        "indicator_baseline": "26",
        "indicator_target": "0",
        "measures": "点检、保养、改善。",
        "finish_on": "2019年11月30日",
        "expected_outcomes": ["regulation", "process"],
        "public_summary": "推行设备全员维护。",
        "declaration_secrets": "no",
        "declaration_schedule": "no",
        "declaration_results": "no",
        "declaration_foreign": "no",
        "declaration_other": "no",
    } | changes


def send(client, url, **changes):
    page = client.get(url)
    assert page.status_code == 200
    return client.post(url, filled(page, "filing", **changes), follow=True)


# --- filing ---------------------------------------------------------------------------------------


def test_a_secretary_files_from_a_blank_form(english, cast):
    english.force_login(cast.secretary)
    lead, fellow = org.make_member(cast.branch, "程立"), org.make_member(cast.branch, "何雪")
    page = send(
        english,
        NEW,
        **answers(),
        lead=str(lead.pk),
        team=[str(lead.pk), str(fellow.pk)],
        meeting_kind="branch_committee",
        meeting_on="2019.3.1",
        action="submit",
    )
    project = Project.objects.get()
    assert page.redirect_chain[-1][0] == f"/projects/{project.pk}/"
    assert "Filed." in text_of(page)
    assert "General-branch review" in text_of(page)
    assert project.status == Status.GENERAL_REVIEW
    assert project.entry_mode == EntryMode.FILLED_FOR
    assert project.coverage_field.code == "lean_management"
    assert [place.name for place in project.team.all()] == ["程立", "何雪"]
    assert str(project.finish_on) == "2019-11-30"


def test_a_lead_without_a_role_files_for_themselves(english, cast):
    english.force_login(cast.lead)
    page = english.get(NEW)
    assert "lead" not in read(page, "filing")
    page = send(english, NEW, **answers(), team=[str(cast.lead.member_id)], action="submit")
    project = Project.objects.get()
    assert project.lead == cast.lead.member
    assert project.status == Status.SUBMITTED
    assert "Next: Branch review" in text_of(page)


def test_a_draft_may_lack_everything_but_its_name(english, cast):
    english.force_login(cast.lead)
    page = send(english, NEW, name="想法", action="save")
    project = Project.objects.get()
    assert page.redirect_chain[-1][0] == edit_of(project)
    assert "Draft saved." in text_of(page)
    assert project.status == Status.DRAFT
    page = send(english, NEW, name="", problem="先写问题", action="save")
    assert Project.objects.count() == 1
    assert "先写问题" in text_of(page)
    assert "This field is required." in text_of(page)


def test_an_unfinished_filing_is_saved_and_told_what_is_missing(english, cast):
    english.force_login(cast.lead)
    page = send(english, NEW, **answers(goal="", declaration_other=None), action="submit")
    project = Project.objects.get()
    assert project.status == Status.DRAFT
    assert page.redirect_chain[-1][0] == f"{edit_of(project)}?check=1"
    said = text_of(page)
    assert (
        "Saved, but not filed. Still missing: Team、Goal、Confidentiality self-declaration." in said
    )
    for anchor in ("id_team", "id_goal", "id_declaration"):
        assert f'href="#{anchor}"' in said
        assert f'id="{anchor}"' in said
    assert said.count("Needed for filing.") == 3


def test_bad_input_is_told_beside_its_field_and_stays(english, cast):
    english.force_login(cast.lead)
    page = send(
        english, NEW, **answers(finish_on="明年", savings_target="很多", level="key"), action="save"
    )
    said = text_of(page)
    assert not Project.objects.exists()
    assert "“明年” is not a day; write it like 2026-11-30." in said
    assert "“很多” is not an amount" in said
    fields = read(page, "filing")
    assert fields["finish_on"] == ["明年"]
    assert fields["savings_target"] == ["很多"]
    assert fields["goal"] == ["停机损失降为零。"]
    assert '<details class="fold" id="sec-more" open>' in said


@pytest.mark.parametrize(
    "written", ["2019-11-30", "2019/11/30", "2019.11.30", "20191130", "２０１９－１１－３０"]
)
def test_days_are_read_as_people_write_them(english, cast, written):
    english.force_login(cast.lead)
    send(english, NEW, **answers(finish_on=written), action="save")
    assert str(Project.objects.get().finish_on) == "2019-11-30"


def test_rows_work_without_scripts(english, cast):
    english.force_login(cast.lead)
    page = send(
        english,
        NEW,
        **answers(),
        **{
            "milestone-0-title": "方案",
            "milestone-0-quarter": "1",
            "milestone-1-title": "验证",
            "milestone-1-quarter": "3",
            "milestone-1-due": "2019-09-30",
            "outsider-0-name": "外协师傅",
            "outsider-0-task": "调试",
        },
        action="save",
    )
    project = Project.objects.get()
    assert [row.title for row in project.milestones.all()] == ["方案", "验证"]
    fields = read(page, "filing")
    assert fields["milestone-0-title"] == ["方案"]
    assert fields["milestone-3-title"] == [""], "two empty rows wait for more"
    send(english, edit_of(project), **{"milestone-0-DELETE": "on"}, action="save")
    assert [row.title for row in project.milestones.all()] == ["验证"]


def test_a_row_without_its_quarter_is_told(english, cast):
    english.force_login(cast.lead)
    page = send(english, NEW, **answers(), **{"milestone-0-title": "方案"}, action="save")
    assert "Choose the quarter." in text_of(page)
    assert not Project.objects.exists()


def test_people_of_other_branches_come_by_name_and_staff_number(english, cast):
    english.force_login(cast.lead)
    away = cast.neighbour.member
    rows = {"outsider-0-name": away.name, "outsider-0-staff_number": away.staff_number}
    page = send(english, NEW, **answers(), **rows | {"outsider-0-name": "别人"}, action="save")
    assert "No member with this name and staff number." in text_of(page)
    send(english, NEW, **answers(), **rows, action="save")
    assert Project.objects.get().team.get().member == away


def test_whoever_is_in_no_project_is_flagged(english, cast):
    busy, free = org.make_member(cast.branch, "忙者"), org.make_member(cast.branch, "闲者")
    project = draft(cast.branch, cast.year, lead=cast.lead)
    project.team.create(member=busy)
    english.force_login(cast.secretary)
    said = text_of(english.get(NEW))
    flagged = [part.split("</li>")[0] for part in said.split('<div class="picker-item" data-flag>')]
    names = " ".join(flagged[1:])
    assert free.name in names and busy.name not in names


def test_staff_say_first_which_branch_files(english, cast):
    english.force_login(cast.staff)
    said = text_of(english.get(NEW))
    assert "Which organisation files?" in said and cast.branch.name in said
    page = english.get(f"{NEW}?organization={cast.branch.code}")
    assert "from a paper that the branch has signed" in text_of(page)


def test_who_belongs_nowhere_is_told_whom_to_ask(english, cast):
    english.force_login(org.make_user(at=cast.committee, member=None))
    assert "There is no branch for which you may file" in text_of(english.get(NEW))


def test_without_an_open_year_nobody_files(english, cast):
    cast.year.state = "archived"
    cast.year.save()
    english.force_login(cast.secretary)
    page = english.get(NEW)
    assert page.status_code == 409
    assert "No programme year is open for filing." in text_of(page)


def test_the_unclassified_banner_stands_at_filing_and_upload(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.lead)
    words = "This system handles unclassified information only"
    assert text_of(english.get(NEW)).count(words) == 2
    assert text_of(english.get(f"/projects/{project.pk}/files/")).count(words) == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "只有名称"},
        {"name": "x", "milestone-TOTAL_FORMS": "many"},
        {"name": "x", "lead": "abc", "team": "99999999999999999999", "category": "nonsense"},
        {"name": "x\0", "goal": "\0"},
        {"base_version": "-1", "form_token": "short"},
    ],
)
def test_a_broken_form_is_answered_with_the_form(english, cast, sent):
    english.force_login(cast.secretary)
    page = english.post(NEW, sent)
    assert page.status_code == 200
    assert "Filing form" in text_of(page)
    assert not Project.objects.exists()


@pytest.mark.both
def test_a_null_character_in_a_task_does_no_harm(english, cast):
    english.force_login(cast.lead)
    member = str(cast.lead.member_id)
    page = english.get(NEW)
    place = next(n for n, v in read(page, "filing").items() if v == [member] and "member" in n)
    task = place.replace("member", "task")
    send(english, NEW, **answers(), team=[member], **{task: "\0主持"}, action="save")
    assert Project.objects.get().team.get().task == "主持"


# --- two people, two clicks, two logins -----------------------------------------------------------


def test_the_second_editor_loses_nothing(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.clerk)
    english.force_login(cast.clerk)
    mine = filled(english.get(edit_of(project)), "filing", goal="管理员的目标", action="save")
    english.force_login(cast.secretary)
    send(english, edit_of(project), goal="书记的目标", measures="书记的措施", action="save")
    english.force_login(cast.clerk)
    page = english.post(edit_of(project), mine)
    said = text_of(page)
    assert page.status_code == 409
    assert f"{cast.secretary.name} saved this form at 2019-03-04" in said
    assert "管理员的目标" in said and "书记的目标" in said and "书记的措施" in said
    assert read(page, "filing")["goal"] == ["管理员的目标"]
    project.refresh_from_db()
    assert project.goal == "书记的目标"
    again = english.post(edit_of(project), filled(page, "filing", action="save"), follow=True)
    assert "Draft saved." in text_of(again)
    project.refresh_from_db()
    assert project.goal == "管理员的目标"


def test_a_double_click_files_once(english, cast):
    english.force_login(cast.lead)
    team = [str(cast.lead.member_id)]
    form = filled(english.get(NEW), "filing", **answers(), team=team, action="submit")
    first, second = english.post(NEW, form), english.post(NEW, form)
    project = Project.objects.get()
    assert first.url == second.url == f"/projects/{project.pk}/"
    assert project.log.filter(kind="submit").count() == 1


def test_what_was_typed_survives_logout_and_login(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.lead)
    page = english.get(edit_of(project))
    typed = filled(page, "filing", goal="写到一半", **{"milestone-0-title": "半个节点"})
    answer = english.post(f"/forms/drafts/filing/{project.pk}/", typed)
    assert answer.json() == {"saved_at": "09:00"}
    english.post("/accounts/logout/")
    english.force_login(cast.lead)
    page = english.get(edit_of(project))
    assert "What you typed until 2019-03-04 09:00 and did not save" in text_of(page)
    assert read(page, "filing")["goal"] == ["写到一半"]
    assert read(page, "filing")["milestone-0-title"] == ["半个节点"]
    project.refresh_from_db()
    assert project.goal == "八道危险工序全部实现人机隔离。"
    fresh = english.get(f"{edit_of(project)}?fresh=1")
    assert read(fresh, "filing")["goal"] == ["八道危险工序全部实现人机隔离。"]
    english.post(edit_of(project), filled(page, "filing", action="save"))
    project.refresh_from_db()
    assert project.goal == "写到一半"
    assert not FormDraft.objects.exists()


def test_a_restored_draft_that_is_out_of_date_meets_the_second_editor(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead, by=cast.clerk)
    english.force_login(cast.clerk)
    typed = filled(english.get(edit_of(project)), "filing", goal="旧稿")
    english.post(f"/forms/drafts/filing/{project.pk}/", typed)
    english.force_login(cast.secretary)
    send(english, edit_of(project), goal="新稿", action="save")
    english.force_login(cast.clerk)
    page = english.get(edit_of(project))
    answer = english.post(edit_of(project), filled(page, "filing", action="save"))
    assert answer.status_code == 409


# --- copying --------------------------------------------------------------------------------------


def test_last_years_project_is_the_start_of_this_years(english, cast):
    source = project_at("initial_review", cast.branch, cast.year, lead=cast.lead)
    later = make_year(cast.committee, 2020)
    english.force_login(cast.lead)
    url = f"{NEW}?copy={source.pk}"
    fields = read(english.get(url), "filing")
    assert fields["name"] == [source.name]
    assert fields["category"] == ["rnd_production"]
    assert fields["milestone-0-title"] == ["完成方案论证"]
    assert fields["milestone-0-pk"] == [""]
    assert fields["finish_on"] == [""], "a new year asks for its own day"
    assert "declaration_secrets" not in fields, "the answers are given anew"
    send(english, url, action="save")
    copy = Project.objects.get(copied_from=source)
    assert copy.year == later
    assert copy.category.year == later
    assert source.milestones.count() == copy.milestones.count() == 2


def test_a_foreign_project_is_not_copied(english, cast):
    source = project_at("initial_review", cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.neighbour)
    assert english.get(f"{NEW}?copy={source.pk}").status_code == 404


# --- strangers and files --------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "edit/", "discard/", "files/", "files/1/", "files/1/remove/"])
def test_a_foreign_project_and_a_missing_one_look_alike(english, cast, page):
    project = project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.neighbour)
    foreign = english.get(f"/projects/{project.pk}/{page}")
    missing = english.get(f"/projects/{project.pk + 999}/{page}")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_a_draft_is_seen_by_its_branch_alone(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    for user, status in ((cast.secretary, 200), (cast.staff, 404), (cast.reader, 404)):
        english.force_login(user)
        assert english.get(f"/projects/{project.pk}/").status_code == status


def test_files_come_in_with_the_form_and_leave_as_attachments(english, cast):
    english.force_login(cast.lead)
    upload = SimpleUploadedFile("测试报告.pdf", PDF)
    send(english, NEW, **answers(), attachments=[upload], action="save")
    project = Project.objects.get()
    row = project.attachments.get()
    page = english.get(edit_of(project))
    assert "测试报告.pdf" in text_of(page)
    answer = english.get(f"/projects/{project.pk}/files/{row.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    english.post(f"/projects/{project.pk}/files/{row.pk}/remove/")
    assert not project.attachments.exists()


def test_a_disguised_file_is_refused_beside_its_field(english, cast):
    english.force_login(cast.lead)
    upload = SimpleUploadedFile("报告.pdf", HTML)
    page = send(english, NEW, **answers(), attachments=[upload], action="save")
    assert "The content of the file is not what its name says" in text_of(page)
    assert not Project.objects.exists()


def test_a_file_is_added_and_a_draft_deleted_on_pages_of_their_own(english, cast):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.lead)
    upload = SimpleUploadedFile("扫描件.pdf", PDF)
    page = english.post(
        f"/projects/{project.pk}/files/", {"kind": "material", "file": upload}, follow=True
    )
    assert "扫描件.pdf" in text_of(page)
    assert "deleted for good" in text_of(english.get(f"/projects/{project.pk}/discard/"))
    english.post(f"/projects/{project.pk}/discard/")
    assert not Project.objects.exists()


def test_a_filed_project_has_no_form(english, cast):
    project = project_at("submitted", cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.lead)
    page = english.get(edit_of(project))
    assert page.status_code == 409
    assert "changed only after it was returned" in text_of(page)


def test_why_it_came_back_stands_above_the_form(english, cast):
    project = project_at("returned", cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.lead)
    said = text_of(english.get(edit_of(project)))
    assert "Returned for revision: Incomplete" in said
    assert "请按意见修改。" in said


# --- how much is asked of the database ------------------------------------------------------------


def test_the_form_asks_little_however_long_the_roster(english, cast, django_assert_num_queries):
    project = draft(cast.branch, cast.year, lead=cast.lead)
    english.force_login(cast.secretary)
    english.get(edit_of(project))
    with django_assert_num_queries(7):
        short = english.get(edit_of(project))
    for _ in range(40):
        org.make_member(cast.branch)
    english.get(edit_of(project))
    with django_assert_num_queries(7):
        page = english.get(edit_of(project))
    assert text_of(page).count("picker-item") == text_of(short).count("picker-item") + 40
    english.get(NEW)
    with django_assert_num_queries(7):
        english.get(NEW)


def test_a_general_branchs_form_stays_within_the_budget(
    english, cast, django_assert_max_num_queries
):
    home = org.make_member(cast.branch)
    secretary = org.make_user(Role.BRANCH_SECRETARY, cast.general, member=home)
    project = project_at("returned", cast.general, cast.year, lead=secretary)
    english.force_login(secretary)
    english.get(edit_of(project))
    with django_assert_max_num_queries(8):
        page = english.get(edit_of(project))
    assert read(page, "filing")["carried_by"] == [str(cast.branch.pk)]
