"""Somebody at the browser: comes in, follows what is on the page, leaves pictures behind."""

from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.installation import Installation

PASSWORD = "demo-2019"


class Person:
    """One browser of its own, logged in as `username`, or nobody's when that is empty."""

    def __init__(self, browser: Browser, site: Installation, username: str = "") -> None:
        self.site, self.username = site, username
        self.context = browser.new_context(
            base_url=site.url, viewport={"width": 1280, "height": 800}, locale="zh-CN"
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._only_here)

    def __enter__(self) -> Self:
        if self.username:
            self.page.goto("/accounts/login/")
            self.page.fill("[name=username]", self.username)
            self.page.fill("[name=password]", PASSWORD)
            self.page.press("[name=password]", "Enter")
            self.page.wait_for_url("**/workbench/**")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()
        if error is None:
            assert self.errors == []

    def _only_here(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.site.url, "data:", "blob:")):
            self.errors.append(f"asked another host: {url}")

    def go(self, address: str) -> Page:
        self.page.goto(address)
        return self.page

    def press(self, name: str, *, role: str = "button") -> None:
        """A button or link by the words it bears."""
        self.page.get_by_role(role, name=name, exact=False).first.click()  # type: ignore[arg-type]

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name={name}]")

    def picture(self, folder: Path, name: str) -> None:
        """What the page looks like now, for the guides."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
