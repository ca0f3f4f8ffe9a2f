"""Calendar periods of the local calendar (Asia/Shanghai) as values that compare and hash."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innovation.core import clock

_QUARTER_LABELS = {
    1: _("First quarter of %(year)s"),
    2: _("Second quarter of %(year)s"),
    3: _("Third quarter of %(year)s"),
    4: _("Fourth quarter of %(year)s"),
}


def local_day(when: date | datetime) -> date:
    """The local calendar day of an aware moment; a bare day is one already."""
    return clock.local(when).date() if isinstance(when, datetime) else when


class Period:
    """From `start` to `end`, both days included."""

    start: date
    end: date

    def __contains__(self, when: date | datetime) -> bool:
        return self.start <= local_day(when) <= self.end

    @property
    def begins_at(self) -> datetime:
        """Its first moment, aware; a query takes `>= begins_at` and `< ends_at`."""
        return clock.at(self.start, hour=0)

    @property
    def ends_at(self) -> datetime:
        """The midnight at which it is over."""
        return clock.at(self.end + timedelta(days=1), hour=0)


@dataclass(frozen=True, order=True)
class Year(Period):
    number: int

    @classmethod
    def of(cls, when: date | datetime) -> "Year":
        return cls(local_day(when).year)

    @property
    def start(self) -> date:  # type: ignore[override]
        return date(self.number, 1, 1)

    @property
    def end(self) -> date:  # type: ignore[override]
        return date(self.number, 12, 31)

    @property
    def quarters(self) -> list["Quarter"]:
        return [Quarter(self.number, number) for number in (1, 2, 3, 4)]

    def next(self) -> "Year":
        return Year(self.number + 1)

    def previous(self) -> "Year":
        return Year(self.number - 1)

    @property
    def label(self) -> str | Promise:
        return pgettext_lazy("calendar year", "%(year)s") % {"year": self.number}

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True, order=True)
class Quarter(Period):
    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"there is no quarter {self.number}")

    @classmethod
    def of(cls, when: date | datetime) -> "Quarter":
        day = local_day(when)
        return cls(day.year, (day.month + 2) // 3)

    @property
    def start(self) -> date:  # type: ignore[override]
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:  # type: ignore[override]
        return self.next().start - timedelta(days=1)

    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def previous(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def label(self) -> str | Promise:
        return _QUARTER_LABELS[self.number] % {"year": self.year}

    def __str__(self) -> str:
        """Stable, for codes and keys: 2026Q4."""
        return f"{self.year}Q{self.number}"
