"""The firm: its tree, its roster and its accounts, through the real actions."""

from datetime import date, timedelta
from itertools import cycle
from random import Random
from typing import Any

from innovation.core import clock
from innovation.org.actions import grants, members, organisations, users
from innovation.org.enums import BRANCH_TYPES, LeaderLevel, MemberStatus, PostKind, Role
from innovation.org.enums import OrganizationType as T
from innovation.org.models import Member, Organization, User
from reports.demo import cast, tree
from reports.demo.people import names

FOUNDED = date(2017, 12, 1)
MEMBERS = 1087
MARK = "DEMO"  # the committee's external code, by which the demonstration is known again


class Firm:
    """What the story needs at hand: organisations by name, members by branch, users by name."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.organizations: dict[str, Organization] = {}
        self.members: dict[int, list[Member]] = {}
        self.users: dict[str, User] = {}
        self.secretaries: dict[int, User] = {}
        self.reviewers: dict[int, User] = {}

    @property
    def committee(self) -> Organization:
        return self.organizations[cast.COMMITTEE]

    @property
    def branches(self) -> list[Organization]:
        return [o for o in self.organizations.values() if o.type in BRANCH_TYPES]

    @property
    def generals(self) -> list[Organization]:
        return [o for o in self.organizations.values() if o.type == T.GENERAL_BRANCH]

    def branches_of(self, general: Organization) -> list[Organization]:
        return [b for b in self.branches if b.parent_id == general.pk]


def build(random: Random) -> Firm:
    """Everything stands since before the first year; the passwords are of today."""
    firm = Firm(random)
    with clock.fixed(FOUNDED):
        _tree(firm)
        _roster(firm)
    _accounts(firm)
    return firm


def _tree(firm: Firm) -> None:
    code, name, short = tree.COMMITTEE
    committee = organisations.create(
        by=None,
        name=name,
        short_name=short,
        code=code,
        type=T.COMMITTEE,
        tenant=True,
        external_code=MARK,
    )
    firm.organizations[short] = committee
    position = 0
    for code, name, count in tree.GENERAL_BRANCHES:
        position += 10
        general = _organization(firm, committee, name, code, T.GENERAL_BRANCH, position)
        for number, branch in enumerate(tree.branches_under(name, count), start=1):
            _organization(firm, general, branch, f"{code}{number:02d}", T.BRANCH, position + number)
    for number, (branch, kind) in enumerate(tree.direct_branches(), start=1):
        _organization(firm, committee, branch, f"1{number:02d}", kind, 100 + number)


def _organization(
    firm: Firm, parent: Organization, name: str, code: str, kind: str, position: int
) -> Organization:
    row = organisations.create(
        by=None, name=name, code=code, type=kind, parent=parent, position=position
    )
    firm.organizations[name] = row
    return row


def _roster(firm: Firm) -> None:
    """1,087 members over the 62 branches; the first of each is its secretary."""
    sizes = _sizes(firm.random, len(firm.branches))
    people = names(firm.random, MEMBERS)
    number = 0
    for branch, size in zip(firm.branches, sizes, strict=True):
        firm.members[branch.pk] = []
        for place in range(size):
            number += 1
            member = members.create(
                by=None,
                staff_number=f"{number:05d}",
                name=next(people),
                organization=branch,
                **_facts(firm.random, place),
            )
            firm.members[branch.pk].append(member)
        members.appoint(
            member=firm.members[branch.pk][0],
            organization=branch,
            kind=PostKind.SECRETARY,
            by=None,
        )


def _sizes(random: Random, count: int) -> list[int]:
    sizes = [random.randint(12, 22) for _ in range(count)]
    spots = cycle(range(count))
    while (gap := MEMBERS - sum(sizes)) != 0:
        sizes[next(spots)] += 1 if gap > 0 else -1
    return sizes


def _facts(random: Random, place: int) -> dict[str, Any]:
    return {
        "sex": random.choice("MMF"),
        "status": MemberStatus.PROBATIONARY if place == 11 else MemberStatus.FULL,
        "leader_level": LeaderLevel.MIDDLE if place in (0, 1) else LeaderLevel.NONE,
        "in_post": place < 10 or random.random() < 0.9,
    }


def _accounts(firm: Firm) -> None:
    taken: dict[str, int] = {}
    for account in cast.ACCOUNTS:
        place = taken.get(account.home, 0)
        taken[account.home] = place + 1
        _account(firm, account, place)
    for branch in firm.branches:
        if branch.pk not in firm.secretaries:
            _secretary(firm, branch, Role.BRANCH_SECRETARY, firm.members[branch.pk][0])
    for general in firm.generals:
        if general.pk not in firm.reviewers:
            member = firm.members[firm.branches_of(general)[0].pk][8]
            _secretary(firm, general, Role.GENERAL_REVIEWER, member)


def _account(firm: Firm, account: cast.Account, place: int) -> None:
    """The first account of a branch is its secretary's; further ones are other members'."""
    member = None
    if account.home:
        member = firm.members[firm.organizations[account.home].pk][_seat(account, place)]
    user = users.create(
        by=None,
        username=account.username,
        name=member.name if member else account.title,
        password=cast.PASSWORD,
        member=member,
        committee=None if member else firm.committee,
        unit=firm.organizations[account.unit] if account.unit else None,
        must_change=False,
    )
    for role, where in account.roles:
        _grant(firm, user, role, firm.organizations[where] if where else None)
    firm.users[account.username] = user


def _seat(account: cast.Account, place: int) -> int:
    """Secretaries come first and leads next; whoever reviews sits where nobody leads."""
    if account.username == "lead":
        return 1
    own = [where for role, where in account.roles if role == Role.BRANCH_SECRETARY]
    return 0 if account.home in own else 6 + place


def _secretary(firm: Firm, place: Organization, role: str, member: Member) -> None:
    """Somebody who acts in the story, and whose login waits for a password."""
    user = users.create(
        by=None,
        username=f"org{place.code}",
        name=member.name,
        password=None,
        member=member,
        must_change=False,
    )
    _grant(firm, user, role, place)
    if role == Role.GENERAL_REVIEWER:
        _grant(firm, user, Role.BRANCH_SECRETARY, place)


def _grant(firm: Firm, user: User, role: str, place: Organization | None) -> None:
    ends = clock.today() + timedelta(days=730) if role == Role.READER else None
    grants.grant(
        user=user, role=role, organization=place, by=None, valid_from=FOUNDED, valid_to=ends
    )
    if place is None:
        return
    if role == Role.BRANCH_SECRETARY:
        firm.secretaries[place.pk] = user
    if role == Role.GENERAL_REVIEWER:
        firm.reviewers[place.pk] = user
