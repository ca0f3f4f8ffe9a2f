"""From a valid filing form to what the action saves."""

from typing import Any

from projects.content import Content, Place, Step
from projects.enums import DeclarationQuestion, DisclosureScope, Origin
from projects.forms.rows import filled

PLAIN = (
    "name",
    "problem",
    "goal",
    "indicator_name",
    "indicator_unit",
    "indicator_baseline",
    "indicator_target",
    "measures",
    "finish_on",
    "public_summary",
    "savings_target",
    "savings_formula",
    "savings_source",
    "budget",
    "risks",
    "scope_reason",
)
CODED = ("category", "level", "theme", "coverage_field")


def content_of(form: Any) -> Content:
    return Content(
        fields=_fields(form),
        team=_team(form),
        milestones=_steps(form),
        outcome_forms=_outcome_forms(form),
        from_paper=bool(form.cleaned_data.get("from_paper")),
    )


def places_typed(form: Any) -> dict[int, dict[str, Any]]:
    """Task and co-lead by member id, ticked or not; the rows follow the roster's order."""
    places = {}
    for number in range(len(form.desk.candidates)):
        member = form.data.get(f"place-{number}-member", "")
        if member.isdecimal():
            places[int(member)] = {
                "task": _one_line(form.data.get(f"place-{number}-task", "")),
                "is_co_lead": bool(form.data.get(f"place-{number}-lead")),
            }
    return places


def _one_line(text: str) -> str:
    """As a form field would clean it: databases refuse the null character."""
    return text.replace("\0", "").strip()[:120]


def _fields(form: Any) -> dict[str, Any]:
    values, known = form.cleaned_data, form.desk.known
    fields: dict[str, Any] = {name: values[name] for name in PLAIN}
    for kind in CODED:
        row = known.by_code(kind, values[kind]) if values[kind] else None
        fields[f"{kind}_id"] = row.pk if row else None
    if fields["coverage_field_id"] is None and fields["category_id"]:
        category = known.get("category", fields["category_id"])
        fields["coverage_field_id"] = category.default_coverage_id
    fields["origin"] = values["origin"] or Origin.SELF_CHOSEN
    fields["scope"] = values["scope"] or DisclosureScope.COMPANY
    fields["declaration"] = _declaration(values)
    return fields | _by_whom(form)


def _declaration(values: dict[str, Any]) -> dict[str, bool]:
    """Only what was answered: an open question is no "no"."""
    answers = {q.value: values[f"declaration_{q.value}"] for q in DeclarationQuestion}
    return {name: answer == "yes" for name, answer in answers.items() if answer}


def _by_whom(form: Any) -> dict[str, Any]:
    values, fields = form.cleaned_data, {}
    if "lead" in form.fields:
        fields["lead_id"] = _id(values["lead"])
        fields["meeting_kind"] = values["meeting_kind"]
        fields["meeting_on"] = values["meeting_on"]
    elif not form.desk.project.pk:
        fields["lead_id"] = form.desk.user.member_id
    if "carried_by" in form.fields:
        fields["carried_by_id"] = _id(values["carried_by"])
    return fields


def _id(value: str) -> int | None:
    return int(value) if value else None


def _team(form: Any) -> list[Place]:
    typed = places_typed(form)
    blank = {"task": "", "is_co_lead": False}
    ticked = [int(pk) for pk in form.cleaned_data["team"]]
    places = [Place(member_id=pk, **typed.get(pk, blank)) for pk in ticked]
    places += [_outsider(row) for row in form.outsiders.forms if _counts(row.cleaned_data)]
    return list({place.key: place for place in reversed(places)}.values())[::-1]


def _counts(row: dict[str, Any]) -> bool:
    return bool(row.get("name") and not row.get("DELETE"))


def _outsider(row: Any) -> Place:
    """The form has looked the staff number up: a member of another branch, or nobody's."""
    member_id = getattr(row, "member_id", None)
    name = "" if member_id else row.cleaned_data["name"]
    return Place(member_id=member_id, outsider=name, task=row.cleaned_data["task"])


def _steps(form: Any) -> list[Step]:
    return [
        Step(row["title"], int(row["quarter"]), row["due"], row["owner"], row["pk"])
        for row in filled(form.milestones, "title")
    ]


def _outcome_forms(form: Any) -> list[int]:
    codes = form.cleaned_data["expected_outcomes"]
    return [row.pk for row in form.desk.known.rows["outcome_form"] if row.code in codes]
