"""Opening a programme year: who may, and what it starts with."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent
from projects import defaults
from projects.actions import years
from projects.models import ProgrammeYear, Reason
from tests.projects.cast import MONDAY, gather

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with clock.fixed(MONDAY), translation.override("en"):
        yield gather()


def test_committee_staff_open_a_year_and_the_log_says_so(cast):
    year = years.open_year(committee=cast.committee, year=2020, by=cast.staff)
    assert year.title == "2020年党员创新工程"
    assert AuditEvent.objects.get(kind="year.open", object_id=str(year.pk)).actor == cast.staff


@pytest.mark.parametrize("who", ["secretary", "general_reviewer", "reader", "secrecy"])
def test_nobody_else_does(cast, who):
    with pytest.raises(DomainError, match="You have no right"):
        years.open_year(committee=cast.committee, year=2020, by=getattr(cast, who))
    assert not ProgrammeYear.objects.filter(year=2020).exists()


def test_a_committee_has_a_year_once(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        years.open_year(committee=cast.committee, year=2019, by=cast.staff)


def test_it_starts_with_everything_a_firm_may_set(cast):
    year = years.open_year(committee=cast.committee, year=2020, by=cast.staff)
    assert list(year.category_rows.values_list("code", "name", "number_code")) == [
        ("rnd_production", "科研生产", "KY"),
        ("safety_quality", "安全质量", "AQ"),
        ("lean_management", "精益管理", "JY"),
        ("party_building", "党建", "DJ"),
    ]
    assert year.outcomeform_rows.count() == 8
    assert len(year.requirements) == 7
    assert year.calendar.get(code="filing_due").date == date(2020, 3, 10)
    assert year.calendar.get(code="summary_due").date == date(2021, 1, 31)
    assert set(year.expected.values_list("organization__name", flat=True)) == {
        "五分厂一支部",
        "运营管理部党支部",
        "机关党支部",
    }


def test_every_kind_of_reason_has_its_choices(cast):
    counts = dict.fromkeys({row.more["kind"] for row in defaults.REASONS}, 0)
    for kind in Reason.objects.filter(year=cast.year).values_list("kind", flat=True):
        counts[kind] += 1
    assert set(counts) == {"return", "reject", "withdraw", "confidentiality", "not_disclosed"}
    assert all(4 <= n <= 6 for n in counts.values())


def test_names_are_told_in_the_readers_language(cast):
    category = cast.year.category_rows.get(code="party_building")
    assert category.label == "Party building"
    with translation.override("zh-hans"):
        assert category.label == "党建"
