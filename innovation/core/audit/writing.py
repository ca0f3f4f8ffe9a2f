import secrets
from typing import Any

from django.db import models, transaction

from innovation.core import clock
from innovation.core.audit.hashing import EVENT_FIELDS, digest_of, plain
from innovation.core.models import AuditEvent, AuditPayload


def record(
    *,
    by: Any,
    obj: models.Model,
    kind: str,
    data: dict[str, Any] | None = None,
    committee_id: int | None = None,
    role: str = "",
) -> AuditEvent:
    """Write one event. `data` holds old → new and names people by id; call it inside atomic."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record belongs inside the transaction of the act")
    event = AuditEvent(
        at=clock.now(),
        actor_id=getattr(by, "pk", None),
        role=role,
        committee_id=committee_id or getattr(obj, "committee_id", None),
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        kind=kind,
    )
    values, salt = plain(data or {}), secrets.token_hex(16)
    event.digest = digest_of([getattr(event, name) for name in EVENT_FIELDS], salt, values)
    event.save(force_insert=True)
    AuditPayload(event=event, salt=salt, data=values).save(force_insert=True)
    return event
