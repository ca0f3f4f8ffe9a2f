from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError

from innovation.core import clock
from innovation.core.models import AuditEvent
from innovation.org import access
from innovation.org.actions import grants, users
from innovation.org.enums import SYSTEM_POSTS, Role
from innovation.org.models import Grant, User
from tests.factories.org import make_branch, make_committee, make_user
from tests.org.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def branch() -> Any:
    return make_branch(make_committee())


@pytest.mark.parametrize(("held", "wanted"), list(permutations(SYSTEM_POSTS, 2)))
def test_the_three_posts_exclude_each_other(held: str, wanted: str) -> None:
    user = make_user(held)

    refused("exclusive_post", grants.grant, user=user, role=wanted)
    assert [g.role for g in user.grants.all()] == [held]


@pytest.mark.parametrize("post", SYSTEM_POSTS)
def test_a_post_excludes_business_on_every_path(branch: Any, post: str) -> None:
    holder = make_user(post)
    clerk = make_user(Role.BRANCH_CLERK, branch)
    outsider = users.create(
        by=None, username="out", name="", password="Work-2018", committee=branch.committee
    )
    grants.grant(user=outsider, role=Role.JUDGE, organization=branch.committee, by=None)
    User.objects.filter(pk=holder.pk).update(committee=branch.committee)
    today = clock.today()

    refused("exclusive_post", grants.grant, user=holder, role=Role.JUDGE, organization=branch)
    refused("exclusive_post", grants.grant, user=outsider, role=post)
    refused("exclusive_post", grants.grant, user=clerk, role=post)
    refused(
        "exclusive_post",
        grants.name_deputy,
        grant=clerk.grants.get(),
        user=User.objects.get(pk=holder.pk),
        valid_from=today,
        valid_to=today,
    )
    assert Grant.objects.filter(role=post).count() == 1


def test_a_post_waits_until_the_other_role_has_ended(branch: Any) -> None:
    user = users.create(by=None, username="u", name="", password="Work-2018")
    today = clock.today()
    dates = {"valid_from": today, "valid_to": today + 9 * DAY}
    grants.grant(user=user, role=Role.JUDGE, organization=branch, by=None, **dates)

    refused("exclusive_post", grants.grant, user=user, role=Role.SYSTEM_ADMIN)
    later = today + 10 * DAY
    grants.grant(user=user, role=Role.SYSTEM_ADMIN, by=None, valid_from=later)
    refused(
        "exclusive_post",
        grants.grant,
        user=user,
        role=Role.INSPECTOR,
        organization=branch,
        valid_from=today + 20 * DAY,
    )


def test_a_member_holds_no_system_post(branch: Any) -> None:
    """They could be named in a project, which is a right too."""
    refused("post_with_member", grants.grant, user=make_user("", branch), role=Role.SYSTEM_ADMIN)


def test_only_security_gives_rights_and_never_to_itself(branch: Any) -> None:
    security, admin = make_user(Role.SECURITY_ADMIN), make_user(Role.SYSTEM_ADMIN)
    staff = make_user(Role.COMMITTEE_STAFF, branch.committee)
    user = make_user("", branch)
    wanted = {"role": Role.BRANCH_CLERK, "organization": branch}

    refused("forbidden", grants.grant, by=admin, user=user, **wanted)
    refused("forbidden", grants.grant, by=staff, user=user, **wanted)
    refused("own_account", grants.grant, by=security, user=security, role=Role.SECURITY_AUDITOR)
    given = grants.grant(user=user, by=security, **wanted)
    assert (given.granted_by, given.valid_from) == (security, clock.today())
    refused("held_already", grants.grant, by=security, user=user, **wanted)
    refused("own_account", grants.revoke, by=security, grant=security.grants.get())


def test_a_role_has_a_place_and_a_reader_an_end(branch: Any) -> None:
    user = users.create(by=None, username="u", name="", password="Work-2018")

    refused("role_place", grants.grant, user=user, role=Role.JUDGE)
    refused("role_place", grants.grant, user=user, role=Role.SYSTEM_ADMIN, organization=branch)
    refused("no_end", grants.grant, user=user, role=Role.READER, organization=branch)
    refused(
        "dates",
        grants.grant,
        user=user,
        role=Role.READER,
        organization=branch,
        valid_to=clock.today() - DAY,
    )
    with pytest.raises(IntegrityError):
        Grant.objects.create(
            user=user, role=Role.JUDGE, valid_from=clock.today(), granted_at=clock.now()
        )


def test_a_change_of_roles_ends_the_sessions_of_that_person_alone(branch: Any, client: Any) -> None:
    user, other = make_user("", branch), make_user("", branch)
    epochs = [user.session_epoch, other.session_epoch]

    given = grants.grant(user=user, role=Role.BRANCH_CLERK, organization=branch, by=None)
    client.force_login(user)
    assert client.get("/accounts/password/").status_code == 200
    grants.revoke(grant=given, by=None)

    user.refresh_from_db(), other.refresh_from_db()
    assert [user.session_epoch, other.session_epoch] == [epochs[0] + 2, epochs[1]]
    assert client.get("/accounts/password/").status_code == 302


def test_a_revoked_role_can_be_given_again_the_same_day(branch: Any) -> None:
    user = make_user("", branch)
    wanted = {"user": user, "role": Role.BRANCH_CLERK, "organization": branch, "by": None}
    first = grants.grant(**wanted)
    grants.revoke(grant=first, by=None)
    grants.revoke(grant=first, by=None)

    second = grants.grant(**wanted)
    assert access.has_permission(user, "project.create", branch)
    kinds = AuditEvent.objects.filter(kind__startswith="grant", object_id=str(user.pk))
    given = [(e.kind, e.payload.data["grant"]) for e in kinds.order_by("id")]
    assert given == [
        ("grant.given", first.pk),
        ("grant.revoked", first.pk),
        ("grant.given", second.pk),
    ]


def test_a_deputy_goes_with_the_holder(branch: Any) -> None:
    secretary, deputy = make_user(Role.BRANCH_SECRETARY, branch), make_user("", branch)
    today = clock.today()
    grant = secretary.grants.get()
    stand_in = grants.name_deputy(
        grant=grant, user=deputy, valid_from=today, valid_to=today + 7 * DAY, by=secretary
    )
    epoch = deputy.session_epoch

    grants.revoke(grant=grant, by=None)

    stand_in.refresh_from_db()
    deputy = User.objects.get(pk=deputy.pk)
    assert stand_in.revoked_at is not None
    assert deputy.session_epoch == epoch + 1
    assert not access.has_permission(deputy, "project.file", branch)


def test_deputies_that_cannot_be_are_refused(branch: Any) -> None:
    secretary, deputy = make_user(Role.BRANCH_SECRETARY, branch), make_user("", branch)
    stranger = make_user("", make_branch(make_committee()))
    admin = make_user(Role.SYSTEM_ADMIN)
    judge = make_user(Role.JUDGE, branch, valid_to=clock.today() + DAY)
    days = {"valid_from": clock.today(), "valid_to": clock.today() + 7 * DAY}
    act, grant = grants.name_deputy, secretary.grants.get()

    refused("forbidden", act, grant=grant, user=deputy, by=deputy, **days)
    refused("own_deputy", act, grant=grant, user=secretary, by=secretary, **days)
    refused("other_committee", act, grant=grant, user=stranger, by=secretary, **days)
    refused("no_deputy_here", act, grant=admin.grants.get(), user=deputy, **days)
    refused("too_long", act, grant=judge.grants.get(), user=deputy, by=judge, **days)
    stand_in = act(grant=grant, user=deputy, by=secretary, **days)
    refused("no_deputy_here", act, grant=stand_in, user=stranger, by=deputy, **days)
    grants.revoke(grant=grant, by=None)
    refused("grant_ended", act, grant=grant, user=stranger, by=secretary, **days)


def test_the_admin_site_opens_and_closes_with_the_post() -> None:
    user = users.create(by=None, username="u", name="", password="Work-2018")
    given = grants.grant(user=user, role=Role.SYSTEM_ADMIN, by=None)
    assert User.objects.get(pk=user.pk).is_staff

    grants.revoke(grant=given, by=None)
    assert not User.objects.get(pk=user.pk).is_staff


def test_dates_of_a_role_are_days_of_the_calendar_here(branch: Any) -> None:
    """16:00 in London is the next day in Shanghai."""
    user = make_user(Role.JUDGE, branch, valid_from=date(2019, 10, 1))
    london = clock.at(date(2019, 9, 30), 23, 59)
    with clock.fixed(london):
        assert not access.holds(user, "notice.read_party")
    with clock.fixed(london + timedelta(minutes=1)):
        assert access.holds(user, "notice.read_party")
