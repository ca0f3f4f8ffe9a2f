"""The closed years as they happened: filed, reviewed, decided in one meeting, on notice, approved.

Every step is the real action under a clock that stands at its day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from innovation.core import clock, outbox
from innovation.org.enums import OrganizationType as T
from innovation.org.models import Member, Organization
from projects import content
from projects.actions import (
    decision,
    filing,
    notice_review,
    publication,
    review,
)
from projects.actions.years import open_year, set_state
from projects.enums import DeclarationQuestion, InitialTick, MeetingKind, Status, YearState
from projects.models import DecisionBatch, Notice, ProgrammeYear, Project
from reports.demo import topics
from reports.demo.firm import Firm

CONTACT: dict[str, Any] = {
    "contact_phone": "0731-00000000",
    "contact_mail": "innovation@example.invalid",
    "contact_room": "办公楼 305 室",
}


@dataclass(frozen=True)
class Calendar:
    """The days on which the year's steps are taken."""

    filing: date
    review: date
    meeting: date
    notice: date
    closing: date


DAYS = {
    2018: Calendar(
        date(2018, 3, 5), date(2018, 3, 12), date(2018, 3, 15), date(2018, 3, 16), date(2018, 3, 24)
    ),
    2019: Calendar(
        date(2019, 3, 4), date(2019, 3, 11), date(2019, 3, 14), date(2019, 3, 15), date(2019, 3, 23)
    ),
}


@dataclass(frozen=True)
class Plan:
    """One filing to be made: who files what, with which people."""

    organization: Organization
    topic: topics.Topic
    people: list[Member]
    milestones: tuple[str, ...] = ()
    carried_by: Organization | None = None
    level: str = "general"
    scope: str = "company"


def closed_year(firm: Firm, year: int) -> ProgrammeYear:
    days = DAYS[year]
    with clock.fixed(date(year, 1, 15)):
        row = begin_year(firm, year)
    plans = plans_of(firm, year)
    with clock.fixed(days.filing):
        projects = [file(firm, row, plan) for plan in plans]
    with clock.fixed(days.review):
        for project in projects:
            pass_to_decision(firm, project)
    with clock.fixed(clock.at(days.meeting, 15)):
        decide(firm, projects, f"党委会〔{year}〕3号", days.meeting)
    with clock.fixed(clock.at(days.notice, 8)):
        publish(firm, row)
    with clock.fixed(clock.at(days.closing, 0, 1)):
        publication.close_due()
    return set_state(year=row, state=YearState.RUNNING, by=None)


def begin_year(firm: Firm, year: int) -> ProgrammeYear:
    return open_year(
        committee=firm.committee,
        year=year,
        by=None,
        basis_document=f"关于开展{year}年党员创新工程活动的通知",
        **CONTACT,
    )


def plans_of(firm: Firm, year: int) -> list[Plan]:
    """Every branch files, every member takes part, and the shares are the article's."""
    categories = [
        category
        for category, share in zip(topics.CATEGORIES, topics.SHARES[year], strict=True)
        for _ in range(share)
    ]
    firm.random.shuffle(categories)
    named = topics.NAMED_2019 if year == 2019 else {}
    for category, *_ in named.values():
        categories.remove(category)
    places = _places(firm, sum(topics.SHARES[year]) - len(named))
    taken: set[str] = set()
    plans = [_named(firm, name, *words) for name, words in named.items()]
    for organization, category in zip(places, categories, strict=True):
        plans.append(Plan(organization, topics.topic(firm.random, category, taken), []))
    return _with_people(firm, plans)


def _places(firm: Firm, count: int) -> list[Organization]:
    """Each branch once, then again in order until all are given out."""
    branches = firm.branches
    return [branches[n % len(branches)] for n in range(count)]


def _named(firm: Firm, where: str, category: str, name: str, milestones: tuple[str, ...]) -> Plan:
    organization = firm.organizations[where]
    topic = topics.written(firm.random, category, name)
    is_general = organization.type == T.GENERAL_BRANCH
    carrier = firm.branches_of(organization)[-1] if is_general else None
    return Plan(organization, topic, [], milestones, carrier)


def _with_people(firm: Firm, plans: list[Plan]) -> list[Plan]:
    """A branch's members are shared out over its projects, so that everybody has a place."""
    by_branch: dict[int, list[int]] = {}
    for index, plan in enumerate(plans):
        by_branch.setdefault((plan.carried_by or plan.organization).pk, []).append(index)
    result = list(plans)
    for branch, indexes in by_branch.items():
        for place, index in enumerate(indexes):
            people = firm.members[branch][place :: len(indexes)]
            result[index] = replace(plans[index], people=people)
    return result


# --- the steps -------------------------------------------------------------------------------


def file(firm: Firm, year: ProgrammeYear, plan: Plan, *, by: Any = None) -> Project:
    project = draft(firm, year, plan, by=by)
    return filing.submit(project_id=project.pk, by=by or filer_of(firm, plan.organization))


def draft(firm: Firm, year: ProgrammeYear, plan: Plan, *, by: Any = None) -> Project:
    return filing.create(
        year=year,
        organization=plan.organization,
        by=by or filer_of(firm, plan.organization),
        content=content_of(year, plan),
    )


def filer_of(firm: Firm, organization: Organization) -> Any:
    return firm.secretaries.get(organization.pk) or firm.reviewers[organization.pk]


def content_of(year: ProgrammeYear, plan: Plan) -> content.Content:
    topic, config = plan.topic, configuration(year)
    label, unit, before, after = topic.indicator
    lead = plan.people[0]
    fields = {
        "name": topic.name,
        "category_id": config["category"][topic.category],
        "level_id": config["level"][plan.level],
        "lead_id": lead.pk,
        "carried_by_id": plan.carried_by.pk if plan.carried_by else None,
        "problem": topic.problem,
        "goal": topic.goal,
        "indicator_name": label,
        "indicator_unit": unit,
        "indicator_baseline": before,
        "indicator_target": after,
        "measures": topic.measures,
        "finish_on": date(year.year, 11, 30),
        "public_summary": topic.summary,
        "theme_id": config["theme"][topics.THEMES[topic.category]],
        "scope": plan.scope,
        "scope_reason": "not_disclosed_internal" if plan.scope == "none" else "",
        "declaration": dict.fromkeys(DeclarationQuestion.values, False),
        "meeting_kind": MeetingKind.BRANCH_COMMITTEE,
        "meeting_on": clock.today(),
    }
    return content.Content(
        fields=fields | (_key_fields(config) if plan.level == "key" else {}),
        team=[
            content.Place(member_id=m.pk, task=("总体负责" if m is lead else "参与实施"))
            for m in plan.people
        ],
        milestones=_steps(year, plan),
        outcome_forms=[config["form"][code] for code in topic.outcomes],
    )


def _key_fields(config: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {
        "coverage_field_id": next(iter(config["coverage"].values())),
        "savings_target": Decimal("260000.00"),
        "savings_formula": "(改进前单件成本 − 改进后单件成本)× 年产量 − 投入",
        "savings_source": "财务成本台账",
        "budget": Decimal("30000.00"),
        "risks": "批次波动时效果可能延后,由项目组每月复盘。",
    }


def _steps(year: ProgrammeYear, plan: Plan) -> list[content.Step]:
    titles = plan.milestones or ("现状调查", "方案实施", "效果验证", "固化推广")
    last = len(titles) - 1
    quarters = [1 + n * 3 // last if last else 4 for n in range(len(titles))]
    return [
        content.Step(title=title, quarter=quarter, due=date(year.year, quarter * 3, 25))
        for title, quarter in zip(titles, quarters, strict=True)
    ]


def configuration(year: ProgrammeYear) -> dict[str, dict[str, int]]:
    """Ids by code of the year's rows."""
    rows: dict[str, Any] = {
        "category": year.category_rows,
        "level": year.level_rows,
        "theme": year.theme_rows,
        "coverage": year.coveragefield_rows,
        "form": year.outcomeform_rows,
    }
    return {name: dict(manager.values_list("code", "pk")) for name, manager in rows.items()}


def pass_to_decision(firm: Firm, project: Project) -> None:
    """Through every review step that still lies before the committee's decision."""
    project.refresh_from_db()
    while project.status != Status.COMMITTEE_DECISION:
        project = step_on(firm, project)


def step_on(firm: Firm, project: Project) -> Project:
    if project.status == Status.SUBMITTED:
        secretary = firm.secretaries[project.organization_id]
        return review.pass_branch(project_id=project.pk, by=secretary)
    if project.status == Status.GENERAL_REVIEW:
        reviewer = firm.reviewers[project.organization.parent_id or 0]
        return review.pass_general(project_id=project.pk, by=reviewer, comment="同意推荐")
    if project.status == Status.COUNTERSIGN:
        finance = firm.users["finance"]
        return review.countersign(
            project_id=project.pk, by=finance, agrees=True, opinion="测算口径合理"
        )
    return review.pass_initial(
        project_id=project.pk, by=firm.users["committee"], ticks=InitialTick.values
    )


def decide(firm: Firm, projects: Iterable[Project], number: str, on: date) -> DecisionBatch:
    ids = [project.pk for project in projects]
    staff = firm.users["committee"]
    decision.mark(project_ids=ids, decision="approve", by=staff)
    batch = decision.apply(
        marked=dict.fromkeys(ids, "approve"), meeting=decision.Meeting(on, number), by=staff
    )
    outbox.drain()  # what the worker does: the notices of the batch
    return batch


def publish(firm: Firm, year: ProgrammeYear) -> None:
    """Review what waits and approve its publication."""
    for notice in year.notices.filter(state="draft"):
        clear(firm, notice)
    ready = year.notices.filter(state="reviewed")
    seen = dict(ready.values_list("pk", "content_hash"))
    publication.publish(seen=seen, by=firm.users["committee"])


def clear(firm: Firm, notice: Notice) -> None:
    by = firm.users["secrecy"]
    plain = notice_review.plain_items(notice, by)
    if plain:
        seen = notice_review.seen_hash(plain)
        notice_review.pass_plain(notice_id=notice.pk, seen=seen, by=by)
    for item in notice.items.filter(review="waiting", removed_at__isnull=True):
        notice_review.pass_item(
            notice_id=notice.pk, position=item.position, seen=item.content_hash, by=by
        )
