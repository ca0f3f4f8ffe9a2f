"""A page's form as a browser would send it, its fields changed as a person would."""

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields: Fields = {}
        self.select, self.text_of = "", ""
        self.template = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "template":
            self.template += 1
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside or self.template or "disabled" in given:
            return
        name = given.get("name") or ""
        if tag == "input":
            self._input(name, given)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields[self.select] = [given.get("value") or ""]
        elif tag == "option" and self.select:
            self.fields.setdefault(self.select, [given.get("value") or ""])
        elif tag == "textarea":
            self.text_of = name
            self.fields[name] = [""]

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        if not name or kind in ("file", "submit", "button"):
            return
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        self.fields.setdefault(name, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.fields[self.text_of] = [self.fields[self.text_of][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.template -= 1
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            text, self.text_of = self.text_of, ""
            self.fields[text] = [self.fields[text][0].removeprefix("\n")]
        elif tag == "form":
            self.inside = False


def read(response: Any, form_id: str) -> Fields:
    """Name → values of the form's fields, as they stand on the page."""
    reader = _Reader(form_id)
    reader.feed(response.content.decode())
    assert reader.fields, f"the page has no form {form_id}"
    return reader.fields


def filled(response: Any, form_id: str, **changes: Any) -> dict[str, Any]:
    """For `client.post`; a change is a text, a list of values, or None to leave the field out."""
    fields: dict[str, Any] = read(response, form_id) | changes
    return {name: value for name, value in fields.items() if value is not None}
