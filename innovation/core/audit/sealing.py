from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet

from innovation.core import clock
from innovation.core.audit import heads
from innovation.core.audit.hashing import EVENT_FIELDS, link_hash
from innovation.core.models import AuditEvent, AuditHead, AuditLink

BATCH = 500  # events in one transaction: on SQLite it holds the write lock
LOOK_BACK = 20_000  # ids; a transaction that commits later than this many others is rare


class ChainBroken(Exception):
    """The head row does not fit the last link: nothing can be appended to a broken chain."""


@dataclass(frozen=True)
class Head:
    """How far the chain reaches; printed in issued reports."""

    seq: int
    hash: str


def head() -> Head:
    row = AuditHead.objects.filter(pk=1).first() or AuditHead()
    return Head(row.seq, row.hash)


def unsealed(*, everything: bool = False) -> QuerySet[AuditEvent]:
    """Events without a link, by id. An id may turn up late: who began first may commit last."""
    waiting = AuditEvent.objects.filter(link__isnull=True).order_by("id")
    if everything:
        return waiting
    newest = AuditLink.objects.aggregate(newest=Max("event_id"))["newest"] or 0
    return waiting.filter(id__gt=newest - LOOK_BACK)


def seal(limit: int = BATCH, *, everything: bool = False) -> int:
    """Chain up to `limit` waiting events; gives their number. Never inside another transaction."""
    if not unsealed(everything=everything).exists():
        return 0
    AuditHead.objects.get_or_create(pk=1)
    with transaction.atomic(durable=True):
        row = AuditHead.objects.select_for_update(of=("self",)).get(pk=1)
        _check_end(row)
        links = _chain(row, unsealed(everything=everything)[:limit])
        AuditLink.objects.bulk_create(links)
        row.sealed_at = clock.now()
        row.save(update_fields=["seq", "hash", "sealed_at"])
    heads.note(row.seq, row.hash)
    return len(links)


def seal_all(*, everything: bool = False, limit: int = BATCH) -> int:
    """Seal until nothing waits, in short transactions; the wide search runs once, last.

    After a bulk load, with nobody else at work, a larger `limit` is quicker.
    """
    total = 0
    for wide in (False, True)[: 1 + everything]:
        while count := seal(limit, everything=wide):
            total += count
    return total


def _check_end(row: AuditHead) -> None:
    last = AuditLink.objects.order_by("-seq").values_list("seq", "hash").first()
    if (row.seq, row.hash) != (last or (0, AuditHead().hash)):
        raise ChainBroken(f"the head says entry {row.seq}, the chain ends at {last and last[0]}")


def _chain(row: AuditHead, events: QuerySet[AuditEvent]) -> list[AuditLink]:
    """Links after the head, which is moved along in memory."""
    links = []
    for pk, digest, *columns in events.values_list("id", "digest", *EVENT_FIELDS):
        seq, prev = row.seq + 1, row.hash
        row.seq, row.hash = seq, link_hash(seq, prev, pk, columns, digest)
        links.append(AuditLink(seq=seq, event_id=pk, prev=prev, hash=row.hash))
    return links
