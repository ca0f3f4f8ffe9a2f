"""One committee with everybody who takes part in filing and review, each a different person."""

from dataclasses import dataclass
from datetime import date

from innovation.core import clock
from innovation.org.enums import Role
from innovation.org.models import Organization, User
from projects.models import Category, ProgrammeYear
from tests.factories import org
from tests.factories.projects import lead_of, make_year

MONDAY = date(2019, 3, 4)


@dataclass
class Cast:
    committee: Organization
    general: Organization
    branch: Organization
    department: Organization
    year: ProgrammeYear
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def gather(**year: object) -> Cast:
    """Call it with the clock in 2019; the first category is countersigned by the department."""
    committee = org.make_committee("江北公司党委")
    general = org.make_general_branch(committee, "五分厂党总支")
    branch = org.make_branch(general, "五分厂一支部")
    beside = org.make_branch(committee, "运营管理部党支部")
    department = org.make_department(committee, "技术部")
    home = org.make_branch(committee, "机关党支部")
    opened = make_year(committee, clock.today().year, **year)
    Category.objects.filter(year=opened, code="rnd_production").update(countersigned_by=department)
    people = {
        "lead": lead_of(branch),
        "clerk": org.make_user(Role.BRANCH_CLERK, branch),
        "secretary": org.make_user(Role.BRANCH_SECRETARY, branch),
        "general_reviewer": org.make_user(Role.GENERAL_REVIEWER, general),
        "neighbour": org.make_user(Role.BRANCH_SECRETARY, beside),
    }
    at_committee = {
        "staff": Role.COMMITTEE_STAFF,
        "second_staff": Role.COMMITTEE_STAFF,
        "finance": Role.FINANCE_VERIFIER,
        "secrecy": Role.CONFIDENTIALITY_REVIEWER,
        "inspector": Role.INSPECTOR,
        "reader": Role.READER,
    }
    for name, role in at_committee.items():
        people[name] = org.make_user(role, committee, member=org.make_member(home))
    people["countersigner"] = org.make_user(
        Role.COUNTERSIGNER, department, member=org.make_member(home)
    )
    return Cast(committee, general, branch, department, opened, people)
