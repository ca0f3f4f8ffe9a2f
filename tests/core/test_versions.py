from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.utils import translation

from innovation.core.errors import DomainError, StaleVersion
from innovation.core.versions import check_base_version


@dataclass
class Row:
    version: int = 4
    updated_by: str = "李强"
    updated_at: datetime = datetime(2026, 3, 9, 17, 5, tzinfo=UTC)


def test_the_version_that_was_read_may_be_saved():
    check_base_version(Row(), 4)


@pytest.mark.parametrize("base", [3, 5, 0])
def test_who_saved_first_and_when_is_told_in_local_time(base):
    with translation.override("en"), pytest.raises(StaleVersion) as stale:
        check_base_version(Row(), base)
    assert "李强" in str(stale.value) and "2026-03-10 01:05" in str(stale.value)
    assert (stale.value.by, stale.value.code) == ("李强", "stale_version")


def test_a_form_that_lost_its_version_is_refused():
    with pytest.raises(DomainError) as refused:
        check_base_version(Row(), None)
    assert refused.value.code == "base_version"
