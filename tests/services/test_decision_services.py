"""Two people, one project; many approvals, one counter: one success each, and no deadlock."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent, OutboxMessage
from innovation.org.models import User
from projects.actions import approval, decision, moves, review
from projects.enums import InitialTick, Status
from projects.models import DecisionBatch, Project
from tests.factories.projects import project_at
from tests.projects.cast import MONDAY, Cast, gather
from tests.support.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
FOURTH = decision.Meeting(on=MONDAY, number="2019年第4次党委会")


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.fixed(MONDAY):
        yield gather()


def many(cast: Cast, status: str, count: int) -> list[int]:
    """One walks the way, the others are copies of it."""
    project = project_at(status, cast.branch, cast.year, lead=cast.lead)
    ids = [project.pk]
    for _ in range(count - 1):
        project.pk = None
        project.save(force_insert=True)
        ids.append(project.pk)
    return ids


def apply(ids: list[int], by: User) -> DecisionBatch:
    return decision.apply(marked=dict.fromkeys(ids, "approve"), meeting=FOURTH, by=by)


def audited(kind: str) -> Counter[str]:
    return Counter(AuditEvent.objects.filter(kind=kind).values_list("object_id", flat=True))


def split(results: list[object]) -> tuple[list[object], list[DomainError]]:
    refused = [r for r in results if isinstance(r, DomainError)]
    others = [r for r in results if isinstance(r, Exception) and not isinstance(r, DomainError)]
    assert not others
    return [r for r in results if not isinstance(r, Exception)], refused


def test_two_members_deciding_one_project_at_once(cast: Cast) -> None:
    ids = many(cast, Status.COMMITTEE_DECISION, 1)
    for _ in range(5):
        Project.objects.filter(pk__in=ids).update(status=Status.COMMITTEE_DECISION, batch=None)
        decision.mark(project_ids=ids, decision="approve", by=cast.staff)
        before = AuditEvent.objects.filter(kind="project.decide").count()
        done, refused = split(
            at_once(
                [lambda: apply(ids, cast.staff), lambda: apply(ids, cast.second_staff)],
            )
        )
        assert len(done) == len(refused) == 1
        (batch,) = done
        assert isinstance(batch, DecisionBatch)
        assert batch.decided_by.name in str(refused[0])
        assert AuditEvent.objects.filter(kind="project.decide").count() == before + 1


def test_two_batches_over_the_same_projects_in_opposite_order(cast: Cast) -> None:
    ids = many(cast, Status.COMMITTEE_DECISION, 30)
    for _ in range(5):
        Project.objects.filter(pk__in=ids).update(status=Status.COMMITTEE_DECISION, batch=None)
        decision.mark(project_ids=ids, decision="approve", by=cast.staff)
        done, refused = split(
            at_once(
                [
                    lambda: apply(ids, cast.staff),
                    lambda: apply(ids[::-1], cast.second_staff),
                ]
            )
        )
        assert len(done) == len(refused) == 1
        assert set(Project.objects.values_list("status", flat=True)) == {"decided"}
    assert set(audited("project.decide").values()) == {5}
    assert DecisionBatch.objects.count() == 5
    assert OutboxMessage.objects.filter(topic="notice.prepare").count() == 5


def test_overlapping_marks_and_meetings_do_not_wait_crosswise(cast: Cast) -> None:
    ids = many(cast, Status.COMMITTEE_DECISION, 30)
    decision.mark(project_ids=ids, decision="approve", by=cast.staff)
    split(
        at_once(
            [
                lambda: apply(ids[:20], cast.staff),
                lambda: decision.mark(
                    project_ids=ids[::-1], decision="approve", by=cast.second_staff
                ),
                lambda: decision.unmark(project_ids=ids[10:][::-1], by=cast.second_staff),
                lambda: apply(ids[:9:-1], cast.second_staff),
            ]
        )
    )
    assert max(audited("project.decide").values(), default=1) == 1


def test_eight_reviewers_pass_one_filing_once(cast: Cast) -> None:
    (pk,) = many(cast, Status.INITIAL_REVIEW, 1)

    def act() -> Project:
        return review.pass_initial(project_id=pk, by=cast.staff, ticks=InitialTick.values)

    done, refused = split(at_once([act] * 8))
    assert (len(done), len(refused)) == (1, 7)
    assert audited("project.pass_initial") == {str(pk): 1}


def test_a_hundred_approvals_in_parallel_have_a_hundred_numbers(cast: Cast) -> None:
    ids = many(cast, Status.DECIDED, 100)

    def approve(pks: list[int]) -> None:
        for pk in pks:
            with transaction.atomic():
                approval.approve(moves.locked(pk))

    at_once([lambda pks=ids[n::25]: approve(pks) for n in range(25)])
    rows = Project.objects.filter(pk__in=ids).values_list("status", "number")
    numbers = sorted(number for _status, number in rows)
    assert {status for status, _number in rows} == {"active"}
    assert numbers == [f"2019-KY-{cast.branch.code}-{n:03d}" for n in range(1, 101)]
    assert audited("project.approve") == {str(pk): 1 for pk in ids}


def test_one_project_approved_by_many_gets_one_number(cast: Cast) -> None:
    (pk,) = many(cast, Status.DECIDED, 1)

    def approve() -> str:
        with transaction.atomic():
            return approval.approve(moves.locked(pk)).number

    done, refused = split(at_once([approve] * 16))
    assert done == [f"2019-KY-{cast.branch.code}-001"]
    assert {error.code for error in refused} == {"wrong_state"}
    assert audited("project.approve") == {str(pk): 1}
