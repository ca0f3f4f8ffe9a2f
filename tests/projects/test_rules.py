"""Which steps a filing passes, and what a year's data changes about it."""

import pytest
from django.utils import translation

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.org.enums import OrganizationType
from projects import configuration, entry, rules
from projects.actions import years
from projects.enums import EntryMode, Step
from projects.models import Project, ReviewRule
from tests.factories import org
from tests.factories.projects import draft, make_year
from tests.projects.cast import MONDAY, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


def lean(year):
    return year.category_rows.get(code="lean_management").pk


@pytest.mark.parametrize(
    ("type", "below_general", "steps"),
    [
        (OrganizationType.BRANCH, True, "branch general initial decision"),
        (OrganizationType.BRANCH, False, "branch initial decision"),
        (OrganizationType.JOINT, True, "branch general initial decision"),
        (OrganizationType.TEMPORARY, False, "branch initial decision"),
        (OrganizationType.DIRECT, False, "branch initial decision"),
    ],
)
def test_the_chain_follows_from_where_the_organisation_stands(cast, type, below_general, steps):
    parent = cast.general if below_general else cast.committee
    branch = org.make_branch(parent, type=type)
    project = draft(branch, cast.year, category_id=lean(cast.year))
    assert rules.steps_of(project) == steps.split()


def test_a_year_may_set_other_steps_for_a_level(cast):
    general = cast.year.level_rows.get(code="general")
    ReviewRule.objects.create(
        year=cast.year,
        organization_type=OrganizationType.BRANCH,
        level=general,
        steps=[Step.BRANCH, Step.DECISION],
    )
    project = draft(cast.branch, cast.year, lead=cast.lead)
    assert rules.steps_of(project) == ["branch", "decision"]
    assert rules.status_after(project, Step.BRANCH) == "committee_decision"
    assert rules.status_after(project, None, skip_branch=True) == "committee_decision"


def test_finance_countersigns_key_projects_with_savings(cast):
    key = cast.year.level_rows.get(code="key")
    project = draft(
        cast.branch,
        cast.year,
        lead=cast.lead,
        category_id=lean(cast.year),
        level_id=key.pk,
        savings_target=600_000,
    )
    assert rules.opinions_owed(project) == [("finance_verifier", cast.committee.pk)]
    Project.objects.filter(pk=project.pk).update(savings_target=None)
    project.refresh_from_db()
    assert rules.opinions_owed(project) == []


def test_four_eyes_can_be_switched_off_for_a_year(cast):
    project = draft(cast.branch, cast.year, lead=cast.secretary)
    project.filed_by = cast.secretary
    assert "another person" in caught(rules.check_four_eyes, project, cast.secretary)
    project.year.four_eyes = False
    assert caught(rules.check_four_eyes, project, cast.secretary) == ""


def caught(check, *arguments):
    try:
        check(*arguments)
    except DomainError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("who", "lead", "from_paper", "mode"),
    [
        ("lead", "lead", False, EntryMode.OWN),
        ("lead", "lead", True, EntryMode.OWN),
        ("clerk", "lead", False, EntryMode.FILLED_FOR),
        ("clerk", "lead", True, EntryMode.ENTERED_FOR),
        ("clerk", "clerk", False, EntryMode.OWN),
        ("secretary", "lead", False, EntryMode.FILLED_FOR),
        ("staff", "lead", False, EntryMode.ENTERED_FOR),
        ("staff", "staff", False, EntryMode.OWN),
    ],
)
def test_who_enters_for_whom(cast, who, lead, from_paper, mode):
    user, member = getattr(cast, who), getattr(cast, lead).member
    assert entry.mode_of(user, cast.branch, member.pk, from_paper) == mode


def test_where_each_may_begin(cast):
    begin = {
        "lead": {"五分厂一支部"},
        "clerk": {"五分厂一支部"},
        "general_reviewer": {"五分厂党总支"},
        "neighbour": {"运营管理部党支部"},
        "staff": {"五分厂党总支", "五分厂一支部", "运营管理部党支部", "机关党支部"},
        "reader": {"机关党支部"},
    }
    for name, expected in begin.items():
        found = entry.organizations_for(getattr(cast, name))
        assert set(found.values_list("name", flat=True)) == expected, name


def test_a_changed_configuration_is_read_anew_after_its_stamp(cast):
    year = make_year(cast.committee, 2020)
    assert configuration.of(year).by_code("theme", "tech_innovation").name == "科技创新"
    year.theme_rows.filter(code="tech_innovation").update(name="科技攻关")
    years.touch(year)
    assert configuration.of(year).by_code("theme", "tech_innovation").name == "科技攻关"


def test_a_closed_row_is_kept_where_it_was_chosen_and_offered_nowhere_else(cast):
    row = cast.year.theme_rows.get(code="tech_innovation")
    cast.year.theme_rows.filter(pk=row.pk).update(is_closed=True)
    years.touch(cast.year)
    known = configuration.of(cast.year)
    assert row not in known.open("theme")
    assert row in known.open("theme", keep=row.pk)
