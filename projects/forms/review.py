"""What each step asks: the form's cleaned values are the action's arguments, name for name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from innovation.core.forms_layout import LaidOutForm
from innovation.core.token_forms import TokenFormMixin
from projects import reasons, rules
from projects.enums import InitialTick, MeetingKind, ReasonKind
from projects.models import Project

COMMENT = _("Comment")


def words(label: Any, *, required: bool = False, most: int = 1000, help_text: Any = "") -> Any:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, required=required, max_length=most, widget=widget, help_text=help_text
    )


def day(label: Any, *, required: bool = False) -> Any:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class StepForm(LaidOutForm, TokenFormMixin, forms.Form):
    """A step of the review on one project; reads what the step needs from its year."""

    def __init__(self, *args: Any, project: Project, user: Any, **kwargs: Any) -> None:
        self.project, self.user = project, user
        super().__init__(*args, base_version=project.version, **kwargs)
        self.prepare()
        self.order_fields([*self.shown(), "form_token", "base_version"])

    def prepare(self) -> None:
        """Choices that depend on the project."""

    def shown(self) -> list[str]:
        return [name for name in self.fields if name not in ("form_token", "base_version")]

    def arguments(self) -> dict[str, Any]:
        """For the action; the token stays with the view."""
        return {k: v for k, v in self.cleaned_data.items() if k != "form_token"}


class PassForm(StepForm):
    comment = words(COMMENT)


class BranchForm(PassForm):
    """Passing on, the secretary answers for the self-declaration and may name the meeting."""

    confirms = forms.BooleanField(label=_("I confirm the answers of the self-declaration"))
    meeting_kind = forms.ChoiceField(
        label=_("Meeting that decided to file"),
        required=False,
        choices=[("", "—"), *MeetingKind.choices],
    )
    meeting_on = day(_("Date of the meeting"))

    def shown(self) -> list[str]:
        return ["confirms", "meeting_kind", "meeting_on", "comment"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("meeting_kind")) != bool(values.get("meeting_on")):
            self.add_error("meeting_on", _("Name the kind and the date of the meeting together."))
        return values

    def arguments(self) -> dict[str, Any]:
        return {k: v for k, v in super().arguments().items() if k != "confirms"}


class InitialForm(PassForm):
    ticks = forms.MultipleChoiceField(
        label=_("Points of the initial review"),
        required=False,
        choices=InitialTick.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def shown(self) -> list[str]:
        return ["ticks", "comment"]


class OpinionForm(StepForm):
    agrees = forms.TypedChoiceField(
        label=_("Opinion"),
        choices=[("yes", _("Agree")), ("no", _("Disagree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = words(
        _("In words"),
        most=500,
        help_text=_("Needed where you disagree. It does not stop the filing."),
    )
    signature_id = forms.TypedChoiceField(label=_("Signed for"), coerce=int)

    def prepare(self) -> None:
        """One opinion is signed as a matter of course; who owes several says which."""
        owed = rules.opinions_open_to(self.project, self.user)
        field: Any = self.fields["signature_id"]
        field.choices = [(row.pk, f"{row.organization}") for row in owed]
        if len(owed) == 1:
            field.initial = owed[0].pk
            field.widget = forms.HiddenInput()

    def arguments(self) -> dict[str, Any]:
        """Another's opinion raises the version and is no reason to refuse this one."""
        return {k: v for k, v in super().arguments().items() if k != "base_version"}


class ReasonForm(StepForm):
    kind = ReasonKind.RETURN
    reason = forms.ChoiceField(label=_("Reason"))
    comment = words(_("In words"), required=True, help_text=_("The filer reads this."))

    def prepare(self) -> None:
        offer_reasons(self, reasons.of_year(self.project.year, self.kind))


class ReturnForm(ReasonForm):
    kind = ReasonKind.RETURN


class RejectForm(ReasonForm):
    kind = ReasonKind.REJECT


class WithdrawForm(ReasonForm):
    kind = ReasonKind.WITHDRAW
    comment = words(_("In words"), required=True)


def offer_reasons(form: forms.Form, rows: list[Any]) -> None:
    """The year's coded reasons; a year without any asks for words alone."""
    if not rows:
        del form.fields["reason"]
        return
    field: Any = form.fields["reason"]
    field.choices = [("", _("Choose a reason")), *((row.code, row.label) for row in rows)]
