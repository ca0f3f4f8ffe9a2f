"""Reads the whole chain again and says, in one sentence per fault, what does not fit.

Found: a changed event, value or link, a deletion in the middle or at the tail, an insertion,
a swap, a chain computed anew without the key, a wrong head. Memory stays bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, islice
from typing import Any

from django.db.models import CharField, Count, Exists, Min, OuterRef
from django.db.models.functions import Cast

from innovation.core import clock
from innovation.core.audit import heads
from innovation.core.audit.erasing import ERASED
from innovation.core.audit.hashing import EVENT_FIELDS, digest_of, link_hash
from innovation.core.audit.sealing import ChainBroken, Head, head, seal_all, unsealed
from innovation.core.models import AuditEvent, AuditHead, AuditLink

LONGEST_UNSEALED = timedelta(minutes=5)
MOST_FAULTS = 1000  # kept in a report; the rest is counted
CHUNK = 2000
START = AuditHead._meta.get_field("hash").get_default()


@dataclass
class Report:
    """`sealed` events were still waiting when the check began."""

    head: Head
    sealed: int
    entries: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, fault: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.more += 1

    @property
    def count(self) -> int:
        return len(self.faults) + self.more

    @property
    def is_sound(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class Entry:
    """One link with its event and, unless erased, its values."""

    seq: int
    event_id: int
    prev: str
    hash: str
    digest: str
    kind: str
    salt: str | None
    data: object
    erased: bool
    columns: tuple[object, ...]


def verify() -> Report:
    early = list(_stale())
    sealed, broken = _seal_first()
    report = Report(head(), sealed)
    for fault in chain(early, broken, _walk(report), _copies(), _end(report), _noted_heads(report)):
        report.add(fault)
    return report


def _stale() -> Iterator[str]:
    """An event that waits for long was inserted beside the program, or the sealer stands still."""
    late = unsealed(everything=True).filter(at__lt=clock.now() - LONGEST_UNSEALED)
    if count := late.count():
        yield f"{count} events stood unsealed for more than five minutes."


def _seal_first() -> tuple[int, list[str]]:
    try:
        return seal_all(everything=True), []
    except ChainBroken as error:
        return 0, [f"Nothing more can be sealed: {error}."]


def _entries() -> Iterator[Entry]:
    erasure = AuditEvent.objects.filter(
        object_type=AuditEvent._meta.label_lower,
        object_id=Cast(OuterRef("event_id"), CharField()),
        kind=ERASED,
    )
    rows = AuditLink.objects.order_by("seq").values_list(
        "seq",
        "event_id",
        "prev",
        "hash",
        "event__digest",
        "event__kind",
        "event__payload__salt",
        "event__payload__data",
        Exists(erasure),
        *[f"event__{name}" for name in EVENT_FIELDS],
    )
    for row in rows.iterator(chunk_size=CHUNK):
        parts: list[Any] = [*row[:9], row[9:]]
        yield Entry(*parts)


def _walk(report: Report) -> Iterator[str]:
    """After a fault the walk goes on from what is stored, so that one change is one fault."""
    seq, prev = 0, START
    for entry in _entries():
        if entry.seq != seq + 1:
            yield _gap(seq + 1, entry.seq - 1)
        elif entry.prev != prev:
            yield f"Entry {entry.seq} does not follow the one before it."
        yield from _entry(entry)
        seq, prev = entry.seq, entry.hash
        report.entries += 1


def _gap(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} is missing from the chain, or its event is."
    return f"Entries {first} to {last} are missing from the chain, or their events are."


def _entry(entry: Entry) -> Iterator[str]:
    expected = link_hash(entry.seq, entry.prev, entry.event_id, entry.columns, entry.digest)
    if entry.hash != expected:
        yield f"Entry {entry.seq} (event {entry.event_id}) was changed or not made by the sealer."
    elif entry.salt is None:
        yield from _without_values(entry)
    elif entry.digest != digest_of(entry.columns, entry.salt, entry.data):
        yield f"The values of event {entry.event_id} were changed or not written by the program."


def _without_values(entry: Entry) -> Iterator[str]:
    if not entry.erased or entry.kind == ERASED:
        yield f"The values of event {entry.event_id} are gone without a record of their erasure."


def _copies() -> Iterator[str]:
    """A salt is used once, so two events with one digest are one event written twice."""
    digests = AuditEvent.objects.order_by().values("digest")
    double = digests.annotate(count=Count("id"), first=Min("id")).filter(count__gt=1)
    for row in double.iterator(chunk_size=CHUNK):
        yield f"Event {row['first']} stands {row['count']} times."


def _end(report: Report) -> Iterator[str]:
    """The links are asked first: a sealer at work may move the head on, never back."""
    last = AuditLink.objects.order_by("-seq").values_list("seq", "hash").first() or (0, START)
    now = head()
    stored = AuditLink.objects.filter(seq=now.seq).values_list("hash", flat=True).first()
    if now.seq < last[0] or (stored or START) != now.hash or (stored is None) != (now.seq == 0):
        yield f"The head row (entry {now.seq}) does not fit the chain, which ends at {last[0]}."


def _noted_heads(report: Report) -> Iterator[str]:
    """Each head that was ever noted outside the database must stand in the chain still."""
    noted = heads.lines()
    empty = True
    while batch := list(islice(noted, 500)):
        empty = False
        links = AuditLink.objects.filter(seq__in=[seq for seq, _ in batch])
        stored = dict(links.values_list("seq", "hash"))
        for seq, hash in batch:
            if stored.get(seq) != hash:
                yield _lost(seq, hash)
    if empty and report.entries:
        yield f"{heads.path()} is missing or empty, so a cut tail could not be found."


def _lost(seq: int, hash: str) -> str:
    if not seq:
        return f"{heads.path()} holds a line that cannot be read: {hash[:80]!r}."
    return f"Entry {seq} was sealed as {hash[:12]}…, and the chain no longer holds it."
