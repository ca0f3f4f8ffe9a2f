"""The roster. Where a member belongs and which posts they hold are dated rows."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from innovation.core import audit, clock
from innovation.org import rules
from innovation.org.models import Affiliation, Member, Organization, Post, User

DAY = timedelta(days=1)
CHANGEABLE = ("staff_number", "name", "sex", "joined_on", "status", "leader_level", "in_post")


def create(
    *,
    by: User | None,
    staff_number: str,
    name: str,
    organization: Organization,
    on: date | None = None,
    **facts: Any,
) -> Member:
    """A new member, affiliated to `organization` from `on` (today); `facts` as in CHANGEABLE."""
    _check_facts(facts)
    with transaction.atomic():
        committee = _locked_committee(organization.committee_id)
        rules.check_may(by, "member.manage", organization)
        rules.check_staff_number_free(committee, staff_number)
        member = Member.objects.create(
            committee=committee, staff_number=staff_number, name=name, **facts
        )
        rules.check_takes_members(member, organization)
        Affiliation.objects.create(
            member=member, organization=organization, valid_from=on or clock.today()
        )
        audit.record(
            by=by,
            obj=member,
            kind="member.created",
            data={"staff_number": staff_number, "organization": organization.pk, **facts},
        )
    return member


def _locked_committee(committee_id: Any) -> Organization:
    """Staff numbers are unique in the committee, so its row is held while one is given."""
    return Organization.objects.select_for_update(of=("self",)).get(pk=committee_id)


def update(*, member: Member, by: User | None, **facts: Any) -> Member:
    _check_facts(facts)
    with transaction.atomic():
        committee = _locked_committee(member.committee_id)
        _lock(member)
        rules.check_may(by, "member.manage", committee)
        changed = {key: value for key, value in facts.items() if getattr(member, key) != value}
        if not changed:
            return member
        if "staff_number" in changed:
            rules.check_staff_number_free(committee, changed["staff_number"])
        before = {key: getattr(member, key) for key in changed}
        for key, value in changed.items():
            setattr(member, key, value)
        member.save(update_fields=list(changed))
        values = {key: [before[key], changed[key]] for key in changed}
        audit.record(by=by, obj=member, kind="member.updated", data=values)
    return member


def affiliate(
    *, member: Member, organization: Organization, by: User | None, on: date | None = None
) -> Affiliation:
    """Transfer 组织关系 from `on` (today): the open row ends the day before."""
    on = on or clock.today()
    with transaction.atomic():
        _lock(member)
        rules.check_may(by, "member.manage", member.committee)
        rules.check_takes_members(member, organization)
        present = member.affiliations.filter(valid_to__isnull=True).first()
        if present and present.organization_id == organization.pk:
            return present
        rules.check_affiliation_day(member, on)
        old = present.organization_id if present else None
        row = _transfer(member, present, organization, on)
        audit.record(
            by=by,
            obj=member,
            kind="member.affiliated",
            data={"organization": [old, organization.pk], "on": on},
        )
    return row


def _transfer(
    member: Member, present: Affiliation | None, organization: Organization, on: date
) -> Affiliation:
    if present and present.valid_from == on:
        present.organization = organization
        present.save(update_fields=["organization"])
        return present
    if present:
        present.valid_to = on - DAY
        present.save(update_fields=["valid_to"])
    return Affiliation.objects.create(member=member, organization=organization, valid_from=on)


def leave(*, member: Member, by: User | None, status: str, on: date | None = None) -> Member:
    """Transferred out or deceased: `on` (today) is the last day in the roster."""
    on = on or clock.today()
    with transaction.atomic():
        _lock(member)
        rules.check_may(by, "member.manage", member.committee)
        rules.check_leaving(member, status, on)
        member.affiliations.filter(valid_to__isnull=True).update(valid_to=on)
        member.posts.filter(valid_to__isnull=True, valid_from__lte=on).update(valid_to=on)
        old, member.status, member.in_post = member.status, status, False
        member.save(update_fields=["status", "in_post"])
        audit.record(
            by=by, obj=member, kind="member.left", data={"status": [old, status], "on": on}
        )
    return member


def appoint(
    *,
    member: Member,
    organization: Organization,
    kind: str,
    by: User | None,
    on: date | None = None,
    until: date | None = None,
) -> Post:
    """A post (书记, 委员 …) from `on` (today)."""
    on = on or clock.today()
    with transaction.atomic():
        _lock(member)
        rules.check_may(by, "member.manage", organization)
        rules.check_same_committee(member, organization)
        rules.check_open(organization)
        rules.check_period(on, until)
        rules.check_post_free(member, organization, kind, on, until)
        post = Post.objects.create(
            member=member, organization=organization, kind=kind, valid_from=on, valid_to=until
        )
        audit.record(
            by=by,
            obj=member,
            kind="member.appointed",
            data={"post": kind, "organization": organization.pk, "on": on, "until": until},
        )
    return post


def end_post(*, post: Post, by: User | None, on: date | None = None) -> Post:
    """`on` (today) is the last day in the post."""
    on = on or clock.today()
    with transaction.atomic():
        member = post.member
        _lock(member)
        post.refresh_from_db()
        rules.check_may(by, "member.manage", post.organization)
        rules.check_period(post.valid_from, on)
        old, post.valid_to = post.valid_to, on
        post.save(update_fields=["valid_to"])
        audit.record(
            by=by,
            obj=member,
            kind="member.post_ended",
            data={"post": post.kind, "organization": post.organization_id, "until": [old, on]},
        )
    return post


def _lock(member: Member) -> None:
    """Held, and as it stands now."""
    member.refresh_from_db(from_queryset=Member.objects.select_for_update(of=("self",)))


def _check_facts(facts: dict[str, Any]) -> None:
    unknown = facts.keys() - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not a fact of a member: {', '.join(sorted(unknown))}")
