"""Running numbers without gaps or doubles, one counter a committee and scope."""

from django.db import transaction

from innovation.core.models import NumberCounter


def next_number(committee_id: int, scope: str) -> int:
    """The next number, held by a row lock until the caller's transaction ends.

    Lock the roots first and the counter after them (roots, counter, to-dos), never the other way.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is drawn inside the transaction that uses it")
    counter = _locked(committee_id, scope) or _created(committee_id, scope)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _locked(committee_id: int, scope: str) -> NumberCounter | None:
    counters = NumberCounter.objects.select_for_update(of=("self",))
    return counters.filter(committee_id=committee_id, scope=scope).first()


def _created(committee_id: int, scope: str) -> NumberCounter:
    """Of several who find no row, one inserts it; the others wait for that one and then lock."""
    row = NumberCounter(committee_id=committee_id, scope=scope)
    NumberCounter.objects.bulk_create([row], ignore_conflicts=True)
    counter = _locked(committee_id, scope)
    assert counter is not None  # noqa: S101 - inserted above, and counters are never deleted
    return counter
