"""The rows of the filing form: milestones, and people who are not in the branch's roster."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.fields import DayField

QUARTERS = [
    ("", "—"),
    ("1", _("Q1")),
    ("2", _("Q2")),
    ("3", _("Q3")),
    ("4", _("Q4")),
]


class Small(forms.Form):
    """Its fields look like those of the form around it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = f"{kind} {kind}-sm"


class MilestoneForm(Small):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is reached"), max_length=120, required=False)
    quarter = forms.ChoiceField(label=_("Quarter"), choices=QUARTERS, required=False)
    due = DayField(label=_("By (day)"), required=False)
    owner = forms.CharField(label=_("Responsible"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("title") and not values.get("quarter"):
            self.add_error("quarter", _("Choose the quarter."))
        if not values.get("title") and (values.get("due") or values.get("owner")):
            self.add_error("title", _("Say what is reached."))
        return values


class OutsiderForm(Small):
    """Somebody from elsewhere: a member of another branch by staff number, or just a name."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    staff_number = forms.CharField(
        label=_("Staff number (Party members)"), max_length=30, required=False
    )
    task = forms.CharField(label=_("Task"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("name") and (values.get("staff_number") or values.get("task")):
            self.add_error("name", _("Write the name."))
        return values


MilestoneRows: Any = forms.formset_factory(MilestoneForm, extra=2, can_delete=True, max_num=40)
OutsiderRows: Any = forms.formset_factory(OutsiderForm, extra=1, can_delete=True, max_num=40)


def filled(rows: Any, name: str) -> list[dict[str, Any]]:
    """The cleaned values of the rows that say something and are not taken out."""
    values = (form.cleaned_data for form in rows.forms if hasattr(form, "cleaned_data"))
    return [row for row in values if row.get(name) and not row.get("DELETE")]
