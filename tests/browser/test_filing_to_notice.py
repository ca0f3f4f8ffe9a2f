"""From a blank form to an approved number, in the browser, over real web, worker and beat."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from innovation.core import clock
from tests.browser.person import Person
from tests.support.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

NAME = "包装线换型时间压缩"
AFTER_THE_PERIOD = 16  # days; five working days, whatever holidays lie between


def fill_in(person: Person, name: str) -> None:
    """The one page, essential part only."""
    person.field("name").fill(name)
    person.field("category").select_option("lean_management")
    person.page.locator("[name=team]").nth(0).check()
    person.page.locator("[name=team]").nth(1).check()
    for field, words in {
        "problem": "换型一次平均 46 分钟,旺季每天停线两小时。",
        "goal": "年底前换型时间降到 20 分钟以内。",
        "indicator_name": "平均换型时间",
        "indicator_unit": "分钟",
        "indicator_baseline": "46",
        "indicator_target": "20",
        "measures": "内外换型分离;工装快换;标准作业培训。",
        "public_summary": "压缩包装线换型时间,减少停线损失。",
    }.items():
        person.field(field).fill(words)
    person.field("finish_on").fill((clock.today() + timedelta(days=60)).isoformat())
    person.page.locator("[name=expected_outcomes]").nth(1).check()
    for answer in person.page.locator("[name^=declaration_][value=no]").all():
        answer.check()


def name_the_meeting(person: Person) -> None:
    person.field("meeting_kind").select_option("branch_committee")
    person.field("meeting_on").fill(clock.today().isoformat())


def submit(person: Person) -> None:
    person.page.locator("button[name=action][value=submit]").click()
    person.page.wait_for_url(re.compile(r"/projects/\d+/$"))


def open_todo(person: Person, name: str) -> None:
    """One click from the to-do to the thing."""
    person.go("/workbench/")
    todo = person.page.get_by_role("link", name=name).first
    if not todo.is_visible():
        for group in person.page.locator(".todo-more a").all():
            group.click()
            if person.page.get_by_role("link", name=name).count():
                break
            person.page.go_back()
    person.page.get_by_role("link", name=name).first.click()


def send(person: Person) -> None:
    person.page.locator("form.reason .btn-primary").click()


def review_and_decide(committee: Person, screens: Path, name: str) -> None:
    open_todo(committee, name)
    for tick in committee.page.locator("[name=ticks]").all():
        tick.check()
    committee.picture(screens, "committee-initial-review")
    send(committee)
    committee.go("/projects/batch/")
    committee.page.get_by_role("checkbox", name=name).check()
    committee.page.locator("button[name=decision][value=approve]").click()
    committee.field("meeting_number").fill("党委会〔2026〕15号")
    committee.field("meeting_on").fill(clock.today().isoformat())
    committee.picture(screens, "committee-batch")
    committee.page.locator("form[action*='/apply/'] button.btn-primary").click()
    committee.sees("党委会〔2026〕15号")


def clear_notice(secrecy: Person, screens: Path, name: str) -> None:
    """The worker has made the notice by then; the page is asked until it is there."""
    link = secrecy.page.get_by_role("link", name=name)
    for _ in range(60):
        secrecy.go("/publications/?state=draft")
        for notice in secrecy.page.locator("th.cell-title a").all():
            notice.click()
            if link.count():
                break
            secrecy.page.go_back()
        if link.count():
            break
        secrecy.page.wait_for_timeout(500)
    secrecy.picture(screens, "secrecy-notice")
    link.first.click()
    secrecy.picture(screens, "secrecy-text")
    notice = secrecy.page.locator("nav li a[href*='/publications/']").last.get_attribute("href")
    assert notice
    while True:
        secrecy.go(notice)
        waiting = secrecy.page.locator("a[href$='/pass/']")
        if waiting.count():
            waiting.first.click()
            secrecy.page.locator("form .btn-primary").last.click()
            continue
        texts = secrecy.page.locator("td.cell-action a").filter(has_text="审查")
        if not texts.count():
            break
        texts.first.click()
        secrecy.page.locator("form[action$='/pass/'] button").click()
    secrecy.go(notice)


def publish(committee: Person, screens: Path) -> None:
    committee.go("/publications/?state=reviewed")
    for box in committee.page.locator("[name=notice]").all():
        box.check()
    committee.page.locator(".batch-bar .btn-primary").click()
    committee.picture(screens, "committee-publish")
    committee.page.locator("form[method=post] .btn-primary").last.click()
    committee.page.wait_for_load_state()


def test_a_secretary_files_and_everybody_reads_it_until_it_is_approved(
    browser: Browser, installed: Installation, screens: Path
) -> None:
    with Person(browser, installed, "secretary") as secretary:
        secretary.picture(screens, "secretary-workbench")
        secretary.go("/projects/")
        secretary.picture(screens, "secretary-projects")
        secretary.go("/projects/new/")
        secretary.picture(screens, "secretary-blank-form")
        fill_in(secretary, NAME)
        name_the_meeting(secretary)
        expect(secretary.page.locator(".missing li")).to_have_count(0)
        secretary.picture(screens, "secretary-filled-form")
        submit(secretary)
        secretary.sees("工作部初审")
        project = secretary.page.url.removeprefix(installed.url)
        secretary.picture(screens, "secretary-filed")

    with Person(browser, installed, "committee") as committee:
        committee.picture(screens, "committee-workbench")
        review_and_decide(committee, screens, NAME)
    with Person(browser, installed, "secrecy") as secrecy:
        clear_notice(secrecy, screens, NAME)
    with Person(browser, installed, "committee") as committee:
        publish(committee, screens)

    with Person(browser, installed) as employee:
        employee.go("/")
        employee.picture(screens, "employee-home")
        employee.field("q").fill("换型时间")
        employee.field("q").press("Enter")
        employee.sees(NAME)
        employee.sees("公示中")
        employee.picture(screens, "employee-found")
        assert employee.context.cookies() == []

    installed.stop()
    installed.start(days_ahead=AFTER_THE_PERIOD)
    with Person(browser, installed, "secretary") as secretary:
        secretary.go(project)
        for _ in range(60):
            if "实施中" in (secretary.page.locator(".page-lead").text_content() or ""):
                break
            secretary.page.wait_for_timeout(500)
            secretary.page.reload()
        secretary.picture(screens, "secretary-approved")
        number = secretary.page.locator(".page-lead .num-code").text_content()
        assert number and "-JY-101-" in number
    with Person(browser, installed) as employee:
        employee.go(f"/notices/?q={NAME}")
        employee.sees("已结束")


def test_a_lead_files_through_the_branch_and_the_general_branch(
    browser: Browser, installed: Installation, screens: Path
) -> None:
    name = "机加单元刀具寿命管理"
    with Person(browser, installed, "lead") as lead:
        lead.go("/projects/new/")
        fill_in(lead, name)
        lead.picture(screens, "lead-filled-form")
        submit(lead)
    with Person(browser, installed, "secretary3") as secretary:
        open_todo(secretary, name)
        secretary.field("confirms").check()
        secretary.picture(screens, "secretary-branch-review")
        send(secretary)
    with Person(browser, installed, "general") as general:
        general.picture(screens, "general-workbench")
        open_todo(general, name)
        general.picture(screens, "general-review")
        send(general)
    with Person(browser, installed, "lead") as lead:
        lead.go("/projects/")
        lead.page.get_by_role("link", name=name).first.click()
        lead.sees("工作部初审")
        lead.picture(screens, "lead-where-it-is")
