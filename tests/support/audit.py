"""What tests need of the audit log: a head log of their own, and tables that can be emptied.

A flush after a `transaction=True` test deletes every row, which the triggers refuse by design;
so they step aside for that one statement and stand again afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from innovation.core import triggers
from innovation.core.audit import heads


@contextmanager
def bypassed(connection: BaseDatabaseWrapper = connection) -> Iterator[None]:
    """What somebody with the database's own password can do."""
    triggers.remove(connection)
    try:
        yield
    finally:
        triggers.install(connection)


def let_flush_pass() -> None:
    plain = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> Any:
        with bypassed(self.connection):
            return plain(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush


@pytest.fixture(autouse=True)
def _no_heads_of_other_tests() -> None:
    """Each test's chain is its own; the heads of one that is gone would look like a cut tail."""
    heads.path().unlink(missing_ok=True)
