"""A page of rows whose number was counted with them."""

from typing import Any

from django.core.paginator import Page, Paginator


class Counted(Paginator):
    """A paginator that was told how many rows there are."""

    def __init__(self, total: int, per_page: int) -> None:
        super().__init__([], per_page)
        self.total = total

    @property
    def count(self) -> int:
        return self.total


def page_with_count(rows: list[Any], number: int, total: int, per_page: int) -> Page[Any]:
    return Page(rows, number, Counted(total, per_page))
