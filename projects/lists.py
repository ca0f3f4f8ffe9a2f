"""What the lists show, as ready strings: templates format nothing row by row."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.org import access
from innovation.org.enums import OrganizationType, Role
from projects.enums import Status
from projects.models import ExpectedOrganization, ProgrammeYear
from projects.queries.coverage import Coverage
from projects.workflow import PROJECT


@dataclass(frozen=True)
class Row:
    url: str
    number: str
    has_number: bool
    name: str
    unit: str
    category: str
    lead: str
    status: str
    tone: str
    next: str
    who: str
    updated: str


def reader_of(user: Any) -> str:
    """Whose words the statuses are told in."""
    return "staff" if access.holds(user, "project.review_initial") else "branch"


def may_file(user: Any) -> bool:
    """By role, or as the lead in the own branch; the form itself looks closer."""
    return user.member_id is not None or access.holds(user, "project.create")


def row(found: Any, user: Any) -> Row:
    state = PROJECT.statuses[found.status]
    return Row(
        url=reverse("project_detail", args=[found.pk]),
        number=found.number or "—",
        has_number=bool(found.number),
        name=found.name,
        unit=found.organization__short_name or found.organization__name,
        category=_in_language(found.category__name, found.category__name_en),
        lead=found.lead__name or "—",
        status=str(state.label_for(reader_of(user))),
        tone=state.tone,
        next=NEXT.get(found.status, _nothing)(),
        who=_who(found),
        updated=f"{clock.local(found.updated_at):%Y-%m-%d}",
    )


def _in_language(chinese: str | None, english: str | None) -> str:
    if (get_language() or "").startswith("en") and english:
        return english
    return chinese or "—"


def _nothing() -> str:
    return ""


def _label(name: str) -> Any:
    return lambda: str(PROJECT.transitions[name].label)


NEXT = {
    Status.DRAFT: _label("submit"),
    Status.RETURNED: lambda: _("Revise and file again"),
    Status.SUBMITTED: lambda: str(PROJECT.statuses[Status.SUBMITTED].label_for("branch")),
    Status.GENERAL_REVIEW: lambda: str(PROJECT.statuses[Status.GENERAL_REVIEW].label),
    Status.COUNTERSIGN: lambda: str(PROJECT.statuses[Status.COUNTERSIGN].label),
    Status.INITIAL_REVIEW: lambda: str(PROJECT.statuses[Status.INITIAL_REVIEW].label),
    Status.COMMITTEE_DECISION: lambda: str(PROJECT.statuses[Status.COMMITTEE_DECISION].label),
    Status.DECIDED: lambda: _("confidentiality review of the notice"),
    Status.PUBLICISED: lambda: _("end of the notice period"),
}


def _who(found: Any) -> str:
    """The person or role that has it; the general branch by name."""
    if found.status in (Status.DRAFT, Status.RETURNED):
        return found.lead__name or ""
    if found.status == Status.GENERAL_REVIEW:
        if found.organization__parent__type == OrganizationType.GENERAL_BRANCH:
            return found.organization__parent__short_name or found.organization__parent__name
        return str(Role.GENERAL_REVIEWER.label)
    if found.status in (Status.PUBLICISED, Status.APPROVED, Status.ACTIVE):
        return ""
    owner = PROJECT.statuses[found.status].owner
    return str(Role(owner).label) if owner in Role.values else ""


def figures(
    request: HttpRequest, form: Any, counts: dict[str, int], covered: Coverage | None
) -> list[dict[str, Any]]:
    """All, each category, and how many of the expected organisations have filed."""
    chosen = request.GET.get("category", "")
    found = [_figure(request, _("All projects"), sum(counts.values()), "")]
    found += [
        _figure(request, row.label, counts.get(row.code, 0), row.code)
        | ({"note": _("chosen")} if row.code == chosen else {})
        for row in form.categories
    ]
    if counts.get(""):
        found.append({"label": _("No category yet"), "value": counts[""]})
    if covered and covered.expected:
        found.append(_coverage_figure(covered, form.chosen_year))
    return found


def _figure(request: HttpRequest, label: Any, value: int, code: str) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("category", None)
    if code:
        query["category"] = code
    return {"label": label, "value": value, "url": f"?{query.urlencode()}"}


def _coverage_figure(covered: Coverage, year: ProgrammeYear | None) -> dict[str, Any]:
    address = reverse("project_coverage")
    return {
        "label": _("Organisations that have filed"),
        "value": f"{covered.filed} / {covered.expected}",
        "url": f"{address}?year={year.year}" if year else address,
        "note": _("%(n)s have not") % {"n": covered.missing}
        if covered.missing
        else _("all of them"),
        "tone": "warn" if covered.missing else "",
    }


def coverage_figures(covered: Coverage, year: ProgrammeYear | None) -> list[dict[str, Any]]:
    number = year.year if year else ""
    return [
        {"label": _("Expected to file"), "value": covered.expected, "url": f"?year={number}"},
        {"label": _("Have filed"), "value": covered.filed, "url": f"?year={number}&filed=yes"},
        {
            "label": _("Have not filed"),
            "value": covered.missing,
            "url": f"?year={number}&filed=no",
            "tone": "warn" if covered.missing else "",
        },
    ]


def coverage_row(expected: ExpectedOrganization, year: ProgrammeYear | None) -> dict[str, Any]:
    organization, number = expected.organization, year.year if year else ""
    parent = organization.parent
    above = str(parent) if parent and parent.type == OrganizationType.GENERAL_BRANCH else ""
    return {
        "name": organization.name,
        "above": above,
        "kind": organization.get_type_display(),
        "has_filed": expected.has_filed,  # type: ignore[attr-defined]
        "url": f"{reverse('project_list')}?year={number}&organization={organization.code}",
    }
