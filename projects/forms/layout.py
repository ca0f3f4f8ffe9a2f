"""How the filing form is laid out: what every filing needs is open, the rest folded below."""

from typing import Any

from crispy_forms.layout import Field
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from innovation.core.forms_layout import Fold, Include, Pair, Section

FOLDED = (
    "theme",
    "coverage_field",
    "origin",
    "savings_target",
    "budget",
    "savings_formula",
    "savings_source",
    "risks",
    "attachments",
)


def asked(name: str) -> Field:
    """A field that a filing cannot do without; a draft can."""
    return Field(name, wrapper_class="asked")


class LevelFold(Fold):
    """Open where the level asks for it, or where something stands in it."""

    def render(
        self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        words = {"anchor": self.anchor, "title": self.title, "hint": self.hint, "fields": inner}
        return render_to_string(self.template, words | {"open": form.opens_fold})


def filing_layout(form: Any) -> list[Any]:
    return [_basics(form), _team(), _content(), _publication(), _folded(), *_meeting(form)]


def _basics(form: Any) -> Section:
    who = [name for name in ("lead", "carried_by") if name in form.fields]
    paper = [Include("projects/_filing_paper.html")] if "scan" in form.fields else []
    return Section(
        "basics",
        _("Basics"),
        "name",
        Include("projects/_filing_similar.html"),
        Pair(asked("category"), asked("level")),
        Pair(*(asked(name) for name in who)),
        *paper,
    )


def _team() -> Section:
    return Section("team", _("Team"), Include("projects/_filing_team.html"))


def _content() -> Section:
    return Section(
        "content",
        _("Problem and goal"),
        asked("problem"),
        asked("goal"),
        Pair(asked("indicator_name"), "indicator_unit"),
        Pair(asked("indicator_baseline"), asked("indicator_target")),
        asked("measures"),
        Pair(asked("finish_on")),
        asked("expected_outcomes"),
    )


def _publication() -> Section:
    return Section(
        "publication",
        _("Publication and secrecy"),
        asked("public_summary"),
        Pair("scope", "scope_reason"),
        Include("projects/_filing_declaration.html"),
    )


def _folded() -> LevelFold:
    return LevelFold(
        "more",
        _("For key projects"),
        Pair("theme", "coverage_field"),
        Pair("origin"),
        Include("projects/_filing_milestones.html"),
        Pair("savings_target", "budget"),
        "savings_formula",
        "savings_source",
        "risks",
        Include("projects/_filing_files.html"),
        hint=_("theme, milestones, savings, budget, risks, attachments"),
    )


def _meeting(form: Any) -> list[Section]:
    if "meeting_kind" not in form.fields:
        return []
    kinds = [
        asked(name) if form.desk.passes_branch else name for name in ("meeting_kind", "meeting_on")
    ]
    hint = (
        _("Your filing passes the branch review; the meeting stands in its place.")
        if form.desk.passes_branch
        else _("May stay empty; the secretary names it when passing the filing on.")
    )
    return [Section("meeting", _("Decision to file"), Pair(*kinds), hint=hint)]
