"""What SQLite alone can do to a row."""

import pytest
from django.db import DatabaseError, connection, transaction

from innovation.core import audit
from tests.support import core_rows


@pytest.fixture
def sealed(db):
    actor = core_rows.person("clerk")
    with transaction.atomic():
        audit.record(by=actor, obj=actor, kind="user.renamed")
    audit.seal()


@pytest.mark.parametrize(
    "sql",
    [
        "REPLACE INTO core_auditlink SELECT seq, 'x', hash, event_id FROM core_auditlink",
        "REPLACE INTO core_auditpayload SELECT event_id, 'x', data FROM core_auditpayload",
        "REPLACE INTO core_auditevent (id, at, role, object_type, object_id, kind, digest)"
        " SELECT id, at, 'x', object_type, object_id, kind, digest FROM core_auditevent",
    ],
)
def test_sqlite_does_not_replace_a_row_either(sealed, sql):
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        connection.cursor().execute(sql)
