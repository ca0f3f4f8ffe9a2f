"""The audit log: what happened, by whom, provably unchanged.

`record` inserts an unchained event without any lock, inside the caller's transaction; the
sealer chains it later. The values lie beside the event, so that they alone can be purged.
"""

import hashlib
import json
import secrets
from typing import Any

from django.db import models, transaction

from innovation.core import clock
from innovation.core.models import AuditEvent, AuditPayload


def canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest_of(salt: str, data: Any) -> str:
    return hashlib.sha256(f"{salt}\n{canonical(data)}".encode()).hexdigest()


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
    values = json.loads(canonical(data or {}))
    salt = secrets.token_hex(16)
    event = AuditEvent.objects.create(
        at=clock.now(),
        actor_id=getattr(by, "pk", None),
        role=role,
        committee_id=committee_id or getattr(obj, "committee_id", None),
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        kind=kind,
        digest=digest_of(salt, values),
    )
    AuditPayload.objects.create(event=event, salt=salt, data=values)
    return event
