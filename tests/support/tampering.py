"""Ways to falsify the audit log with the database's own password, but without the key.

Each takes a random source and the chain's length, and changes rows past the triggers.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.test import override_settings

from innovation.core.audit.hashing import EVENT_FIELDS, digest_of, link_hash
from innovation.core.models import AuditEvent, AuditHead, AuditLink, AuditPayload

Tampering = Callable[[random.Random, int], None]
TAMPERINGS: dict[str, Tampering] = {}
GUESSED = "the key lies outside the database, so this is not it"
FIELDS = ("at", "actor_id", "role", "committee_id", "object_type", "object_id", "kind", "digest")


def tampering(do: Tampering) -> Tampering:
    TAMPERINGS[do.__name__] = do
    return do


def _link(rng: random.Random, length: int) -> AuditLink:
    return AuditLink.objects.get(seq=rng.randint(1, length))


def _random_hash(rng: random.Random) -> str:
    return f"{rng.getrandbits(256):064x}"


def _set_head(seq: int, hash: str) -> None:
    AuditHead.objects.filter(pk=1).update(seq=seq, hash=hash)


def _delete(first: int, last: int) -> None:
    """Links, values and events from one entry to another."""
    events = list(
        AuditLink.objects.filter(seq__range=(first, last)).values_list("event_id", flat=True)
    )
    with connection.cursor() as cursor:
        for event in events:
            cursor.execute("DELETE FROM core_auditlink WHERE event_id = %s", [event])
            cursor.execute("DELETE FROM core_auditpayload WHERE event_id = %s", [event])
            cursor.execute("DELETE FROM core_auditevent WHERE id = %s", [event])


def _recompute(first: int) -> None:
    """What somebody computes who has the program and everything else, but not the key."""
    before = AuditLink.objects.filter(seq=first - 1).first()
    prev = before.hash if before else "0" * 64
    for link in AuditLink.objects.filter(seq__gte=first).order_by("seq").select_related("event"):
        columns = [getattr(link.event, name) for name in EVENT_FIELDS]
        with override_settings(AUDIT_KEY=GUESSED):
            hash = link_hash(link.seq, prev, link.event_id, columns, link.event.digest)
        AuditLink.objects.filter(pk=link.pk).update(prev=prev, hash=hash)
        prev = hash
    last = AuditLink.objects.order_by("-seq").first()
    _set_head(last.seq if last else 0, prev)


def _digest(event: AuditEvent, salt: str, values: object) -> str:
    with override_settings(AUDIT_KEY=GUESSED):
        return digest_of([getattr(event, name) for name in EVENT_FIELDS], salt, values)


def _close_gap(first: int, count: int) -> None:
    """Number the entries after a gap downwards, one by one, as the key is unique."""
    for seq in (
        AuditLink.objects.filter(seq__gte=first).order_by("seq").values_list("seq", flat=True)
    ):
        AuditLink.objects.filter(seq=seq).update(seq=seq - count)


def _forged_event(rng: random.Random) -> AuditEvent:
    """A new event made from an old one, with values and a digest like a real one's."""
    event = AuditEvent.objects.get(pk=rng.choice(AuditEvent.objects.values_list("pk", flat=True)))
    values, salt = {"status": ["draft", "approved"]}, f"{rng.getrandbits(128):032x}"
    event.pk = None
    event.digest = _digest(event, salt, values)
    event.save(force_insert=True)
    AuditPayload.objects.create(event=event, salt=salt, data=values)
    return event


@tampering
def change_event(rng: random.Random, length: int) -> None:
    event = _link(rng, length).event
    name = rng.choice(FIELDS)
    old = getattr(event, name)
    new = {
        "at": event.at + timedelta(microseconds=rng.randint(1, 10**9)),
        "actor_id": rng.choice([None, 999]) if old is not None else 999,
        "committee_id": rng.choice([None, 999]) if old is not None else 999,
        "digest": _random_hash(rng),
    }.get(name, f"{old}x")
    AuditEvent.objects.filter(pk=event.pk).update(**{name: new})


@tampering
def change_event_and_recompute(rng: random.Random, length: int) -> None:
    link = _link(rng, length)
    AuditEvent.objects.filter(pk=link.event_id).update(role="nobody")
    _recompute(link.seq)


@tampering
def change_values(rng: random.Random, length: int) -> None:
    payload = AuditPayload.objects.get(event=_link(rng, length).event_id)
    AuditPayload.objects.filter(pk=payload.pk).update(data=payload.data | {"n": [1, "other"]})


@tampering
def change_salt(rng: random.Random, length: int) -> None:
    payloads = AuditPayload.objects.filter(event=_link(rng, length).event_id)
    payloads.update(salt=_random_hash(rng)[:32])


@tampering
def change_values_and_digest(rng: random.Random, length: int) -> None:
    event = _link(rng, length).event
    data, salt = {"n": ["new", "values"]}, "0" * 32
    AuditPayload.objects.filter(event=event).update(salt=salt, data=data)
    AuditEvent.objects.filter(pk=event.pk).update(digest=_digest(event, salt, data))


@tampering
def change_values_and_digest_and_recompute(rng: random.Random, length: int) -> None:
    standing = set(AuditEvent.objects.values_list("digest", flat=True))
    change_values_and_digest(rng, length)
    changed = AuditEvent.objects.exclude(digest__in=standing).get()
    _recompute(changed.link.seq)


@tampering
def delete_values(rng: random.Random, length: int) -> None:
    AuditPayload.objects.filter(event=_link(rng, length).event_id).delete()


@tampering
def change_link(rng: random.Random, length: int) -> None:
    name = rng.choice(["prev", "hash"])
    AuditLink.objects.filter(seq=rng.randint(1, length)).update(**{name: _random_hash(rng)})


@tampering
def delete_link(rng: random.Random, length: int) -> None:
    AuditLink.objects.filter(seq=rng.randint(1, length)).delete()


@tampering
def delete_in_the_middle(rng: random.Random, length: int) -> None:
    first = rng.randint(1, length - 2)
    _delete(first, rng.randint(first, length - 1))


@tampering
def delete_in_the_middle_and_close_the_gap(rng: random.Random, length: int) -> None:
    first = rng.randint(1, length - 2)
    last = rng.randint(first, length - 1)
    _delete(first, last)
    _close_gap(last + 1, last - first + 1)
    _recompute(first)


@tampering
def delete_the_tail(rng: random.Random, length: int) -> None:
    _delete(rng.randint(1, length), length)


@tampering
def delete_the_tail_with_the_head(rng: random.Random, length: int) -> None:
    first = rng.randint(1, length)
    _delete(first, length)
    last = AuditLink.objects.filter(seq=first - 1).first()
    _set_head(first - 1, last.hash if last else "0" * 64)


@tampering
def delete_everything(rng: random.Random, length: int) -> None:
    _delete(1, length)
    AuditHead.objects.all().delete()


@tampering
def insert_an_event(rng: random.Random, length: int) -> None:
    _forged_event(rng)


@tampering
def insert_an_event_without_values(rng: random.Random, length: int) -> None:
    AuditPayload.objects.filter(event=_forged_event(rng)).delete()


@tampering
def insert_a_copy(rng: random.Random, length: int) -> None:
    event = _link(rng, length).event
    payload = event.payload
    event.pk = None
    event.save(force_insert=True)
    AuditPayload.objects.create(event=event, salt=payload.salt, data=payload.data)


@tampering
def insert_into_the_chain(rng: random.Random, length: int) -> None:
    at = rng.randint(1, length + 1)
    later = AuditLink.objects.filter(seq__gte=at).order_by("-seq").values_list("seq", flat=True)
    for seq in later:
        AuditLink.objects.filter(seq=seq).update(seq=seq + 1)
    event = _forged_event(rng)
    AuditLink.objects.create(seq=at, event=event, prev="0" * 64, hash="0" * 64)
    _recompute(at)


@tampering
def swap_links(rng: random.Random, length: int) -> None:
    """Two events change their places."""
    one, other = rng.sample(range(1, length + 1), 2)
    a, b = AuditLink.objects.get(seq=one), AuditLink.objects.get(seq=other)
    AuditLink.objects.filter(seq__in=[one, other]).update(event=F("event_id") + 10**6)
    AuditLink.objects.filter(seq=one).update(event=b.event_id)
    AuditLink.objects.filter(seq=other).update(event=a.event_id)


@tampering
def swap_events(rng: random.Random, length: int) -> None:
    """Two events change their contents, digest included."""
    a, b = (AuditLink.objects.get(seq=s).event for s in rng.sample(range(1, length + 1), 2))
    for pk, source in ((a.pk, b), (b.pk, a)):
        AuditEvent.objects.filter(pk=pk).update(**{name: getattr(source, name) for name in FIELDS})


@tampering
def swap_values(rng: random.Random, length: int) -> None:
    """Two events change their values with the digests, so that each pair fits."""
    a, b = (AuditLink.objects.get(seq=s).event for s in rng.sample(range(1, length + 1), 2))
    values = {e.pk: (e.digest, e.payload.salt, e.payload.data) for e in (a, b)}
    for pk, source in ((a.pk, b.pk), (b.pk, a.pk)):
        digest, salt, data = values[source]
        AuditEvent.objects.filter(pk=pk).update(digest=digest)
        AuditPayload.objects.filter(event=pk).update(salt=salt, data=data)


@tampering
def recompute_without_the_key(rng: random.Random, length: int) -> None:
    _recompute(rng.randint(1, length))


@tampering
def wrong_head(rng: random.Random, length: int) -> None:
    seq = rng.choice([0, rng.randint(1, length - 1), length + 1, length])
    _set_head(seq, _random_hash(rng))


@tampering
def no_head(rng: random.Random, length: int) -> None:
    AuditHead.objects.all().delete()
