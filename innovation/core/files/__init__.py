"""Stored files: taken by content, kept under a UUID, served so that they never run."""

from innovation.core.files.checking import ACCEPT, Checked, check
from innovation.core.files.fields import UploadField
from innovation.core.files.keeping import (
    Incoming,
    key_of,
    open,
    receive,
    receive_bytes,
    store,
    store_bytes,
)
from innovation.core.files.serving import response
from innovation.core.files.sweeping import sweep

__all__ = [
    "ACCEPT",
    "Checked",
    "Incoming",
    "UploadField",
    "check",
    "key_of",
    "open",
    "receive",
    "receive_bytes",
    "response",
    "store",
    "store_bytes",
    "sweep",
]
