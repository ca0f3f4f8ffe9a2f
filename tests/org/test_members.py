from datetime import date

import pytest

from innovation.core.models import AuditEvent
from innovation.org import queries
from innovation.org.actions import members
from innovation.org.enums import LeaderLevel, MemberStatus, PostKind, Role
from innovation.org.models import Member
from tests.factories.org import (
    START,
    make_branch,
    make_committee,
    make_department,
    make_member,
    make_user,
)
from tests.org.refusals import refused

pytestmark = pytest.mark.django_db
MAY = date(2019, 5, 1)


def test_a_transfer_leaves_last_years_figures_alone() -> None:
    company = make_committee()
    one, two = make_branch(company), make_branch(company)
    member = make_member(one)

    members.affiliate(member=member, organization=two, by=None, on=MAY)

    days = {date(2019, 4, 30): one, MAY: two}
    for day, place in days.items():
        assert list(queries.roster(place, on=day)) == [member]
        assert list(queries.roster(company, on=day)) == [member]
    assert list(queries.roster(one, on=MAY)) == []
    assert member.affiliations.filter(valid_to=None).count() == 1


def test_a_second_transfer_on_the_day_corrects_the_first() -> None:
    company = make_committee()
    one, two, three = (make_branch(company) for _n in range(3))
    member = make_member(one)
    members.affiliate(member=member, organization=two, by=None, on=MAY)
    members.affiliate(member=member, organization=three, by=None, on=MAY)
    members.affiliate(member=member, organization=three, by=None, on=date(2019, 6, 1))

    rows = list(
        member.affiliations.order_by("valid_from").values_list("organization", "valid_from")
    )
    assert list(rows) == [(one.pk, START), (three.pk, MAY)]


def test_transfers_that_cannot_be_are_refused() -> None:
    company, other = make_committee(), make_committee()
    one, two, department = make_branch(company), make_branch(company), make_department(company)
    member = make_member(one)
    members.affiliate(member=member, organization=two, by=None, on=MAY)
    act = members.affiliate

    refused("transferred_later", act, member=member, organization=one, on=date(2019, 4, 1))
    refused("not_for_members", act, member=member, organization=department)
    refused("not_for_members", act, member=member, organization=company)
    refused("other_committee", act, member=member, organization=make_branch(other))


def test_a_staff_number_is_given_once_in_a_committee() -> None:
    one, two = make_branch(make_committee()), make_branch(make_committee())
    facts = {"staff_number": "00042", "name": "张三"}
    member = members.create(by=None, organization=one, **facts)
    second = members.create(by=None, organization=one, staff_number="00043", name="李四")

    refused("staff_number_taken", members.create, organization=one, **facts)
    refused("staff_number_taken", members.update, member=second, staff_number="00042")
    assert members.create(by=None, organization=two, **facts).committee == two.committee
    assert Member.objects.filter(staff_number="00042").count() == 2
    assert member.committee == one.committee


def test_who_left_is_no_longer_in_the_roster() -> None:
    branch = make_branch(make_committee())
    member = make_member(branch)
    post = members.appoint(
        member=member, organization=branch, kind=PostKind.SECRETARY, by=None, on=START
    )

    refused("not_a_leave", members.leave, member=member, status=MemberStatus.FULL)
    members.leave(member=member, by=None, status=MemberStatus.TRANSFERRED, on=MAY)

    post.refresh_from_db()
    assert list(queries.roster(branch, on=MAY)) == [member]
    assert list(queries.roster(branch, on=date(2019, 5, 2))) == []
    assert (post.valid_to, member.in_post) == (MAY, False)


def test_posts_are_dated_and_held_once() -> None:
    branch = make_branch(make_committee())
    member = make_member(branch)
    facts = {"member": member, "organization": branch, "kind": PostKind.SECRETARY}
    post = members.appoint(by=None, on=START, **facts)

    refused("held_already", members.appoint, on=MAY, **facts)
    members.end_post(post=post, by=None, on=date(2019, 4, 30))
    again = members.appoint(by=None, on=MAY, until=date(2020, 4, 30), **facts)
    assert again.valid_to == date(2020, 4, 30)
    refused("dates", members.appoint, on=MAY, until=date(2019, 4, 1), **facts)


def test_an_update_logs_what_changed_and_nothing_else() -> None:
    branch = make_branch(make_committee())
    staff = make_user(Role.COMMITTEE_STAFF, branch.committee)
    secretary = make_user(Role.BRANCH_SECRETARY, branch)
    member = make_member(branch, "王五")

    members.update(member=member, by=staff, name="王五", leader_level=LeaderLevel.MIDDLE)
    members.update(member=member, by=staff, leader_level=LeaderLevel.MIDDLE)
    refused("forbidden", members.update, by=secretary, member=member, name="王六")

    logged = AuditEvent.objects.filter(object_type="org.member", object_id=str(member.pk))
    changes = [(e.kind, e.payload.data) for e in logged.order_by("id")][1:]
    assert changes == [("member.updated", {"leader_level": ["none", "middle"]})]
