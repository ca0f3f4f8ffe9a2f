"""The audit log: what happened, by whom, provably unchanged.

`record` inserts an unchained event without any lock, inside the caller's transaction; the
sealer chains it later. The values lie beside the event, so that they alone can be purged.
"""

from innovation.core.audit.erasing import ERASED, erase_payload
from innovation.core.audit.sealing import ChainBroken, Head, head, seal, seal_all
from innovation.core.audit.verification import Report, verify
from innovation.core.audit.writing import record

__all__ = [
    "ERASED",
    "ChainBroken",
    "Head",
    "Report",
    "erase_payload",
    "head",
    "record",
    "seal",
    "seal_all",
    "verify",
]
