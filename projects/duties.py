"""Whose turn it is: the to-dos that a project's or a notice's present state asks for."""

from datetime import date

from innovation.core.todos import Wanted, role_in, user_key
from innovation.org.enums import Role
from innovation.org.models import User
from projects import rules
from projects.enums import Status
from projects.models import Project


def of_project(project: Project) -> list[Wanted]:
    """Exactly the open duties of the state; `todos.sync` makes them so."""
    make = DUTIES.get(Status(project.status))
    return make(project) if make else []


def _branch(project: Project) -> list[Wanted]:
    return [_role(project, "project.review", Role.BRANCH_SECRETARY, project.organization_id)]


def _general(project: Project) -> list[Wanted]:
    general = rules.general_branch_above(project.organization)
    if general is None:
        return []
    return [_role(project, "project.review", Role.GENERAL_REVIEWER, general.pk)]


def _countersign(project: Project) -> list[Wanted]:
    rows = project.countersignatures.filter(round=project.round, agrees__isnull=True)
    return [_role(project, "project.countersign", row.role, row.organization_id) for row in rows]


def _initial(project: Project) -> list[Wanted]:
    return [_role(project, "project.review", Role.COMMITTEE_STAFF, project.committee_id)]


def _decision(project: Project) -> list[Wanted]:
    return [_role(project, "project.decide", Role.COMMITTEE_STAFF, project.committee_id)]


def _revise(project: Project) -> list[Wanted]:
    """A returned filing goes back to who filed it, and to the branch's clerks."""
    wanted = [_role(project, "project.revise", Role.BRANCH_CLERK, project.organization_id)]
    wanted.append(_role(project, "project.revise", Role.BRANCH_SECRETARY, project.organization_id))
    lead = User.objects.filter(member=project.lead_id, is_active=True).first()
    if lead:
        due = rules.calendar_date(project, "filing_due")
        wanted.append(Wanted("project.revise", user_key(lead.pk), project.organization_id, due))
    return wanted


def _role(project: Project, kind: str, role: str, organization_id: int) -> Wanted:
    return Wanted(kind, role_in(role, organization_id), organization_id, _due(project))


def _due(project: Project) -> date | None:
    return rules.calendar_date(
        project, "approval_due" if project.status != Status.RETURNED else "filing_due"
    )


DUTIES = {
    Status.SUBMITTED: _branch,
    Status.GENERAL_REVIEW: _general,
    Status.COUNTERSIGN: _countersign,
    Status.INITIAL_REVIEW: _initial,
    Status.COMMITTEE_DECISION: _decision,
    Status.RETURNED: _revise,
}
