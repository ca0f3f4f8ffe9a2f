"""The third, open year: something in every state, so that each page has something to show."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from innovation.core import clock
from innovation.core.workdays import is_working_day
from innovation.org.models import Organization
from projects.actions import decision, publication, review
from projects.actions.years import set_date
from projects.models import ProgrammeYear, Project
from reports.demo import story, topics
from reports.demo.cast import BELOW, GENERAL, OWN_BRANCH
from reports.demo.firm import Firm
from reports.demo.story import Plan

# (days before today, how many projects) of the two earlier decisions and the newest filings
FIRST, SECOND = (70, 14), (12, 9)
SCOPES = ("company", "company", "company", "unit", "party", "none", "external")


def open_programme(firm: Firm) -> ProgrammeYear:
    """The calendar year of today − 120 days; every step lies behind today on a working day."""
    today = clock.today()
    year = (today - timedelta(days=120)).year
    with clock.fixed(before(90)):
        row = story.begin_year(firm, year)
        set_date(year=row, code="filing_due", day=today + timedelta(days=21), by=None)
    stock = Stock(firm, row)
    _approved(firm, row, stock)
    _on_notice(firm, row, stock)
    _in_confidentiality_review(firm, row, stock)
    _waiting_for_decision(firm, row, stock)
    _in_review(firm, row, stock)
    _with_the_branches(firm, row, stock)
    return row


def before(days: int) -> date:
    """The working day at or before so many days ago."""
    day = clock.today() - timedelta(days=days)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


class Stock:
    """Plans for one branch after the other, with a part of its members each."""

    def __init__(self, firm: Firm, year: ProgrammeYear) -> None:
        self.firm, self.year = firm, year
        self.taken: set[str] = set()
        self.count = 0

    def plans(self, count: int, **further: Any) -> list[Plan]:
        return [replace(self._next(), **further) for _ in range(count)]

    def plan_at(self, name: str, category: str = "lean_management", **further: Any) -> Plan:
        organization = self.firm.organizations[name]
        return replace(self._plan(organization, category), **further)

    def _next(self) -> Plan:
        branches = [b for b in self.firm.branches if b.name not in (OWN_BRANCH, BELOW)]
        organization = branches[self.count * 7 % len(branches)]
        category = topics.CATEGORIES[self.count % 4 if self.count % 5 else 2]
        return self._plan(organization, category)

    def _plan(self, organization: Organization, category: str) -> Plan:
        self.count += 1
        topic = topics.topic(self.firm.random, category, self.taken)
        people = self.firm.members.get(organization.pk)
        if people is None:  # a general branch files with the people of a branch it covers
            carrier = self.firm.branches_of(organization)[-1]
            return Plan(organization, topic, self.firm.members[carrier.pk][:6], (), carrier)
        start = self.count % 3
        return Plan(organization, topic, people[start : start + 6])


def _approved(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    """Decided, published and approved ten weeks ago; one with finance's opinion."""
    days, count = FIRST
    plans = stock.plans(count - 3)
    plans += [stock.plan_at(OWN_BRANCH), stock.plan_at(BELOW, "rnd_production")]
    plans += stock.plans(1, level="key")
    projects = _filed(firm, year, plans, before(days + 6))
    _decided(firm, projects, before(days), f"党委会〔{year.year}〕5号")
    with clock.fixed(clock.at(before(days - 1), 8)):
        story.publish(firm, year)
    with clock.fixed(clock.at(before(days - 1) + timedelta(days=21), 0, 1)):
        publication.close_due()


def _on_notice(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    """Published on the last working day, in every disclosure scope; and one that runs out."""
    days, count = SECOND
    plans = [plan for scope in SCOPES for plan in stock.plans(1, scope=scope)]
    plans.append(stock.plan_at(OWN_BRANCH, "safety_quality"))
    plans += stock.plans(count - len(SCOPES) - 1)
    projects = _filed(firm, year, plans, before(days))
    _decided(firm, projects, before(4), f"党委会〔{year.year}〕11号")
    with clock.fixed(clock.at(before(1), 8)):
        story.publish(firm, year)


def _in_confidentiality_review(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    """Decided yesterday; two of them carry a word that marks the text."""
    plans = stock.plans(4)
    marked = replace(plans[0].topic, summary=plans[0].topic.summary + "相关试验数据另行存档。")
    plans[0] = replace(plans[0], topic=marked)
    projects = _filed(firm, year, plans, before(9))
    _decided(firm, projects, before(1), f"党委会〔{year.year}〕12号")


def _waiting_for_decision(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    projects = _filed(firm, year, stock.plans(8), before(8))
    with clock.fixed(before(5)):
        for project in projects:
            story.pass_to_decision(firm, project)
    staff = firm.users["committee"]
    with clock.fixed(before(2)):
        decision.mark(project_ids=[p.pk for p in projects[:3]], decision="approve", by=staff)
        decision.mark(
            project_ids=[projects[3].pk],
            decision="return",
            reason="return_not_measurable",
            comment="目标值请写明统计口径。",
            by=staff,
        )


def _in_review(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    """With the committee's staff, with finance, with the general branches; some turned back."""
    staff = firm.users["committee"]
    initial = _filed(firm, year, stock.plans(6), before(6))
    with clock.fixed(before(3)):
        for project in initial:
            _to_initial_review(firm, project)
        review.return_for_revision(
            project_id=initial[0].pk,
            by=staff,
            reason="return_incomplete",
            comment="请补充指标的基准值来源。",
        )
        review.reject(
            project_id=initial[1].pk, by=staff, reason="reject_routine_work", comment="属日常工作。"
        )
        review.withdraw(
            project_id=initial[2].pk,
            by=story.filer_of(firm, initial[2].organization),
            reason="withdraw_plan_changed",
            comment="任务调整,明年再报。",
        )
    keyed = _filed(firm, year, stock.plans(3, level="key"), before(5))
    with clock.fixed(before(3)):
        for project in keyed:
            _to_countersigning(firm, project)
    for name in (BELOW, "五分厂热处理党支部", "一分厂装配党支部"):
        _filed(firm, year, [stock.plan_at(name, "rnd_production")], before(4))


def _to_initial_review(firm: Firm, project: Project) -> None:
    project.refresh_from_db()
    while project.status != "initial_review":
        project = story.step_on(firm, project)


def _to_countersigning(firm: Firm, project: Project) -> None:
    project.refresh_from_db()
    while project.status != "countersign":
        project = story.step_on(firm, project)


def _with_the_branches(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    """Filed by lead and clerk, waiting for their secretary; and drafts."""
    with clock.fixed(before(2)):
        for username in ("lead", "clerk"):
            user = firm.users[username]
            plan = stock.plan_at(BELOW, "lean_management")
            if username == "lead" and user.member:
                others = [m for m in plan.people if m.pk != user.member.pk]
                plan = replace(plan, people=[user.member, *others])
            story.file(firm, year, plan, by=user)
        story.draft(firm, year, stock.plan_at(OWN_BRANCH, "party_building"))
        story.draft(firm, year, stock.plan_at(GENERAL, "safety_quality"))


def _filed(firm: Firm, year: ProgrammeYear, plans: list[Plan], on: date) -> list[Project]:
    with clock.fixed(on):
        return [story.file(firm, year, plan) for plan in plans]


def _decided(firm: Firm, projects: list[Project], on: date, number: str) -> None:
    with clock.fixed(clock.at(on, 9)):
        for project in projects:
            story.pass_to_decision(firm, project)
    with clock.fixed(clock.at(on, 15)):
        story.decide(firm, projects, number, on)
