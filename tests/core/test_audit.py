import random
import re
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from innovation.core import audit, clock, triggers
from innovation.core.audit import heads, verification
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent, AuditHead, AuditLink, AuditPayload
from tests.support import core_rows
from tests.support.audit import bypassed
from tests.support.tampering import TAMPERINGS

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def actor():
    return core_rows.person("clerk", core_rows.committee())


def act(actor, n=0):
    with transaction.atomic():
        return audit.record(
            by=actor, obj=actor.committee, kind="organization.renamed", data={"name": ["旧", n]}
        )


@pytest.fixture
def chain(actor):
    """Twelve events, sealed in three rounds."""
    for n in range(12):
        act(actor, n)
        if n % 4 == 3:
            audit.seal()
    return actor


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# --- writing ---------------------------------------------------------------------------------


def test_an_event_tells_who_did_what_to_which_object_and_its_values_lie_beside_it(actor):
    event = act(actor, "新")
    assert (event.actor, event.committee, event.kind) == (
        actor,
        actor.committee,
        "organization.renamed",
    )
    assert (event.object_type, event.object_id) == ("org.organization", str(actor.committee_id))
    assert AuditPayload.objects.get().data == {"name": ["旧", "新"]}
    assert "旧" not in event.digest


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused(actor):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record(by=actor, obj=actor, kind="x")


def test_an_act_rolled_back_leaves_no_event(actor):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(by=actor, obj=actor, kind="x")
        raise ZeroDivisionError
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "value", [1.5, -0.0, 1e22, float("nan"), 10**30, "ä\u2028", None, {"b": 1, "a": [True, 2]}]
)
def test_values_of_every_kind_come_back_from_the_database_unchanged(actor, value):
    act(actor, value)
    assert audit.verify().faults == []


# --- sealing ---------------------------------------------------------------------------------


def test_each_event_is_chained_once_in_order(chain):
    audit.seal()
    links = AuditLink.objects.order_by("seq")
    assert [link.seq for link in links] == list(range(1, 13))
    assert [link.event_id for link in links] == sorted(
        AuditEvent.objects.values_list("id", flat=True)
    )
    assert all(after.prev == link.hash for link, after in pairwise(links))


def test_sealing_takes_at_most_the_number_asked_for(actor):
    for n in range(5):
        act(actor, n)
    assert [audit.seal(limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_an_event_far_behind_the_newest_is_found_by_the_wide_search(chain, monkeypatch):
    monkeypatch.setattr("innovation.core.audit.sealing.LOOK_BACK", 3)
    with bypassed():
        AuditLink.objects.filter(seq__gt=2).delete()
        AuditLink.objects.filter(seq=2).update(event=AuditEvent.objects.latest("id"))
        AuditHead.objects.update(**AuditLink.objects.values("seq", "hash").latest("seq"))
    assert audit.seal_all() == 2
    assert audit.seal_all(everything=True) == 8


def test_a_chain_that_does_not_fit_its_head_is_not_gone_on_with(chain):
    AuditHead.objects.update(seq=3)
    act(chain)
    with pytest.raises(audit.ChainBroken):
        audit.seal()
    assert AuditLink.objects.count() == 12


def test_every_sealed_head_is_noted_outside_the_database(chain):
    noted = list(heads.lines())
    assert [seq for seq, _ in noted] == [4, 8, 12]
    assert noted[-1] == (audit.head().seq, audit.head().hash)
    assert heads.path().stat().st_mode & 0o777 == 0o600


def test_a_head_log_that_cannot_be_written_does_not_stop_the_sealing(actor):
    heads.path().mkdir()
    act(actor)
    try:
        assert audit.seal() == 1
    finally:
        heads.path().rmdir()


# --- insert-only -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditevent SET role = 'x'",
        "DELETE FROM core_auditevent",
        "UPDATE core_auditlink SET prev = 'x'",
        "DELETE FROM core_auditlink",
        "UPDATE core_auditpayload SET salt = 'x'",
        "DELETE FROM core_auditpayload",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete(chain, sql):
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        raw(sql)


def test_values_are_erased_by_two_persons_and_the_chain_still_holds(chain):
    event = AuditLink.objects.get(seq=5).event
    audit.erase_payload(event, by=chain, second=core_rows.person("secrecy"), ground="purge")
    assert not AuditPayload.objects.filter(event=event).exists()
    assert audit.verify().faults == []
    erasure = AuditEvent.objects.get(kind=audit.ERASED)
    assert erasure.object_id == str(event.pk)
    assert "旧" not in str(erasure.payload.data)


def test_one_person_alone_erases_nothing(chain):
    event = AuditLink.objects.get(seq=5).event
    with pytest.raises(DomainError):
        audit.erase_payload(event, by=chain, second=chain, ground="purge")
    assert AuditPayload.objects.filter(event=event).exists()


def test_the_record_of_an_erasure_cannot_be_erased(chain):
    other = core_rows.person("secrecy")
    event = AuditLink.objects.get(seq=5).event
    erasure = audit.erase_payload(event, by=chain, second=other, ground="purge")
    with pytest.raises(DomainError):
        audit.erase_payload(erasure, by=chain, second=other, ground="purge")
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        raw("DELETE FROM core_auditpayload WHERE event_id = %s", erasure.pk)


def test_a_missing_trigger_is_named(chain):
    raw(
        "DROP TRIGGER core_auditevent_no_update"
        + (" ON core_auditevent" if connection.vendor == "postgresql" else "")
    )
    errors = StringIO()
    with pytest.raises(CommandError, match="not sound: 1 fault"):
        call_command("verify_audit", stderr=errors)
    assert "core_auditevent_no_update" in errors.getvalue()
    assert triggers.missing(connection) == ["core_auditevent_no_update"]


# --- verification ----------------------------------------------------------------------------


def test_an_untouched_log_is_sound_and_its_head_is_printed(chain):
    act(chain)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "sound: 13 entries, 1 of them sealed just now" in out.getvalue()
    assert audit.head().hash in out.getvalue()


def test_an_empty_log_is_sound(db):
    assert audit.verify().faults == []


def test_tamperings_are_all_found(chain, size):
    """Random kind, random place; each undone before the next."""
    missed = []
    noted = heads.path().read_bytes()
    rounds = max(size(60, 1000), len(TAMPERINGS))
    for n in range(rounds):
        rng = random.Random(n)
        name = list(TAMPERINGS)[n % len(TAMPERINGS)]
        before = transaction.savepoint()
        with bypassed():
            TAMPERINGS[name](rng, 12)
        if not audit.verify().faults:
            missed.append((n, name))
        transaction.savepoint_rollback(before)
        heads.path().write_bytes(noted)
    assert missed == []
    assert audit.verify().faults == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("change_event", "was changed or not made by the sealer"),
        ("change_values", "values of event .* were changed"),
        ("delete_values", "gone without a record of their erasure"),
        ("delete_in_the_middle", "missing from the chain"),
        ("delete_the_tail", "head row .* does not fit the chain"),
        ("delete_the_tail_with_the_head", "the chain no longer holds it"),
        ("insert_an_event", "not written by the program"),
        ("insert_a_copy", "stands 2 times"),
        ("recompute_without_the_key", "not made by the sealer"),
        ("wrong_head", "head row .* does not fit the chain"),
    ],
)
def test_a_fault_says_what_is_wrong(chain, name, sentence):
    with bypassed():
        TAMPERINGS[name](random.Random(1), 12)
    errors = StringIO()
    with pytest.raises(CommandError, match="The audit log is not sound"):
        call_command("verify_audit", stderr=errors)
    assert re.search(sentence, errors.getvalue()), errors.getvalue()


def test_one_change_is_one_fault(chain):
    with bypassed():
        TAMPERINGS["change_event"](random.Random(1), 12)
    assert len(audit.verify().faults) == 1


def test_an_event_left_unsealed_for_long_is_a_fault_and_a_fresh_one_is_not(chain):
    act(chain)
    with clock.moved(timedelta(minutes=4)):
        assert audit.verify().sealed == 1
    act(chain)
    with clock.moved(timedelta(minutes=6)):
        assert audit.verify().faults == ["1 events stood unsealed for more than five minutes."]


def test_a_lost_head_log_is_a_fault(chain):
    heads.path().unlink()
    assert "missing or empty" in audit.verify().faults[0]


def test_a_spoilt_line_of_the_head_log_is_a_fault(chain):
    with heads.path().open("ab") as log:
        log.write(b"\xff\xfe nonsense\n")
    assert "cannot be read" in audit.verify().faults[0]


def test_faults_without_number_are_counted_not_kept(chain, monkeypatch):
    monkeypatch.setattr(verification, "MOST_FAULTS", 3)
    with bypassed():
        TAMPERINGS["recompute_without_the_key"](random.Random(5), 12)
        AuditPayload.objects.update(salt="0" * 32)
    report = audit.verify()
    assert len(report.faults) == 3
    assert report.count == len(report.faults) + report.more > 3
