"""Every kind of account that the table knows, in the first committee."""

from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from innovation.core import clock
from innovation.org.actions import users
from innovation.org.enums import SYSTEM_POSTS, Role
from innovation.org.models import Organization, User
from tests.factories import org

AT_COMMITTEE = {
    "staff": Role.COMMITTEE_STAFF,
    "inspector": Role.INSPECTOR,
    "finance": Role.FINANCE_VERIFIER,
    "secrecy": Role.CONFIDENTIALITY_REVIEWER,
    "discipline": Role.DISCIPLINE_OFFICER,
    "judge": Role.JUDGE,
    "reader": Role.READER,
}


HANDLER = ClientHandler(enforce_csrf_checks=False)  # its middleware is loaded once


@dataclass
class Person:
    """An account with its session; without a user it is anybody from the street."""

    kind: str
    user: User | None
    session: str = ""

    def client(self, **options: object) -> Client:
        """A browser of its own for each request, so that no cookie of an earlier one stays."""
        client = Client(**options)
        if not options:
            client.handler = HANDLER
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return client


def gather(
    committee: Organization, general: Organization, branch: Organization, home: Organization
) -> dict[str, User]:
    """`branch` is the own unit of all who hold something small; `home` of the committee's people.

    The countersigner is not among them: departments are made with their place.
    """
    people = {
        "secretary": org.make_user(Role.BRANCH_SECRETARY, branch),
        "clerk": org.make_user(Role.BRANCH_CLERK, branch),
        "lead": org.make_user(at=branch),
        "team": org.make_user(at=branch),
        "colleague": org.make_user(at=branch),
        "general": org.make_user(Role.GENERAL_REVIEWER, general),
    }
    for kind, role in AT_COMMITTEE.items():
        people[kind] = org.make_user(role, committee, member=org.make_member(home))
    people["employee"] = users.create(
        by=None,
        username="employee",
        name="职工",
        password=org.PASSWORD,
        committee=committee,
        unit=branch,
        must_change=False,
    )
    return people | posts()


def posts() -> dict[str, User]:
    """The three system posts, and the account that Django's own command makes."""
    made = {str(post): org.make_user(post) for post in SYSTEM_POSTS}
    root = User.objects.create_superuser("root", org.PASSWORD, name="超级用户")
    root.password_changed_at = clock.now()
    root.save(update_fields=["password_changed_at"])
    return made | {"superuser": root}


def with_sessions(people: dict[str, User]) -> dict[str, Person]:
    found = {"anonymous": Person("anonymous", None)}
    for kind, user in people.items():
        client = Client()
        client.force_login(user)
        found[kind] = Person(kind, user, client.cookies[settings.SESSION_COOKIE_NAME].value)
    return found
