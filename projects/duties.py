"""Whose turn it is: the to-dos that a project's or a notice's present state asks for."""

from innovation.core import clock, workdays
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
    """A returned filing goes back to its branch, and to its lead where that person logs in."""
    organization = project.organization_id
    wanted = [
        _role(project, "project.revise", role, organization)
        for role in (Role.BRANCH_CLERK, Role.BRANCH_SECRETARY)
    ]
    lead = User.objects.filter(member=project.lead_id, is_active=True).first()
    if lead:
        wanted.append(_wanted(project, "project.revise", user_key(lead.pk), organization))
    return wanted


def _role(project: Project, kind: str, role: str, organization_id: int) -> Wanted:
    return _wanted(project, kind, role_in(role, organization_id), organization_id)


def _wanted(project: Project, kind: str, assignee: str, organization_id: int) -> Wanted:
    """Due after the year's working days for a step, counted from its entry."""
    entered = clock.local(project.stepped_at).date()
    due = workdays.add_working_days(entered, project.year.review_days)
    params = {
        "name": project.name,
        "year": project.year.year,
        "unit": project.organization.name,
    }
    return Wanted(kind, assignee, organization_id, due, params)


DUTIES = {
    Status.SUBMITTED: _branch,
    Status.GENERAL_REVIEW: _general,
    Status.COUNTERSIGN: _countersign,
    Status.INITIAL_REVIEW: _initial,
    Status.COMMITTEE_DECISION: _decision,
    Status.RETURNED: _revise,
}
