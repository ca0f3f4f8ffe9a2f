"""立项申报书: one page. A draft may lack everything but its name; `rules.missing` guards filing."""

import json
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innovation.core import drafts, files
from innovation.core.forms_layout import LaidOutForm
from innovation.core.money_text import MoneyFormField
from innovation.core.token_forms import TokenFormMixin
from innovation.org.models import Member
from projects import rules
from projects.enums import DeclarationQuestion, DisclosureScope, MeetingKind, Origin, ReasonKind
from projects.forms.desk import Desk
from projects.forms.fields import DayField, FilesField
from projects.forms.layout import FOLDED, filing_layout
from projects.forms.rows import MilestoneRows, OutsiderRows
from projects.forms.typed import places_typed

NAME = "filing"
YES_NO = [("no", pgettext_lazy("declaration", "No")), ("yes", pgettext_lazy("declaration", "Yes"))]
NOTHING = ("", "—")


def text(label: Any, most: int, *, rows: int = 0, help_text: Any = "", **attrs: Any) -> Any:
    widget: Any = forms.Textarea({"rows": rows, **attrs}) if rows else forms.TextInput(attrs)
    return forms.CharField(
        label=label, max_length=most, required=False, widget=widget, help_text=help_text
    )


def choice(label: Any, help_text: Any = "", **further: Any) -> Any:
    """Its choices are the year's: the form fills them in."""
    return forms.ChoiceField(label=label, required=False, help_text=help_text, **further)


class FilingForm(TokenFormMixin, LaidOutForm, forms.Form):
    name = forms.CharField(
        label=_("Project name"),
        max_length=60,
        help_text=_("Say what is done and what it leads to; at most 60 characters."),
    )
    category = choice(_("Category"))
    level = choice(_("Level"), _("A key project also fills in the part folded below."))
    lead = choice(_("Project lead"), _("A member who answers for the project."))
    carried_by = choice(
        _("Branch covered"), _("The project counts as this branch's filing of the year.")
    )
    from_paper = forms.BooleanField(
        label=_("Entered from a signed paper"),
        required=False,
        help_text=_("Attach the scan of the signed paper below."),
    )
    team = forms.MultipleChoiceField(label=_("Team"), required=False)
    problem = text(
        _("Present problem"), 2000, rows=3, help_text=_("What is wrong today, with figures.")
    )
    goal = text(_("Goal"), 2000, rows=2, help_text=_("What will be reached when the project ends."))
    indicator_name = text(_("Indicator"), 60, help_text=_("One that can be measured."))
    indicator_unit = text(_("Unit of measure"), 20)
    indicator_baseline = text(_("Baseline"), 40)
    indicator_target = text(_("Target"), 40)
    measures = text(_("Measures"), 4000, rows=4, help_text=_("The main steps, one line each."))
    finish_on = DayField(label=_("Finish date"), required=False)
    expected_outcomes = forms.MultipleChoiceField(
        label=_("Expected outcome forms"), required=False, widget=forms.CheckboxSelectMultiple
    )
    public_summary = text(
        _("Public summary"),
        400,
        rows=3,
        help_text=_(
            "The only free text that a notice may carry: everybody in the company can read it."
            " At most 400 characters."
        ),
    )
    scope = choice(_("Disclosure scope"))
    scope_reason = choice(_("Reason for no disclosure"))
    meeting_kind = choice(_("Meeting that decided to file"))
    meeting_on = DayField(label=_("Date of the meeting"), required=False)
    theme = choice(_("Theme"))
    coverage_field = choice(_("Coverage field"), _("Left empty, it follows from the category."))
    origin = choice(_("Origin"))
    savings_target = MoneyFormField(
        label=_("Expected savings (yuan)"),
        required=False,
        help_text=_("Write 0 where there are none."),
    )
    savings_formula = text(_("Formula of the savings"), 1000, rows=2)
    savings_source = text(_("Data source"), 200)
    budget = MoneyFormField(label=_("Budget (yuan)"), required=False)
    risks = text(_("Risks"), 1000, rows=2)
    attachments = FilesField(label=_("Attachments"), required=False)
    scan = files.UploadField(label=_("Scan of the signed paper"), required=False)
    attachments.widget.attrs["class"] = scan.widget.attrs["class"] = "form-control"

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        self.desk = desk
        self.restored_at = ""  # when it was typed, where it comes back from a draft
        version = desk.project.version if desk.project.pk else 0
        super().__init__(*args, base_version=version, **kwargs)
        self.milestones = self._rows(MilestoneRows, "milestone")
        self.outsiders = self._rows(OutsiderRows, "outsider")
        self._add_declaration()
        self._offer_choices()
        self._leave_out()

    def _rows(self, kind: Any, prefix: str) -> Any:
        data = self.data if self.is_bound else None
        return kind(data, initial=self.initial.get(f"{prefix}s", []), prefix=prefix)

    def _add_declaration(self) -> None:
        for question in DeclarationQuestion:
            self.fields[f"declaration_{question.value}"] = forms.ChoiceField(
                label=question.label,
                required=False,
                choices=YES_NO,
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )

    def _offer_choices(self) -> None:
        known, chosen = self.desk.known, self.desk.project
        for name in ("category", "level", "theme", "coverage_field"):
            rows = known.open(name, keep=getattr(chosen, f"{name}_id"))
            self._offer(name, [NOTHING, *((row.code, row.label) for row in rows)])
        self._offer("expected_outcomes", [(r.code, r.label) for r in known.open("outcome_form")])
        people = [(str(c.pk), f"{c.name} {c.staff_number}") for c in self.desk.candidates]
        self._offer("lead", [NOTHING, *people])
        self._offer("team", people)
        self._offer("carried_by", [NOTHING, *((str(b.pk), b.name) for b in self.desk.branches)])
        self._offer("origin", Origin.choices)
        self._offer("scope", DisclosureScope.choices)
        reasons = known.reasons(ReasonKind.NOT_DISCLOSED)
        self._offer("scope_reason", [NOTHING, *((row.code, row.label) for row in reasons)])
        self._offer("meeting_kind", [NOTHING, *MeetingKind.choices])

    def _offer(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)

    def _leave_out(self) -> None:
        """What this person or this organisation has no use for."""
        desk = self.desk
        if not desk.names_others:
            for name in ("lead", "from_paper", "scan", "meeting_kind", "meeting_on"):
                del self.fields[name]
        elif desk.from_paper_only:
            del self.fields["from_paper"]
        if not desk.branches:
            del self.fields["carried_by"]

    def layout(self) -> list[Any]:
        return filing_layout(self)

    @property
    def opens_fold(self) -> bool:
        """The level asks for the folded part, or something stands in it."""
        level = self.desk.known.by_code("level", self["level"].value() or "")
        if level and level.required_fields:
            return True
        if any(form.errors or form.initial for form in self.milestones.forms):
            return True
        usual = {"origin": Origin.SELF_CHOSEN}
        values = {name: self[name].value() for name in FOLDED}
        return any(value and value != usual.get(name) for name, value in values.items()) or any(
            name in self.errors for name in FOLDED
        )

    @property
    def required_json(self) -> str:
        """The names that must be filled at any level, for the list that follows while typing."""
        names = [name for name in rules.ALWAYS_REQUIRED if name in self.fields]
        names += [f"declaration_{question.value}" for question in DeclarationQuestion]
        names += ["carried_by"] if "carried_by" in self.fields else []
        if self.desk.passes_branch and "meeting_kind" in self.fields:
            names += ["meeting_kind", "meeting_on"]
        return json.dumps(names)

    @property
    def required_by_level_json(self) -> str:
        """What a level asks besides; the coverage field follows from the category by itself."""
        levels = self.desk.known.open("level")
        asked = {row.code: [*row.required_fields] for row in levels}
        return json.dumps(
            {
                code: [name for name in names if name != "coverage_field"]
                for code, names in asked.items()
            }
        )

    @property
    def places(self) -> list[dict[str, Any]]:
        """The roster as rows with task and co-lead; who is ticked stands first."""
        ticked = set(map(str, self["team"].value() or []))
        more = places_typed(self) if self.is_bound else self.initial.get("places", {})
        rows = [
            {"candidate": candidate, "checked": str(candidate.pk) in ticked}
            | more.get(candidate.pk, {"task": "", "is_co_lead": False})
            for candidate in self.desk.candidates
        ]
        return sorted(rows, key=lambda row: not row["checked"])

    @property
    def questions(self) -> list[Any]:
        return [self[f"declaration_{question.value}"] for question in DeclarationQuestion]

    def is_valid(self) -> bool:
        """All parts are looked at, so that every error is told at once."""
        parts = [super().is_valid(), self.milestones.is_valid(), self.outsiders.is_valid()]
        return all(parts) and self._resolve_outsiders()

    def quiet(self) -> "FilingForm":
        """Show what was typed without judging it: a draft is unfinished by nature."""
        self._errors = ErrorDict()
        for rows in (self.milestones, self.outsiders):
            rows._errors, rows._non_form_errors = [], ErrorList()
            for form in rows.forms:
                form._errors = ErrorDict()
        return self

    def mark(self, errors: dict[str, Any]) -> None:
        """Put a sentence beside each of these fields of a form that was not sent."""
        self._errors = ErrorDict()
        for name, sentence in errors.items():
            self._errors[name] = self.error_class([sentence])

    def take_version(self, version: int) -> None:
        """From here on it is meant to replace that version."""
        data: Any = self.data
        self.data = data.copy()
        self.data["base_version"] = str(version)  # type: ignore[index]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("scope") != DisclosureScope.NONE:
            values["scope_reason"] = ""
        return values

    def _resolve_outsiders(self) -> bool:
        """A staff number names a member of another branch; the name must be that member's."""
        rows = [row for row in self.outsiders.forms if row.cleaned_data.get("staff_number")]
        numbers = [row.cleaned_data["staff_number"] for row in rows]
        members = Member.objects.filter(
            committee=self.desk.year.committee_id, staff_number__in=numbers
        )
        found = {member.staff_number: member for member in members} if numbers else {}
        for row in rows:
            member = found.get(row.cleaned_data["staff_number"])
            if member is None or member.name != row.cleaned_data["name"]:
                row.add_error("staff_number", _("No member with this name and staff number."))
            row.member_id = member.pk if member else None
        return all(row.is_valid() for row in rows)


FILES = {"attachments", "scan"}
ANSWERS = {f"declaration_{question.value}" for question in DeclarationQuestion}
drafts.register(
    NAME,
    {*FilingForm.base_fields, *ANSWERS} - FILES - {"form_token"},
    rows=("milestone", "outsider", "place"),
)
