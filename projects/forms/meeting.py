"""The forms of the page on which the committee decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.forms_layout import LaidOutForm
from innovation.core.token_forms import TokenFormMixin
from projects import reasons
from projects.actions.decision import Meeting
from projects.enums import Decision, ReasonKind
from projects.forms.review import day, offer_reasons, words
from projects.models import ProgrammeYear

ASKED = {Decision.RETURN: ReasonKind.RETURN, Decision.REJECT: ReasonKind.REJECT}


def ids_of(values: list[str]) -> list[int]:
    """Ticked project ids; what is no id is left out."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]


class WhyForm(LaidOutForm, forms.Form):
    """The reason and the words for those that are returned or rejected."""

    reason = forms.ChoiceField(label=_("Reason"))
    comment = words(_("In words"), required=True, most=500, help_text=_("The filer reads this."))

    def __init__(self, *args: Any, year: ProgrammeYear, decision: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_reasons(self, reasons.of_year(year, ASKED[Decision(decision)]))


class MeetingForm(LaidOutForm, TokenFormMixin, forms.Form):
    meeting_number = forms.CharField(
        label=_("Meeting number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "第4次党委会"}),
    )
    meeting_on = day(_("Date of the meeting"), required=True)
    marked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, needs_number: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting_on"].initial = clock.today
        if not needs_number:
            self.fields["meeting_number"].help_text = _(
                "May stay empty: these were decided by branches and are only taken on record."
            )

    def clean_marked(self) -> dict[int, str]:
        """`12:approve 15:reject` as it stood on the page."""
        found: dict[int, str] = {}
        for part in self.cleaned_data["marked"].split():
            pk, _colon, decision = part.partition(":")
            if decision in Decision.values:
                found |= dict.fromkeys(ids_of([pk]), decision)
        return found

    @property
    def meeting(self) -> Meeting:
        return Meeting(
            on=self.cleaned_data["meeting_on"], number=self.cleaned_data["meeting_number"].strip()
        )
