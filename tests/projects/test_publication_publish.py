"""Publication, the working days of the period, its end at midnight, and withdrawal."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from innovation.core import clock, outbox, ticks
from innovation.core.errors import DomainError
from innovation.core.models import Todo
from innovation.org.enums import Role
from projects import publication_rules
from projects.actions import publication
from projects.enums import DisclosureScope, NoticeState, Status
from projects.models import ApprovalPaper, Notice, NoticeSetting
from tests.factories import projects as factory
from tests.factories import publication as notices

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def stage():
    return notices.firm(2)


def published_on(day, stage, **fields):
    _committee, places, year = stage
    with clock.fixed(day):
        (notice,) = notices.published(notices.waiting_projects(places, year, **fields))
    return notice


def statuses(notice):
    return set(notice.items.values_list("project__status", flat=True))


# --- the period ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-09-29", "2026-09-29", "2026-10-12"),  # National Day, and a Saturday worked for it
        ("2026-02-12", "2026-02-12", "2026-02-26"),  # Spring Festival
        ("2026-04-29", "2026-04-29", "2026-05-09"),  # May Day, and a Saturday worked for it
        ("2026-03-14", "2026-03-16", "2026-03-20"),  # a Saturday: Monday is the first day
        ("2026-10-01", "2026-10-08", "2026-10-13"),  # in the holiday
        ("2026-10-10", "2026-10-10", "2026-10-16"),  # a Saturday that is worked
    ],
)
def test_five_working_days_by_the_statutory_calendar(day, opens, closes):
    notices.calendar()
    period = publication_rules.period_from(date.fromisoformat(day), 5)
    assert (period.opens_on.isoformat(), period.closes_on.isoformat()) == (opens, closes)
    assert period.unannounced == ()


def test_a_year_that_is_not_announced_is_named():
    notices.calendar()
    period = publication_rules.period_from(date(2026, 12, 29), 5)
    assert period.unannounced == (2027,)


def test_the_length_is_the_years_and_three_days_at_least(stage):
    _committee, _places, year = stage
    setting = NoticeSetting.objects.filter(year=year).first()
    for days, counted in ((7, 7), (1, 3)):
        NoticeSetting.objects.filter(pk=setting.pk).update(working_days=days)
        assert publication_rules.working_days_of(year, setting.kind) == counted


# --- publishing ------------------------------------------------------------------------------


def test_publishing_numbers_dates_and_freezes(stage):
    committee, _places, year = stage
    notice = published_on(date(2026, 3, 16), stage)
    assert notice.number == f"{year.year}-GS-001"
    assert (notice.opens_on, notice.closes_on) == (date(2026, 3, 16), date(2026, 3, 23))
    assert statuses(notice) == {Status.PUBLICISED}
    assert notice.published_by == notices.staff_of(committee)
    assert [item["no"] for item in notice.snapshot["items"]] == [1, 2]
    assert notice.snapshot["header"]["basis"]["meeting_number"] == "2026年第3次党委会"
    assert not Todo.objects.filter(kind__startswith="notice.", done_at=None).exists()


def test_several_notices_are_published_together_and_count_together(stage):
    _committee, places, year = stage
    projects = notices.waiting_projects(places, year)
    projects.append(
        factory.project_at(Status.COMMITTEE_DECISION, places[0], year, scope="party", name="党内")
    )
    made = notices.published(projects)
    assert [n.number for n in made] == [f"{year.year}-GS-001", f"{year.year}-GS-002"]
    assert {n.snapshot["figures"]["total"] for n in made} == {3}


def test_figures_are_frozen_when_published(stage):
    first = published_on(date(2026, 3, 16), stage)
    second = published_on(date(2026, 3, 17), stage, name="第二批项目")
    first.refresh_from_db()
    assert first.snapshot["figures"]["total"] == 2
    counted = second.snapshot["figures"]
    assert counted["total"] == sum(row["count"] for row in counted["by_category"]) == 4
    assert (counted["units"], counted["expected_units"]) == (2, 2)


def test_all_or_none_are_published(stage):
    _committee, places, year = stage
    ready = notices.review(notices.prepared(notices.waiting_projects(places[:1], year))[0])
    draft = notices.prepared(notices.waiting_projects(places[1:], year))[0]
    with pytest.raises(DomainError):
        notices.publish([ready, draft])
    ready.refresh_from_db()
    assert ready.state == NoticeState.REVIEWED and ready.number == ""


def test_only_staff_publish_and_only_what_they_saw(stage):
    committee, places, year = stage
    notice = notices.review(notices.prepared(notices.waiting_projects(places, year))[0])
    for role in (Role.CONFIDENTIALITY_REVIEWER, Role.READER):
        with pytest.raises(DomainError) as refusal:
            publication.publish(
                seen={notice.pk: notice.content_hash}, by=factory.person_at(role, committee)
            )
        assert refusal.value.code == "forbidden"
    with pytest.raises(DomainError) as refusal:
        publication.publish(seen={notice.pk: "0" * 64}, by=notices.staff_of(committee))
    assert refusal.value.code == "text_changed"


def test_what_is_not_disclosed_is_reviewed_counted_and_approved(stage):
    _committee, places, year = stage
    hidden = factory.project_at(
        Status.COMMITTEE_DECISION, places[0], year, scope="none", scope_reason="内部管理"
    )
    (notice,) = notices.published([hidden])
    hidden.refresh_from_db()
    assert (notice.state, notice.result) == (NoticeState.CLOSED, "not_disclosed")
    assert notice.number == "" and notice.opens_on is None
    assert hidden.status == Status.ACTIVE and hidden.number
    assert not Notice.objects.public().exists()
    (shown,) = notices.published(notices.waiting_projects(places[1:], year))
    assert shown.snapshot["figures"]["total"] == 2


# --- the end ---------------------------------------------------------------------------------


def moment(day, hour, minute, second):
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)


def test_a_notice_ends_at_the_midnight_after_its_last_day(stage):
    notice = published_on(date(2026, 3, 16), stage)
    last = notice.closes_on
    with clock.fixed(moment(last, 23, 59, 59)):
        ticks.run()
    notice.refresh_from_db()
    assert notice.state == NoticeState.PUBLISHED and statuses(notice) == {Status.PUBLICISED}
    with clock.fixed(moment(last, 23, 59, 59) + timedelta(seconds=1)):
        ticks.run()
    notice.refresh_from_db()
    assert (notice.state, notice.result) == (NoticeState.CLOSED, "no_objection_received")
    assert statuses(notice) == {Status.ACTIVE}
    assert len(set(notice.items.values_list("project__number", flat=True))) == 2
    assert ApprovalPaper.objects.get().notice == notice


def test_days_that_were_missed_are_made_up_for_and_twice_is_once(stage):
    notice = published_on(date(2026, 3, 16), stage)
    with clock.fixed(date(2026, 5, 6)):
        assert publication.close_due() == [notice.pk]
        closed = Notice.objects.get(pk=notice.pk)
        assert publication.close_due() == []
        assert publication.close(notice_id=notice.pk) is False
    assert Notice.objects.get(pk=notice.pk).closed_at == closed.closed_at
    assert ApprovalPaper.objects.count() == 1


def test_one_that_cannot_close_keeps_no_other_from_closing(stage):
    committee, places, year = stage
    broken = factory.make_year(committee, year.year - 1)
    with clock.fixed(date(2026, 3, 16)):
        (stuck,) = notices.published(notices.waiting_projects(places[:1], broken))
        (other,) = notices.published(notices.waiting_projects(places[1:], year))
    type(year).objects.filter(pk=broken.pk).update(number_template="{no_such_part}")
    with clock.fixed(date(2026, 3, 24)):
        assert publication.close_due() == [other.pk]
    stuck.refresh_from_db()
    assert stuck.state == NoticeState.PUBLISHED and statuses(stuck) == {Status.PUBLICISED}


def test_where_the_year_approves_first_the_end_changes_no_project(stage):
    _committee, _places, year = stage
    type(year).objects.filter(pk=year.pk).update(notice_after_approval=True)
    year.refresh_from_db()
    notice = published_on(date(2026, 3, 16), stage)
    assert notice.title.endswith("立项项目公示") and "拟立项" not in notice.title
    before = list(notice.items.values_list("project__status", "project__version"))
    assert {status for status, _version in before} == {Status.ACTIVE}
    with clock.fixed(date(2026, 3, 24)):
        publication.close_due()
    notice.refresh_from_db()
    assert notice.state == NoticeState.CLOSED
    assert list(notice.items.values_list("project__status", "project__version")) == before


# --- withdrawal ------------------------------------------------------------------------------


def test_withdrawing_takes_the_projects_back_and_prepares_anew(stage):
    committee, _places, _year = stage
    notice = published_on(date(2026, 3, 16), stage)
    publication.withdraw(
        notice_id=notice.pk, comment="公示内容有误。", by=notices.staff_of(committee)
    )
    notice.refresh_from_db()
    assert notice.state == NoticeState.WITHDRAWN and statuses(notice) == {Status.DECIDED}
    outbox.drain()
    new = Notice.objects.exclude(pk=notice.pk).get()
    assert new.state == NoticeState.DRAFT and new.key != notice.key
    assert new.items.count() == 2
    assert new.scope == DisclosureScope.COMPANY


def test_withdrawing_what_has_ended_leaves_the_projects_alone(stage):
    committee, _places, _year = stage
    notice = published_on(date(2026, 3, 16), stage)
    with clock.fixed(date(2026, 3, 24)):
        publication.close_due()
        publication.withdraw(
            notice_id=notice.pk, comment="不宜继续公开。", by=notices.staff_of(committee)
        )
        outbox.drain()
    assert statuses(notice) == {Status.ACTIVE}
    assert Notice.objects.count() == 1


def test_withdrawing_asks_why_and_for_the_right(stage):
    committee, _places, _year = stage
    notice = published_on(date(2026, 3, 16), stage)
    with pytest.raises(DomainError) as refusal:
        publication.withdraw(notice_id=notice.pk, comment=" ", by=notices.staff_of(committee))
    assert refusal.value.field == "comment"
    with pytest.raises(DomainError) as refusal:
        publication.withdraw(
            notice_id=notice.pk, comment="不该由我撤。", by=notices.reviewer_of(committee)
        )
    assert refusal.value.code == "forbidden"
