"""Organisations, members and logins through the real actions, with names that count up."""

from datetime import date
from typing import Any

from innovation.org.actions import grants, members, organisations, users
from innovation.org.enums import OrganizationType, Role
from innovation.org.models import Member, Organization, User
from innovation.org.rules import NOT_FOR_MEMBERS

START = date(2018, 1, 1)
PASSWORD = "Work-2018"


def make_committee(name: str = "", *, parent: Organization | None = None) -> Organization:
    """A tenant; with `parent` one inside another."""
    return _organization(OrganizationType.COMMITTEE, "党委", name, parent, tenant=True)


def make_general_branch(parent: Organization, name: str = "") -> Organization:
    return _organization(OrganizationType.GENERAL_BRANCH, "党总支", name, parent)


def make_branch(
    parent: Organization, name: str = "", *, type: str = OrganizationType.BRANCH
) -> Organization:
    return _organization(type, "党支部", name, parent)


def make_department(parent: Organization, name: str = "") -> Organization:
    return _organization(OrganizationType.DEPARTMENT, "部", name, parent)


def _organization(
    type: str, word: str, name: str, parent: Organization | None, tenant: bool = False
) -> Organization:
    number = Organization.objects.count() + 1
    return organisations.create(
        by=None,
        name=name or f"第{number}{word}",
        code=f"O{number:03d}",
        type=type,
        parent=parent,
        tenant=tenant,
        on=START,
    )


def make_member(organization: Organization, name: str = "", **facts: Any) -> Member:
    number = Member.objects.count() + 1
    return members.create(
        by=None,
        staff_number=f"{number:05d}",
        name=name or f"党员{number}",
        organization=organization,
        on=START,
        **facts,
    )


def make_user(
    role: str = "",
    at: Organization | None = None,
    *,
    username: str = "",
    member: Member | None = None,
    password: str = PASSWORD,
    **dates: Any,
) -> User:
    """A login with the role since 2018; a member of that branch, where branches have members.

    `dates` are valid_from and valid_to of the role; a reader's ends with 2099 unless said.
    """
    if member is None and at is not None and at.type not in NOT_FOR_MEMBERS:
        member = make_member(at)
    user = users.create(
        by=None,
        username=username or f"user{User.objects.count() + 1}",
        name=member.name if member else "",
        password=password,
        member=member,
        committee=at and at.committee,
        must_change=False,
    )
    if role:
        ends = {"valid_to": date(2099, 12, 31)} if role == Role.READER else {}
        days = {"valid_from": START} | ends | dates
        grants.grant(user=user, role=role, organization=at, by=None, **days)
    return user
