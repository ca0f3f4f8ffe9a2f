"""The third, open year: something in every state, so that each page has something to show."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from innovation.core import clock, files
from innovation.core.workdays import is_working_day
from innovation.org.models import Organization
from projects.actions import decision, filing, notice_review, publication, review
from projects.actions.years import set_date
from projects.enums import AttachmentKind
from projects.models import NoticeItem, ProgrammeYear, Project
from reports.demo import story, topics
from reports.demo.cast import BELOW, DIRECT_BRANCH, GENERAL, OWN_BRANCH
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
    _cleared(firm, row, stock)
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


def _cleared(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    """Passed by the confidentiality review, waiting for the approval of publication."""
    projects = _filed(firm, year, stock.plans(2), before(10))
    _decided(firm, projects, before(2), f"党委会〔{year.year}〕12号")
    with clock.fixed(before(1)):
        for notice in year.notices.filter(state="draft"):
            story.clear(firm, notice)


def _in_confidentiality_review(firm: Firm, year: ProgrammeYear, stock: Stock) -> None:
    """Decided yesterday; one text bears a sensitive word, one was sent back to its branch."""
    plans = [*stock.plans(3), stock.plan_at(DIRECT_BRANCH)]
    plans[0] = _with_words(plans[0], "相关试验数据另行存档。")
    plans[3] = _with_words(plans[3], "年采购批量同步调整。")
    projects = _filed(firm, year, plans, before(9))
    _decided(firm, projects, before(1), f"党委会〔{year.year}〕13号")
    item = NoticeItem.objects.get(project=projects[3])
    with clock.fixed(before(1)):
        notice_review.refuse_item(
            notice_id=item.notice_id,
            position=item.position,
            seen=item.content_hash,
            reason="confidentiality_wording",
            note="请删去批量的表述。",
            by=firm.users["secrecy"],
        )


def _with_words(plan: Plan, words: str) -> Plan:
    return replace(plan, topic=replace(plan.topic, summary=plan.topic.summary + words))


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
        draft = story.draft(firm, year, stock.plan_at(OWN_BRANCH, "party_building"))
        _attach_picture(firm, draft)
        story.draft(firm, year, stock.plan_at(GENERAL, "safety_quality"))


def _attach_picture(firm: Firm, project: Project) -> None:
    by = firm.users["secretary"]
    picture = files.receive_bytes("改进前现场示意.png", drawn_picture(), "image/png")
    filing.attach(project_id=project.pk, by=by, file=picture, kind=AttachmentKind.PICTURE)


def drawn_picture() -> bytes:
    """A plain drawing of a bench with parts on it; nobody's photograph."""
    picture = Image.new("RGB", (960, 600), "#e9e4dc")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((80, 360, 880, 400), fill="#7a7268")
    for left in range(120, 840, 120):
        pen.rectangle((left, 280, left + 70, 360), fill="#a61b1b", outline="#5c0f0f", width=4)
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _filed(firm: Firm, year: ProgrammeYear, plans: list[Plan], on: date) -> list[Project]:
    with clock.fixed(on):
        return [story.file(firm, year, plan) for plan in plans]


def _decided(firm: Firm, projects: list[Project], on: date, number: str) -> None:
    with clock.fixed(clock.at(on, 9)):
        for project in projects:
            story.pass_to_decision(firm, project)
    with clock.fixed(clock.at(on, 15)):
        story.decide(firm, projects, number, on)
