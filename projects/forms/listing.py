"""The filter bar of the project list; its values are the contract of the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects import configuration
from projects.queries.choices import Choices
from projects.queries.listing import NEWEST, SORTS, Filters
from projects.workflow import STATUSES

ALL_YEARS = "all"


class ListForm(forms.Form):
    """Bound to the address. What it does not know is left aside, never an error page."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    organization = forms.ChoiceField(label=_("Organisation"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"placeholder": _("Name, number or lead"), "type": "search"}),
    )

    def __init__(self, data: Any, *, choices: Choices, reader: str) -> None:
        super().__init__(data)
        self.choices = choices
        self.chosen_year = self._year()
        self._offer("year", [*_years(choices), (ALL_YEARS, _("All years"))])
        self.initial["year"] = str(self.chosen_year.year) if self.chosen_year else ALL_YEARS
        self._offer_organizations()
        rows = (
            configuration.of(self.chosen_year or choices.years[0]).rows["category"]
            if choices.years
            else []
        )
        self.categories = rows
        self._offer("category", [("", _("All")), *((row.code, row.label) for row in rows)])
        statuses = [(key, state.label_for(reader)) for key, state in STATUSES.items()]
        self._offer("status", [("", _("All")), *statuses])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _offer_organizations(self) -> None:
        """Too many to choose from: a name or code is typed instead."""
        rows = self.choices.organizations
        if rows:
            self._offer("organization", [("", _("All")), *((r.code, r.name) for r in rows)])
        else:
            self.fields["organization"] = forms.CharField(
                label=_("Organisation"), required=False, max_length=60
            )

    def _year(self) -> Any:
        wanted = self.data.get("year", "")
        if wanted == ALL_YEARS:
            return None
        return self.choices.year(wanted) or self.choices.latest_open()

    def filters(self) -> Filters:
        self.is_valid()
        values = self.cleaned_data
        typed = self.data.get("organization", "").replace("\0", "").strip()[:60]
        organization = self.choices.organization(typed)
        sort = self.data.get("sort", "")
        years = [self.chosen_year] if self.chosen_year else self.choices.years
        return Filters(
            years=[year.pk for year in years],
            organization=organization,
            organization_words="" if organization else typed,
            category=values.get("category", ""),
            status=values.get("status", ""),
            words=values.get("q", ""),
            sort=sort if sort.lstrip("-") in SORTS else NEWEST,
        )


def _years(choices: Choices) -> list[tuple[str, str]]:
    """A number stands once, also where several committees have a year of it."""
    return list({str(year.year): str(year.year) for year in choices.years}.items())
