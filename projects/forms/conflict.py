"""Two versions of one filing, field by field, for whoever saved second."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from innovation.core.money_text import show
from projects.forms.initial import initial_of
from projects.models import Project

ROWS = {"milestones": ("title", "quarter", "due", "owner"), "outsiders": ("name", "task")}


def differences(form: Any, saved: Project) -> list[dict[str, Any]]:
    """Only what differs: label, mine, theirs."""
    theirs = initial_of(saved)
    rows = [_field(form, name, theirs.get(name, "")) for name in form.fields if _compared(name)]
    rows += [_rows(form, name, theirs[name]) for name in ROWS]
    return [row for row in rows if row["changed"]]


def _compared(name: str) -> bool:
    return name not in ("form_token", "base_version", "attachments", "scan", "from_paper")


def _field(form: Any, name: str, theirs: Any) -> dict[str, Any]:
    field = form.fields[name]
    mine, other = _words(field, form[name].value()), _words(field, theirs)
    follows = name == "coverage_field" and not mine  # from the category, when it is saved
    changed = mine != other and not follows
    return {"label": field.label, "mine": mine, "theirs": other, "changed": changed}


def _words(field: Any, value: Any) -> str:
    if hasattr(field, "choices"):
        chosen = value if isinstance(value, (list, tuple)) else [value]
        labels = {str(key): str(label) for key, label in field.choices}
        return "、".join(labels.get(str(v), str(v)) for v in chosen if v not in (None, ""))
    if isinstance(value, Decimal):
        return show(value)
    return "" if value is None else _same_line_ends(str(value))


def _same_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _rows(form: Any, name: str, theirs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    label = {"milestones": _("Milestones"), "outsiders": _("Further people")}[name]
    typed = [row.cleaned_data for row in getattr(form, name).forms if not _is_out(row)]
    mine, other = _lines(name, typed), _lines(name, theirs)
    return {"label": label, "mine": mine, "theirs": other, "changed": mine != other}


def _is_out(row: Any) -> bool:
    return not row.cleaned_data or row.cleaned_data.get("DELETE")


def _lines(name: str, rows: Iterable[dict[str, Any]]) -> str:
    return "；".join(
        " ".join(_cell(row.get(column)) for column in ROWS[name] if row.get(column)) for row in rows
    )


def _cell(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
