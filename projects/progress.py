"""Where a project stands in its review chain, what comes next, and who has it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from innovation.core import clock
from innovation.org.enums import OrganizationType, Role
from projects import rules
from projects.enums import Status, Step
from projects.models import Project, ProjectLog
from projects.timeline import meeting_words
from projects.workflow import PROJECT, STEP_STATUS

PASSED_BY = {
    Step.BRANCH: "pass_branch",
    Step.GENERAL: "pass_general",
    Step.COUNTERSIGN: "countersign",
    Step.INITIAL: "pass_initial",
    Step.DECISION: "decide",
}
AFTER_DECISION = (Status.DECIDED, Status.PUBLICISED, Status.APPROVED, Status.ACTIVE)
STOPPED = (Status.RETURNED, Status.REJECTED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Stage:
    """As components/stepper.html shows it; state: done, current, next, skipped, stopped."""

    name: Any
    state: str
    who: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True)
class Next:
    step: str
    who: str


def stages(project: Project, log: list[ProjectLog]) -> list[Stage]:
    """The filing, each step of its chain, the notice and the approval."""
    this_round = _this_round(log)
    steps = [Step(step) for step in rules.steps_of(project)]
    found = [_filing(project, this_round)]
    found += [_step(project, step, this_round) for step in steps]
    return [*found, _notice(project), _approval(project)]


def _this_round(log: list[ProjectLog]) -> list[ProjectLog]:
    """From the latest filing on; what came before it was begun anew."""
    filed = [row.pk for row in log if row.kind == "submit"]
    return [row for row in log if filed and row.pk >= filed[-1]]


def _filing(project: Project, log: list[ProjectLog]) -> Stage:
    name = PROJECT.transitions["submit"].label
    if not log:
        return Stage(name, "current", who=str(project.lead or project.created_by))
    if project.status == Status.RETURNED:
        return Stage(name, "current", who=str(project.lead or ""), note=_("to be revised"))
    return Stage(name, "done", who=str(log[0].by or ""), when=_day(log[0]))


def _step(project: Project, step: Step, log: list[ProjectLog]) -> Stage:
    if project.status == STEP_STATUS[step]:
        return Stage(step.label, "current", who=who_has(project))
    if _ended_in(project, step, log):
        return Stage(step.label, "stopped", who=str(log[-1].by or ""), when=_day(log[-1]))
    passing = [row for row in log if row.kind == PASSED_BY[step]]
    if passing and project.status != Status.RETURNED:
        return Stage(step.label, "done", who=str(passing[-1].by or ""), when=_day(passing[-1]))
    if step == Step.BRANCH and log and log[0].params.get("branch_step"):
        return Stage(step.label, "done", when=_day(log[0]), note=meeting_words(log[0].params))
    return Stage(step.label, "next")


def _ended_in(project: Project, step: Step, log: list[ProjectLog]) -> bool:
    return bool(log and project.status in STOPPED and log[-1].source == STEP_STATUS[step])


def _notice(project: Project) -> Stage:
    states = {Status.DECIDED: "current", Status.PUBLICISED: "current"}
    done = project.status in (Status.APPROVED, Status.ACTIVE)
    label = PROJECT.statuses[Status.PUBLICISED].label
    who = who_has(project) if project.status in states else ""
    return Stage(label, "done" if done else states.get(Status(project.status), "next"), who=who)


def _approval(project: Project) -> Stage:
    done = project.approved_on is not None
    return Stage(
        PROJECT.statuses[Status.APPROVED].label,
        "done" if done else "next",
        when=project.approved_on.isoformat() if project.approved_on else "",
        note=project.number,
    )


def _day(row: ProjectLog) -> str:
    return f"{clock.local(row.at):%Y-%m-%d}"


def next_step(project: Project) -> Next | None:
    """What comes next and who has it; None where the review is over."""
    words = {
        Status.DRAFT: _("to be filed"),
        Status.RETURNED: _("to be revised and filed again"),
        Status.DECIDED: _("confidentiality review of the notice"),
        Status.PUBLICISED: _("end of the notice period"),
    }
    words |= {status: str(step.label) for step, status in STEP_STATUS.items()}
    if project.status not in words:
        return None
    return Next(str(words[Status(project.status)]), who_has(project))


def who_has(project: Project) -> str:
    """In words: a person, a role in an organisation, or an organisation."""
    makers: dict[str, Any] = {
        Status.DRAFT: lambda: str(project.lead or project.created_by),
        Status.RETURNED: lambda: str(project.lead or project.created_by),
        Status.SUBMITTED: lambda: role_at(Role.BRANCH_SECRETARY, project.organization),
        Status.GENERAL_REVIEW: lambda: _general(project),
        Status.COUNTERSIGN: lambda: str(Role.COUNTERSIGNER.label),
        Status.INITIAL_REVIEW: lambda: str(Role.COMMITTEE_STAFF.label),
        Status.COMMITTEE_DECISION: lambda: str(Role.COMMITTEE_STAFF.label),
        Status.DECIDED: lambda: str(Role.CONFIDENTIALITY_REVIEWER.label),
        Status.PUBLICISED: lambda: _("nobody has to act"),
    }
    make = makers.get(project.status)
    return make() if make else ""


def role_at(role: Role, organization: Any) -> str:
    return _("%(role)s of %(organization)s") % {"role": role.label, "organization": organization}


def _general(project: Project) -> str:
    """Mostly the organisation right above, which is at hand; else it is looked for."""
    above = project.organization.parent
    if above is not None and above.type == OrganizationType.GENERAL_BRANCH:
        return str(above)
    return str(rules.general_branch_above(project.organization) or "")
