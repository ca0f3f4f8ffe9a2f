"""Programme years and projects in any state, brought there by the real actions."""

from datetime import date, timedelta
from typing import Any

from innovation.core import clock, outbox
from innovation.org.enums import OrganizationType, Role
from innovation.org.models import Grant, Member, Organization, User
from projects import configuration, rules
from projects.actions import decision, filing, publication, review, years
from projects.content import Content, Place, Step
from projects.enums import (
    Decision,
    DeclarationQuestion,
    InitialTick,
    MeetingKind,
    NoticeState,
    Status,
)
from projects.models import Notice, ProgrammeYear, Project
from tests.factories import org

CHAIN = (  # as far as `project_at` walks; an approved project is active at once
    Status.DRAFT,
    Status.SUBMITTED,
    Status.GENERAL_REVIEW,
    Status.COUNTERSIGN,
    Status.INITIAL_REVIEW,
    Status.COMMITTEE_DECISION,
    Status.DECIDED,
    Status.PUBLICISED,
    Status.ACTIVE,
)


def make_year(committee: Organization, year: int | None = None, **further: Any) -> ProgrammeYear:
    """An open programme year with the default configuration; this year unless said."""
    return years.open_year(committee=committee, year=year or clock.today().year, by=None, **further)


def person_at(role: str, organization: Organization) -> User:
    """Whoever holds the role there, made where there is nobody."""
    held = Grant.objects.filter(role=role, organization=organization).select_related("user").first()
    return held.user if held else org.make_user(role, organization)


def lead_of(organization: Organization) -> User:
    """A member of the organisation with a login and no role."""
    return org.make_user(member=org.make_member(organization), at=organization)


def content_for(
    year: ProgrammeYear, lead: Member | None, *, team: list[Member] | None = None, **fields: Any
) -> Content:
    """A complete filing of the general level; `fields` as in content.FIELDS."""
    known = configuration.of(year)
    members = [lead] if team is None and lead else team or []
    values = {
        "name": "危险工序人机隔离操作",
        "category_id": known.rows["category"][0].pk,
        "level_id": known.by_code("level", "general").pk,
        "lead_id": lead.pk if lead else None,
        "problem": "装配工序需人工近距离操作，存在伤害风险。",
        "goal": "八道危险工序全部实现人机隔离。",
        "indicator_name": "人机隔离工序数",
        "indicator_unit": "道",
        "indicator_baseline": "0",
        "indicator_target": "8",
        "measures": "逐道工序论证、改造、验证、投入使用。",
        "finish_on": date(year.year, 11, 30),
        "public_summary": "对危险工序进行改造，实现人机隔离操作。",
        "declaration": dict.fromkeys(DeclarationQuestion.values, False),
        "meeting_kind": MeetingKind.BRANCH_COMMITTEE,
        "meeting_on": clock.today() - timedelta(days=1),
    }
    return Content(
        values | fields,
        team=[Place(member_id=member.pk, task="参与实施") for member in members],
        milestones=[Step("完成方案论证", 2), Step("完成验证并投入使用", 4)],
        outcome_forms=[known.rows["outcome_form"][0].pk],
    )


def project_at(
    status: str,
    organization: Organization,
    year: ProgrammeYear,
    *,
    lead: User | None = None,
    by: User | None = None,
    **fields: Any,
) -> Project:
    """A project of the organisation in that state, filed by its lead (or `by`).

    Steps that its organisation does not pass are passed over on the way.
    """
    lead = lead or lead_of(organization)
    project = draft(organization, year, lead=lead, by=by, **fields)
    if status == Status.DRAFT:
        return project
    filing.submit(project_id=project.pk, by=by or lead)
    project.refresh_from_db()
    _walk(project, status)
    return project


def draft(
    organization: Organization,
    year: ProgrammeYear,
    *,
    lead: User | None = None,
    by: User | None = None,
    **fields: Any,
) -> Project:
    lead = lead or lead_of(organization)
    return filing.create(
        year=year,
        organization=organization,
        by=by or lead,
        content=content_for(year, lead.member, **_covering(organization) | fields),
    )


def _covering(organization: Organization) -> dict[str, Any]:
    """A general branch names the first branch below it as the one it covers."""
    if organization.type != OrganizationType.GENERAL_BRANCH:
        return {}
    below = organization.children.first()
    return {"carried_by_id": below.pk if below else None}


def _walk(project: Project, status: str) -> None:
    if status in TURNS:
        _walk(project, Status.INITIAL_REVIEW)
        TURNS[status](project)
    while status in CHAIN and CHAIN.index(Status(project.status)) < CHAIN.index(Status(status)):
        STEPS[Status(project.status)](project)
        project.refresh_from_db()
    project.refresh_from_db()


def _pass_branch(project: Project) -> None:
    secretary = person_at(Role.BRANCH_SECRETARY, project.organization)
    review.pass_branch(project_id=project.pk, by=secretary)


def _pass_general(project: Project) -> None:
    general = rules.general_branch_above(project.organization)
    assert general is not None
    review.pass_general(project_id=project.pk, by=person_at(Role.GENERAL_REVIEWER, general))


def _countersign(project: Project) -> None:
    for row in project.countersignatures.filter(round=project.round, agrees__isnull=True):
        signer = person_at(row.role, row.organization)
        review.countersign(project_id=project.pk, by=signer, agrees=True, signature_id=row.pk)


def _pass_initial(project: Project) -> None:
    staff = person_at(Role.COMMITTEE_STAFF, project.committee)
    review.pass_initial(project_id=project.pk, by=staff, ticks=InitialTick.values)


def _decide(project: Project) -> None:
    staff = person_at(Role.COMMITTEE_STAFF, project.committee)
    decision.mark(project_ids=[project.pk], decision=Decision.APPROVE, by=staff)
    decision.apply(
        marked={project.pk: Decision.APPROVE},
        meeting=decision.Meeting(on=clock.today(), number="第1次党委会"),
        by=staff,
    )


def _publicise(project: Project) -> None:
    """By the very steps that prepare, clear and publish a notice."""
    from tests.factories import publication as notices

    outbox.drain()
    made = Notice.objects.filter(items__project=project, state=NoticeState.DRAFT)
    notices.publish([notices.review(notice) for notice in made])


def _close(project: Project) -> None:
    """The day after its last day."""
    notice = Notice.objects.get(items__project=project, state=NoticeState.PUBLISHED)
    assert notice.closes_on is not None
    with clock.fixed(notice.closes_on + timedelta(days=1)):
        publication.close(notice_id=notice.pk)


def _turn(action: str, role: str, reason: str) -> Any:
    def turn(project: Project) -> None:
        place = project.committee if role == Role.COMMITTEE_STAFF else project.organization
        getattr(review, action)(
            project_id=project.pk,
            by=person_at(role, place),
            reason=reason,
            comment="请按意见修改。",
        )

    return turn


STEPS = {
    Status.SUBMITTED: _pass_branch,
    Status.GENERAL_REVIEW: _pass_general,
    Status.COUNTERSIGN: _countersign,
    Status.INITIAL_REVIEW: _pass_initial,
    Status.COMMITTEE_DECISION: _decide,
    Status.DECIDED: _publicise,
    Status.PUBLICISED: _close,
}
TURNS = {
    Status.RETURNED: _turn("return_for_revision", Role.COMMITTEE_STAFF, "return_incomplete"),
    Status.REJECTED: _turn("reject", Role.COMMITTEE_STAFF, "reject_routine_work"),
    Status.WITHDRAWN: _turn("withdraw", Role.BRANCH_SECRETARY, "withdraw_by_mistake"),
}
