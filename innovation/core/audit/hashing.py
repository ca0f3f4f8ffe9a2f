"""What is hashed, and how. Every hash is an HMAC under the key that lies outside the database."""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

# Every column of an event but `id` and `digest`, in the order in which they are hashed.
EVENT_FIELDS = ("at", "actor_id", "role", "committee_id", "object_type", "object_id", "kind")

_encode = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
).encode


def plain(data: Any) -> Any:
    """The data as both databases give it back: a fraction is kept as text, or it would change."""
    return json.loads(_encode(data), parse_float=str, parse_constant=str)


def digest_of(columns: Sequence[Any], salt: str, data: Any) -> str:
    """Binds the values to their event, so that neither stands with another. `data` is plain."""
    return _mac("values", [_stable(c) for c in columns], salt, data)


def link_hash(seq: int, prev: str, event_id: int, columns: Sequence[Any], digest: str) -> str:
    return _mac("link", seq, prev, event_id, [_stable(c) for c in columns], digest)


def _stable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _mac(*parts: Any) -> str:
    message = _encode(["v1", *parts]).encode()
    return hmac.digest(settings.AUDIT_KEY.encode(), message, "sha256").hex()
