"""Forms of publication: the filters of the lists, refusing, changing a text, withdrawing."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from innovation.core.forms_layout import LaidOutForm
from innovation.core.token_forms import TokenFormMixin
from projects import reasons
from projects.enums import NoticeKind, ReasonKind
from projects.forms.review import offer_reasons, words
from projects.models import NoticeItem, Project
from projects.queries.notices import Facets, Filters

ANY = ("", _("All"))
MOST_CHARACTERS = 60


def filters_from(query: QueryDict) -> Filters:
    """Each filter by its name alone; whatever else stands in the address is not looked at."""
    asked = {name: _cleaned(query.get(name, "")) for name in Filters.__dataclass_fields__}
    return Filters(**asked)


def _cleaned(value: str) -> str:
    return value.replace("\x00", "").strip()[:MOST_CHARACTERS]


def page_number(query: QueryDict) -> int:
    text = query.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else 1


class NoticeFilterForm(forms.Form):
    """Filters of a list of notices; the address is the form's only memory."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )
    organization = forms.ChoiceField(label=_("Unit"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *NoticeKind.choices])
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data: Any, facets: Facets) -> None:
        super().__init__(data)
        offered = {
            "organization": facets.organizations,
            "category": facets.categories,
            "year": facets.years,
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [ANY, *choices]
        for name in ("organization", "category", "kind", "year"):
            self.fields[name].widget.attrs["class"] = "form-select"


class ActForm(LaidOutForm, TokenFormMixin, forms.Form):
    """A question with a button: the hidden inputs alone."""

    def layout(self) -> list[Any]:
        return list(self.fields)


class RefuseForm(ActForm):
    reason = forms.ChoiceField(label=_("Reason"))
    note = words(
        _("What must be changed"), required=True, most=300, help_text=_("The secretary reads this.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, item: NoticeItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = item.content_hash
        rows = reasons.open_to(item.notice.year_id, ReasonKind.CONFIDENTIALITY)
        offer_reasons(self, list(rows))


class TextForm(ActForm):
    """The two texts of a project that stand on the notice."""

    name = forms.CharField(label=_("Project name"), max_length=60)
    summary = words(
        _("Public summary"),
        required=True,
        most=400,
        help_text=_("This is what employees read. Unclassified information only."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": project.name, "summary": project.public_summary})
        super().__init__(*args, base_version=project.version, **kwargs)


class WithdrawNoticeForm(ActForm):
    comment = words(_("Why it is withdrawn"), required=True, most=500)
