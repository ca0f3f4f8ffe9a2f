"""When a project may go on, and to whom: the rules of filing and review, without writing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.workflow import Transition
from innovation.org import access
from innovation.org.enums import OrganizationType, Role
from innovation.org.models import Organization
from projects.enums import (
    AttachmentKind,
    DeclarationQuestion,
    DisclosureScope,
    EntryMode,
    Step,
    YearState,
)
from projects.models import Project, ReviewRule
from projects.workflow import EDITABLE, PROJECT, STEP_STATUS

# --- what is still missing -------------------------------------------------------------------


@dataclass(frozen=True)
class Missing:
    """One thing that the filing still lacks; `field` is the anchor in the form."""

    field: str
    label: Any


ALWAYS_REQUIRED: dict[str, Any] = {
    "name": _("Project name"),
    "category": _("Category"),
    "level": _("Level"),
    "lead": _("Project lead"),
    "team": _("Team"),
    "problem": _("Present problem"),
    "goal": _("Goal"),
    "indicator_name": _("Indicator"),
    "indicator_baseline": _("Baseline"),
    "indicator_target": _("Target"),
    "measures": _("Measures"),
    "finish_on": _("Finish date"),
    "expected_outcomes": _("Expected outcome forms"),
    "public_summary": _("Public summary"),
    "declaration": _("Confidentiality self-declaration"),
}
MAY_BE_REQUIRED: dict[str, Any] = {
    "theme": _("Theme"),
    "coverage_field": _("Coverage field"),
    "milestones": _("Milestones"),
    "savings_target": _("Expected savings"),
    "savings_formula": _("Formula of the savings"),
    "savings_source": _("Data source"),
    "budget": _("Budget"),
    "risks": _("Risks"),
    "tasks": _("Tasks of the team"),
    "attachments": _("Attachments"),
}
SOMETIMES_REQUIRED: dict[str, Any] = {
    "scope_reason": _("Reason for no disclosure"),
    "carried_by": _("Branch covered"),
}
LABELS = ALWAYS_REQUIRED | MAY_BE_REQUIRED | SOMETIMES_REQUIRED


def required_fields(level: Any) -> list[str]:
    """The names that a filing of this level must fill, in the order of the form."""
    asked = level.required_fields if level else []
    return [*ALWAYS_REQUIRED, *(name for name in MAY_BE_REQUIRED if name in asked)]


def missing(project: Project) -> list[Missing]:
    """还缺什么: what guards the submission."""
    names = [n for n in required_fields(project.level) if not _is_given(project, n)]
    if project.scope == DisclosureScope.NONE and not project.scope_reason:
        names.append("scope_reason")
    if covers_a_branch(project) and not project.carried_by_id:
        names.insert(1, "carried_by")
    return [Missing(name, LABELS[name]) for name in names]


def missing_for(project: Project, user: Any) -> list[Missing]:
    """The same, with what this person's own filing needs: the meeting, the signed paper."""
    found = missing(project)
    if files_as_secretary(project, user) and not (project.meeting_kind and project.meeting_on):
        name = "meeting_on" if project.meeting_kind else "meeting_kind"
        found.append(Missing(name, _("Meeting that decided to file")))
    if project.entry_mode == EntryMode.ENTERED_FOR and not has_scan(project):
        found.append(Missing("scan", _("Scan of the signed paper")))
    return found


def has_scan(project: Project) -> bool:
    return any(row.kind == AttachmentKind.SCAN for row in project.attachments.all())


def covers_a_branch(project: Project) -> bool:
    """A general branch's own project counts for the branch that it names."""
    return project.organization.type == OrganizationType.GENERAL_BRANCH


def _is_given(project: Project, name: str) -> bool:
    if name == "declaration":
        return set(project.declaration) == set(DeclarationQuestion.values)
    if name in ("team", "tasks", "milestones", "expected_outcomes", "attachments"):
        return project.pk is not None and _has_rows(project, name)
    if name in ("category", "level", "lead", "theme", "coverage_field"):
        return getattr(project, f"{name}_id") is not None
    value = getattr(project, name)
    return value is not None and value != ""


def _has_rows(project: Project, name: str) -> bool:
    if name == "tasks":
        return all(place.task for place in project.team.all())
    return bool(getattr(project, name).all())


# --- the review chain ------------------------------------------------------------------------

DEFAULT_STEPS = [Step.BRANCH, Step.GENERAL, Step.COUNTERSIGN, Step.INITIAL, Step.DECISION]


def steps_of(project: Project) -> list[str]:
    """The steps that this filing passes, by the year's rules for its organisation and level."""
    rules = ReviewRule.objects.filter(
        year=project.year_id, organization_type=project.organization.type
    )
    by_level = {rule.level_id: rule.steps for rule in rules}
    planned = by_level.get(project.level_id) or by_level.get(None) or DEFAULT_STEPS
    return [step for step in planned if _applies(project, step)]


def _applies(project: Project, step: str) -> bool:
    """A step that has nobody to take it is skipped: it must never stop the work."""
    if step == Step.GENERAL:
        general = general_branch_above(project.organization)
        return general is not None and general.pk != project.organization_id
    if step == Step.COUNTERSIGN:
        return bool(opinions_owed(project))
    return True


def general_branch_above(organization: Organization) -> Organization | None:
    """The general branch itself, or the nearest one above."""
    ids = [int(part) for part in organization.path.strip("/").split("/")]
    above = Organization.objects.filter(pk__in=ids, type=OrganizationType.GENERAL_BRANCH)
    return above.order_by("-path").first()


def opinions_owed(project: Project) -> list[tuple[str, int]]:
    """Who countersigns: (role, organisation id), by category, and finance for key projects."""
    owed: list[tuple[str, int]] = []
    if project.category and project.category.countersigned_by_id:
        owed.append((Role.COUNTERSIGNER, project.category.countersigned_by_id))
    if project.level and project.level.finance_countersigns and project.savings_target:
        owed.append((Role.FINANCE_VERIFIER, project.committee_id))
    return owed


def status_after(project: Project, step: str | None, *, skip_branch: bool = False) -> str:
    """The status of the next step after `step` (None = the filing itself)."""
    steps = [s for s in steps_of(project) if not (skip_branch and s == Step.BRANCH)]
    order = list(Step.values)
    passed = order.index(step) if step else -1
    following = [s for s in steps if order.index(s) > passed]
    return STEP_STATUS[Step(following[0])]


# --- guards: each raises a sentence ------------------------------------------------------------


def files_as_secretary(project: Project, user: Any) -> bool:
    """A secretary's own filing passes the branch step; so does paper that bears the signature."""
    if project.entry_mode == EntryMode.ENTERED_FOR:
        return True
    return access.has_permission(user, "project.file", project) or (
        project.organization.type == OrganizationType.GENERAL_BRANCH
        and access.has_permission(user, "project.review_general", project)
    )


@PROJECT.guard("filing_open")
def check_filing_open(project: Project, user: Any) -> None:
    if project.year.state != YearState.OPEN:
        raise DomainError(_("The programme year is not open for filing."), code="year_closed")


@PROJECT.guard("complete")
def check_complete(project: Project, user: Any) -> None:
    lacking = missing(project)
    if lacking:
        names = "、".join(str(m.label) for m in lacking)
        raise DomainError(
            _("Still missing: %(names)s.") % {"names": names},
            code="incomplete",
            field=lacking[0].field,
        )


@PROJECT.guard("meeting_named")
def check_meeting_named(project: Project, user: Any) -> None:
    """Where the branch step is passed at filing, the deciding meeting stands in its place."""
    if files_as_secretary(project, user) and not (project.meeting_kind and project.meeting_on):
        raise DomainError(
            _("Name the kind and the date of the meeting that decided to file."),
            code="meeting_missing",
            field="meeting_kind",
        )
    if project.meeting_on and project.meeting_on > clock.today():
        raise DomainError(
            _("The meeting cannot lie in the future."), code="meeting_future", field="meeting_on"
        )


@PROJECT.guard("paper_attached")
def check_paper_attached(project: Project, user: Any) -> None:
    if project.entry_mode != EntryMode.ENTERED_FOR:
        return
    if not has_scan(project):
        raise DomainError(
            _("An entry from paper needs the signed scan."), code="scan_missing", field="scan"
        )


@PROJECT.guard("four_eyes")
def check_four_eyes(project: Project, user: Any) -> None:
    """Nobody decides on what they entered or filed themselves; compares persons."""
    if not project.year.four_eyes or user is None:
        return
    if user.pk in (project.filed_by_id, project.created_by_id) or (
        user.member_id and user.member_id in (project.lead_id, project.entered_for_id)
    ):
        raise DomainError(
            _("You filed or entered this project yourself; another person must decide."),
            code="four_eyes",
        )


@PROJECT.guard("opinion_owed")
def check_opinion_owed(project: Project, user: Any) -> None:
    if not opinions_open_to(project, user):
        raise DomainError(
            _("No opinion of yours is asked for, or it has been given."), code="no_opinion_owed"
        )


def opinions_open_to(project: Project, user: Any) -> list[Any]:
    """The open countersignatures of this round that the user may sign."""
    keys = {(s.role, s.organization_id) for s in access.scopes_of(user)}
    rows = project.countersignatures.filter(round=project.round, agrees__isnull=True)
    return [row for row in rows if (row.role, row.organization_id) in keys]


# --- doors for views and actions -----------------------------------------------------------------


def check(name: str, project: Project, user: Any) -> Transition:
    """May this person take this step now? Raises DomainError with the reason."""
    return PROJECT.check(name, project, user, by_permission=access.require)


def check_edit(project: Project, user: Any) -> None:
    permission = (
        "project.edit_entered"
        if project.entry_mode == EntryMode.ENTERED_FOR and user.pk == project.created_by_id
        else "project.edit"
    )
    access.require(user, permission, project)
    if project.status not in EDITABLE:
        raise DomainError(
            _("A filed project is changed only after it was returned."), code="wrong_state"
        )


def edit_refusal(project: Project, user: Any) -> str:
    try:
        check_edit(project, user)
    except DomainError as error:
        return str(error)
    return ""


@dataclass(frozen=True)
class Button:
    """A step as the page shows it: `reason` says why it is disabled, empty when it is not."""

    transition: Transition
    reason: str


def buttons(project: Project, user: Any) -> list[Button]:
    """Every step that this person has the right to, possible now or not."""
    shown = []
    for transition in PROJECT.leaving(project.status):
        permission = transition.permission_in(project.status)
        if not permission or not access.has_permission(user, permission, project):
            continue
        shown.append(Button(transition, refusal(transition.name, project, user)))
    return shown


def refusal(name: str, project: Project, user: Any) -> str:
    try:
        check(name, project, user)
    except DomainError as error:
        return str(error)
    return ""
