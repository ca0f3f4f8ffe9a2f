"""What the components promise: accessible, no sideways scrolling, and helpful where scripts run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser.styleguide.serving import served

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "vendor" / "axe-core" / "axe.min.js"
# The walk over every address looks at the real pages; here stand the pieces in their rarer states.
PAGES = [
    "/projects/?year=2019&category=lean&page=3&sort=-number",
    "/projects/1/",
    "/projects/new/?errors=1",
    "/pieces/",
    "/batch/",
    "/errors/404/",
]


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    with served() as address:
        yield address


def opened(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_every_piece_is_accessible_and_fits(
    browser: Browser, guide: str, path: str, width: int
) -> None:
    page, complaints = opened(browser, guide + path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + v.nodes[0].html))")
    assert found == []
    assert complaints == []
    page.close()


def test_a_reason_opens_as_dialog_and_gives_the_focus_back(page: Page, guide: str) -> None:
    page.goto(f"{guide}/projects/1/")
    page.get_by_role("link", name="退回修改").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("退回原因")).to_be_focused()
    assert page.url.endswith("/projects/1/")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="退回修改")).to_be_focused()


def test_what_is_missing_follows_the_form(page: Page, guide: str) -> None:
    page.goto(f"{guide}/projects/new/")
    missing = page.locator("[data-missing-list]")
    expect(missing).to_contain_text("项目名称")
    page.get_by_label("项目名称").fill("设备TPM管理改善")
    expect(missing).not_to_contain_text("项目名称")
    expect(missing).not_to_contain_text("申报主题")
    page.get_by_label("重点项目").check()
    missing.get_by_text("申报主题").click()
    expect(page.get_by_label("申报主题")).to_be_focused()


def test_a_draft_that_cannot_be_sent_is_kept_and_offered(page: Page, guide: str) -> None:
    page.goto(f"{guide}/projects/new/")
    page.route("**/projects/new/", lambda route: route.abort())
    page.get_by_label("项目名称").fill("断网时填写的名称")
    page.get_by_label("项目名称").blur()
    expect(page.locator("[data-autosave]")).to_have_attribute("data-state", "failed")
    page.unroute("**/projects/new/")
    page.reload()
    page.locator("[data-autosave] button").first.click()
    expect(page.get_by_label("项目名称")).to_have_value("断网时填写的名称")


def test_a_draft_is_saved_with_the_time_the_server_says(page: Page, guide: str) -> None:
    page.goto(f"{guide}/projects/new/")
    bodies: list[str | None] = []

    def answer(route: Route) -> None:
        bodies.append(route.request.post_data)
        route.fulfill(json={"saved_at": "10:47"})

    page.route("**/projects/new/", answer)
    page.get_by_label("项目名称").fill("自动保存")
    page.get_by_label("项目名称").blur()
    expect(page.locator("[data-autosave]")).to_contain_text("10:47")
    assert "title=%E8%87%AA%E5%8A%A8" in (bodies[0] or "")
    assert page.evaluate("localStorage.length") == 0


def test_a_form_is_sent_once(page: Page, guide: str) -> None:
    page.goto(f"{guide}/batch/")
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    page.route("**/batch/", lambda route: None)  # the answer never comes
    page.get_by_role("button", name="同意立项").dblclick(no_wait_after=True)
    page.wait_for_timeout(300)
    assert len(posts) == 1


def test_people_are_found_by_typing_and_counted(page: Page, guide: str) -> None:
    page.goto(f"{guide}/projects/new/")
    page.locator("[data-picker-search]").fill("王海")
    expect(page.get_by_text("刘洋")).to_be_hidden()
    page.get_by_text("王海涛").click()
    expect(page.locator("[data-picker-count]")).to_contain_text("4")


def test_rows_are_added_and_taken_out(page: Page, guide: str) -> None:
    page.goto(f"{guide}/projects/new/")
    page.get_by_role("button", name="添加节点").click()
    expect(page.get_by_label("节点名称")).to_have_count(3)
    expect(page.locator("#id_milestones-2-name")).to_be_focused()
    assert page.locator("[name=milestones-TOTAL_FORMS]").input_value() == "3"
    page.locator("[data-row-remove]").first.click()
    expect(page.locator("#id_milestones-0-name")).to_be_hidden()


def test_ticks_are_counted(page: Page, guide: str) -> None:
    page.goto(f"{guide}/batch/")
    page.get_by_label("全选").check()
    expect(page.get_by_text("已选 8 项")).to_be_visible()


def test_the_menu_works_without_scripts(browser: Browser, guide: str) -> None:
    narrow: ViewportSize = {"width": 360, "height": 700}
    context = browser.new_context(java_script_enabled=False, viewport=narrow)
    page = context.new_page()
    page.goto(f"{guide}/projects/")
    page.locator(".menu-narrow > summary").click()
    page.get_by_role("link", name="立项审定").click()
    assert page.url.endswith("/batch/")
    context.close()
