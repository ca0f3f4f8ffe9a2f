"""Fields that read what people type: days in any usual writing, several files at once."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from innovation.core import files

FULL_WIDTH = str.maketrans("０１２３４５６７８９－．／", "0123456789-./")
DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")


def parse_day(text: str) -> date | None:
    """2026-11-30, 2026/11/30, 2026.11.30, 20261130 or 2026年11月30日; None when it is no day."""
    found = DAY.fullmatch(text.translate(FULL_WIDTH).strip())
    if not found:
        return None
    parts = [int(part) for part in found.groups() if part]
    try:
        return date(*parts)
    except ValueError:
        return None


class DayField(forms.CharField):
    """A day typed by hand; cleans to a date, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"placeholder": "2026-11-30", "autocomplete": "off", "inputmode": "numeric"}
        )
        super().__init__(**{"widget": widget, "max_length": 20, **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        day = parse_day(text)
        if day is None or not 2000 <= day.year <= 2100:
            raise forms.ValidationError(
                _("“%(text)s” is not a day; write it like 2026-11-30."), params={"text": text}
            )
        return day

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(files.UploadField):
    """Several uploads; cleans to a list, each looked into already."""

    def __init__(self, **kwargs: Any) -> None:
        widget = ManyFiles(attrs={"accept": files.ACCEPT, "multiple": True})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, (list, tuple)) else [data]
        one = super().clean
        return [one(upload, initial) for upload in uploads if upload]
