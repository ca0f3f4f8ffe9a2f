"""What the small pieces of a page say."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from innovation.core.templatetags import ui


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def rendered(source: str, address: str = "/", **context: Any) -> str:
    request = RequestFactory().get(address)
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_a_status_is_never_told_by_colour_alone() -> None:
    for tone in ui.TONE_ICONS:
        shown = rendered('{% pill "退回修改" tone %}', tone=tone)
        assert "退回修改" in shown
        assert f"#{ui.TONE_ICONS[tone]}" in shown


def test_what_a_person_wrote_is_escaped() -> None:
    for source in ("{% pill text %}", "{% crumb text %}", '{% icon "x" label=text %}'):
        assert "<b>" not in rendered(source, text="<b>")


@pytest.mark.parametrize(
    ("address", "state", "next_order"),
    [
        ("/?sort=title", "ascending", "sort=-title"),
        ("/?sort=-title", "descending", "sort=title"),
        ("/?sort=number", "", "sort=title"),
    ],
)
def test_a_column_says_its_order_and_turns_it(address: str, state: str, next_order: str) -> None:
    shown = rendered('{% sort_th "title" "名称" %}', address)
    assert (f'aria-sort="{state}"' in shown) is bool(state)
    assert f'href="?{next_order}"' in shown


def test_sorting_keeps_the_filters_and_goes_to_the_first_page() -> None:
    shown = rendered('{% sort_th "title" "名称" %}', "/?year=2019&page=4")
    assert "year=2019" in shown
    assert "page" not in shown


class Filters(forms.Form):
    q = forms.CharField(label="Search", required=False)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "all"), ("Group", [("a", "Alpha")])]
    )


def chips(address: str) -> list[dict[str, str]]:
    request = RequestFactory().get(address)
    context: Any = {"request": request}
    return ui.filter_chips(context, Filters(request.GET))


def test_each_active_filter_is_named_and_can_be_dropped_alone() -> None:
    found = chips("/?q=刀具&kind=a&page=3")
    assert [(chip["label"], chip["value"]) for chip in found] == [
        ("Search", "刀具"),
        ("Kind", "Alpha"),
    ]
    assert found[1]["url"] == "?q=%E5%88%80%E5%85%B7"


def test_a_value_nobody_offered_is_shown_as_it_came() -> None:
    assert chips("/?kind=zzz")[0]["value"] == "zzz"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2019, 3, 8), "2 days overdue"),
        (date(2019, 3, 9), "1 day overdue"),
        (date(2019, 3, 10), "Due today"),
        (date(2019, 3, 15), "Due in 5 days"),
    ],
)
def test_a_deadline_is_told_in_days(when: date, words: str) -> None:
    assert words in ui.due(when, date(2019, 3, 10))


def test_amounts_are_shown_in_ten_thousands_half_up() -> None:
    assert ui.wan(Decimal("12360000")) == "1,236.00"
    assert ui.wan(Decimal("50")) == "0.01"
    assert ui.wan(None) == ""


def test_only_pages_worth_a_link_are_offered() -> None:
    page = Paginator(range(5000), 25).page(100)
    assert ui.page_numbers(page) == [1, "…", 98, 99, 100, 101, 102, "…", 200]


def test_a_column_of_figures_is_set_right() -> None:
    assert 'class="cell-num"' in rendered('{% sort_th "savings" "节创" numeric=True %}')
