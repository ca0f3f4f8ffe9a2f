"""Status × step × person, written down by hand: who may, who may not, and in which state."""

from collections.abc import Iterator

import pytest

from innovation.core import clock
from innovation.core.errors import DomainError
from projects import rules
from projects.enums import Status
from projects.models import Project
from projects.workflow import PROJECT
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather

pytestmark = pytest.mark.django_db

PEOPLE = [
    *("lead", "clerk", "secretary", "neighbour", "general_reviewer", "countersigner"),
    *("finance", "staff", "secrecy", "inspector", "reader"),
]

# step: {state: who may}. What stands in no row is refused to everybody in every state.
MAY = {
    "submit": {
        "draft": "lead clerk secretary",
        "returned": "lead clerk secretary",
    },
    "pass_branch": {"submitted": "secretary"},
    "pass_general": {"general_review": "general_reviewer"},
    "countersign": {"countersign": "countersigner"},
    "pass_initial": {"initial_review": "staff"},
    "decide": {"committee_decision": "staff"},
    "return": {
        "submitted": "secretary",
        "general_review": "general_reviewer",
        "countersign": "staff",
        "initial_review": "staff",
        "committee_decision": "staff",
        "decided": "staff",
    },
    "reject": {"initial_review": "staff", "committee_decision": "staff"},
    "withdraw": {
        "submitted": "secretary",
        "general_review": "secretary",
        "countersign": "secretary",
        "initial_review": "secretary",
        "committee_decision": "secretary",
        "returned": "secretary",
    },
}
# Who has the right as such and is told that the state does not fit.
RIGHT = {
    "submit": "lead clerk secretary",
    "pass_branch": "secretary",
    "pass_general": "general_reviewer",
    "countersign": "countersigner finance",
    "pass_initial": "staff",
    "decide": "staff",
    "withdraw": "secretary",
}
SYSTEM = ("publicise", "take_back", "approve", "start")
OWES_NOTHING = ("countersign", "countersign", "finance")  # asked of the department alone


def expected(status: str, step: str, person: str) -> str:
    if person in MAY[step].get(status, "").split():
        return "may"
    if (status, step, person) == OWES_NOTHING:
        return "no_opinion_owed"
    if step not in RIGHT:  # return and reject: whose turn it is has the right
        owner = MAY["return"].get(status, person).split()
        return "wrong_state" if person in owner else "forbidden"
    return "wrong_state" if person in RIGHT[step].split() else "forbidden"


def found(project: Project, step: str, cast: Cast, person: str) -> str:
    try:
        rules.check(step, project, cast.people[person])
    except DomainError as error:
        return error.code
    return "may"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def test_every_step_of_the_table_is_written_down() -> None:
    assert {*MAY, *SYSTEM} == set(PROJECT.transitions)
    assert {s for states in MAY.values() for s in states} < set(Status.values)


def test_who_may_take_which_step_in_which_state(cast: Cast) -> None:
    project = project_at(Status.COUNTERSIGN, cast.branch, cast.year, lead=cast.lead)
    wrong = []
    for status in Status.values:
        project.status = status
        for step in MAY:
            for person in PEOPLE:
                wanted, got = expected(status, step, person), found(project, step, cast, person)
                if wanted != got:
                    wrong.append(f"{status} {step} {person}: {got}, not {wanted}")
    assert not wrong


def test_the_table_counts_what_it_allows() -> None:
    """So that an emptied row does not pass for a strict one."""
    allowed = sum(len(who.split()) for states in MAY.values() for who in states.values())
    assert allowed == 25


def test_a_refusal_names_the_step_and_the_state(cast: Cast) -> None:
    project = project_at(Status.SUBMITTED, cast.branch, cast.year, lead=cast.lead)
    with pytest.raises(DomainError) as refused:
        rules.check("pass_initial", project, cast.staff)
    assert str(PROJECT.transitions["pass_initial"].label) in str(refused.value)
    assert str(PROJECT.statuses["submitted"].label) in str(refused.value)
