"""Two committees of one shape, with the same things in every state at three places.

`own` is the unit of the people who ask, `foreign` another unit of their committee, `other` a unit
of another committee; `missing` has addresses of nothing. The words tell whose a text is:

银杏 own · 白桦 foreign · 红杉 other committee; in what is not for everybody in the committee
沉香 own · 黑檀 foreign · 水曲 foreign, for its own unit alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from innovation.core import clock, files, jobs, outbox
from innovation.core.models import Job
from innovation.org.enums import Role
from innovation.org.models import Organization, User
from projects.actions import approval, decision, filing, publication
from projects.enums import Decision, DisclosureScope, Status
from projects.models import Category, Level, Notice, ProgrammeYear, Project
from tests.core.hostile import PDF
from tests.factories import org
from tests.factories import projects as factory
from tests.factories import publication as notices
from tests.permissions import people
from tests.permissions.people import Person

EARLIER, TODAY = date(2019, 3, 4), date(2019, 3, 20)
NOWHERE_ID, NOWHERE_KEY = 999_999_999, "zzzzzzzzzz"
NOWHERE_JOB = UUID("00000000-0000-4000-8000-000000000000")
JOB = "test.access"
SCOPES = (
    DisclosureScope.COMPANY,
    DisclosureScope.PARTY,
    DisclosureScope.UNIT,
    DisclosureScope.NONE,
)


@dataclass
class Place:
    """A filing unit, who files there, and its things by name."""

    organization: Organization
    year: ProgrammeYear
    lead: User
    words: dict[str, str]  # scope → word in the names, "" = what is still in review
    team: list[Any] = field(default_factory=list)
    category: int | None = None
    things: dict[str, Any] = field(default_factory=dict)
    job: Job | None = None

    @property
    def code(self) -> str:
        return self.organization.code

    def id(self, thing: str) -> int:
        return self.things[thing].pk

    def key(self, thing: str) -> str:
        return self.things[thing].key

    def job_of(self, person: Person) -> UUID:
        assert self.job is not None
        return self.job.pk


class Own(Place):
    """Here a job is the asking person's."""

    jobs: dict[int, Job]

    def job_of(self, person: Person) -> UUID:
        return self.jobs[person.user.pk].pk if person.user else super().job_of(person)


class Missing:
    """Whatever is asked of it has an address, and there is nothing."""

    code = "O-NONE"

    def __init__(self, like: Place) -> None:
        self.like = like

    def id(self, thing: str) -> int:
        return NOWHERE_ID

    def key(self, thing: str) -> str:
        return NOWHERE_KEY

    def job_of(self, person: Person) -> UUID:
        return NOWHERE_JOB

    def __getattr__(self, name: str) -> Any:
        return getattr(self.like, name)


@dataclass
class World:
    places: dict[str, Any]
    people: dict[str, Person]


def build() -> World:
    """Everything that one run of the table asks about; the clock stands at TODAY afterwards."""
    with clock.fixed(EARLIER):
        notices.calendar()
        own, foreign, logins = first_committee()
        other = second_committee()
        for place in (own, foreign, other):
            place.things["running"] = published(place, ["company"])["company"]
    with clock.fixed(TODAY):
        for place in (own, foreign, other):
            fill(place)
        own.jobs = {user.pk: finished_job(user, own) for user in logins.values()}
        for place in (own, foreign, other):
            place.job = finished_job(place.lead, place)
        outbox.drain()
        places = {"own": own, "foreign": foreign, "other": other, "missing": Missing(own)}
        return World(places, people.with_sessions(logins))


# --- organisations and people ----------------------------------------------------------------


def first_committee() -> tuple[Own, Place, dict[str, User]]:
    committee = org.make_committee("沿江公司党委")
    general, beside = (org.make_general_branch(committee, f"{w}党总支") for w in ("银杏", "白桦"))
    branch, far = org.make_branch(general, "银杏党支部"), org.make_branch(beside, "白桦党支部")
    home = org.make_branch(committee, "机关党支部")
    department, second = (org.make_department(committee, f"{w}部") for w in ("银杏", "白桦"))
    logins = people.gather(committee, general, branch, home)
    logins["countersigner"] = org.make_user(
        Role.COUNTERSIGNER, department, member=org.make_member(home)
    )
    year = opened(committee, [department, second])
    own = Own(branch, year, logins["lead"], words("银杏", "银杏", "沉香"))
    own.team, own.category = [logins["team"].member], category(year, 0)
    foreign = Place(far, year, factory.lead_of(far), words("白桦", "水曲", "黑檀"))
    foreign.category = category(year, 1)
    return own, foreign, logins


def second_committee() -> Place:
    """Nobody here is ever asked; everything carries the word that must not cross the border."""
    committee = org.make_committee("红杉公司党委")
    general = org.make_general_branch(committee, "红杉党总支")
    branch = org.make_branch(general, "红杉党支部")
    department = org.make_department(committee, "红杉部")
    for number, (role, place) in enumerate(
        (
            (Role.BRANCH_SECRETARY, branch),
            (Role.GENERAL_REVIEWER, general),
            (Role.COUNTERSIGNER, department),
            (Role.COMMITTEE_STAFF, committee),
            (Role.CONFIDENTIALITY_REVIEWER, committee),
            (Role.FINANCE_VERIFIER, committee),
        )
    ):
        member = org.make_member(branch, f"红杉{number}")
        org.make_user(role, place, member=member, username=f"红杉{number}")
    year = opened(committee, [department], title="红杉年度", basis_document="红杉文件")
    member = org.make_member(branch, "红杉负责人")
    lead = org.make_user(at=branch, member=member, username="红杉负责人")
    place = Place(branch, year, lead, words("红杉", "红杉", "红杉"))
    place.category = category(year, 0)
    return place


def words(everybody: str, unit: str, nobody: str) -> dict[str, str]:
    return {"company": everybody, "party": everybody, "unit": unit, "none": nobody, "": nobody}


def opened(
    committee: Organization, departments: list[Organization], **further: Any
) -> ProgrammeYear:
    """Each category asks a department of its own; finance is asked wherever savings are named."""
    year = factory.make_year(committee, TODAY.year, **further)
    Level.objects.filter(year=year, code="general").update(finance_countersigns=True)
    for row, department in zip(year.category_rows.order_by("position"), departments, strict=False):
        Category.objects.filter(pk=row.pk).update(countersigned_by=department)
    return year


def category(year: ProgrammeYear, place: int) -> int:
    return int(year.category_rows.order_by("position")[place].pk)


# --- things ----------------------------------------------------------------------------------


def fill(place: Place) -> None:
    things = place.things
    things["draft"] = begun(place)
    things["draft-file"] = attached(things["draft"], place)
    things["submitted"] = begun(place)
    things["submitted-file"] = attached(things["submitted"], place)
    filing.submit(project_id=things["submitted"].pk, by=place.lead)
    for status in (Status.GENERAL_REVIEW, Status.INITIAL_REVIEW, Status.COMMITTEE_DECISION):
        things[str(status)] = project(place, status)
    things["countersign"] = project(
        place, Status.COUNTERSIGN, savings_target=Decimal(10_000), savings_formula="按单件节约计"
    )
    things["marked"] = marked(place)
    things["drafted"] = prepared(place, ["company"])["company"]
    things["reviewed"] = notices.review(prepared(place, ["company"])["company"])
    for scope, notice in published(place, [str(scope) for scope in SCOPES]).items():
        things[f"for-{scope}"] = notice
    things["withdrawn"] = withdrawn(place)
    publication.close(notice_id=things["running"].pk)
    things["paper"] = things["running"].approval_paper
    things["hidden-paper"] = with_pdf(things["for-none"].approval_paper)
    things["batch"] = things["running"].batch
    for thing in things.values():
        thing.refresh_from_db()


def project(place: Place, status: str, scope: str = "", **fields: Any) -> Project:
    return factory.project_at(
        status, place.organization, place.year, lead=place.lead, **named(place, scope) | fields
    )


def begun(place: Place) -> Project:
    return factory.draft(place.organization, place.year, lead=place.lead, **named(place, ""))


def named(place: Place, scope: str) -> dict[str, Any]:
    """The word stands in the name and in the summary."""
    word = place.words[scope]
    return {
        "name": f"{word}工序节拍优化{len(place.things) + 1}",
        "public_summary": f"{word}对瓶颈工序进行改造，缩短生产周期。",
        "category_id": place.category,
        "team": [place.lead.member, *place.team],
        "scope": scope or "company",
        "scope_reason": "internal" if scope == "none" else "",
    }


def attached(project: Project, place: Place) -> Any:
    file = files.receive_bytes("佐证.pdf", PDF, "application/pdf")
    return filing.attach(project_id=project.pk, by=place.lead, file=file)


def marked(place: Place) -> Project:
    waiting = project(place, Status.COMMITTEE_DECISION)
    staff = notices.staff_of(place.year.committee)
    decision.mark(project_ids=[waiting.pk], decision=Decision.APPROVE, by=staff)
    return waiting


def prepared(place: Place, scopes: list[str]) -> dict[str, Notice]:
    waiting = [project(place, Status.COMMITTEE_DECISION, scope) for scope in scopes]
    word = place.words["company"]
    return {notice.scope: notice for notice in notices.prepared(waiting, number=f"{word}党委会")}


def published(place: Place, scopes: list[str]) -> dict[str, Notice]:
    made = prepared(place, scopes)
    notices.publish([notices.review(notice) for notice in made.values()])
    return made


def withdrawn(place: Place) -> Notice:
    notice = published(place, ["company"])["company"]
    staff = notices.staff_of(place.year.committee)
    return publication.withdraw(notice_id=notice.pk, comment="内容有误。", by=staff)


def with_pdf(paper: Any) -> Any:
    made = files.receive_bytes("立项通知.pdf", PDF, "application/pdf")
    approval.keep_pdf(paper_id=paper.pk, key=approval.pdf_key(paper), made=made)
    return paper


def secretary_of(place: Place) -> Person:
    """Entitled to everything that is filed there."""
    user = factory.person_at(Role.BRANCH_SECRETARY, place.organization)
    return people.with_sessions({"secretary": user})["secretary"]


def finished_job(user: User, place: Place) -> Job:
    return jobs.start(
        JOB, str(user.pk), by=user, committee_id=place.year.committee_id, params={"user": user.pk}
    )


def run_job(job: Job, progress: Any) -> Any:
    return files.store_bytes(
        "结果.pdf", PDF, "application/pdf", by=None, committee_id=job.committee_id
    )


@contextmanager
def job_kind() -> Iterator[None]:
    jobs.KINDS[JOB] = jobs.Kind("Export", run_job)
    try:
        yield
    finally:
        del jobs.KINDS[JOB]
