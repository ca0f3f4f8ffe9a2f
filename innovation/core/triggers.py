"""Triggers that make the audit tables insert-only, on SQLite and PostgreSQL alike.

Events and links know no UPDATE and no DELETE. Payloads know no UPDATE, and a DELETE only where
an event of kind `audit.payload_erased` names the payload's event: so nothing is erased without
a record that itself stays. Whoever owns the tables can drop triggers; `verify_audit` finds what
was done then.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

INSERT_ONLY = {"core_auditevent": "id", "core_auditlink": "seq"}
PAYLOAD = "core_auditpayload"
ERASURE_STANDS = """EXISTS (
    SELECT 1 FROM core_auditevent
    WHERE object_type = 'core.auditevent' AND object_id = CAST(OLD.event_id AS varchar(40))
    AND kind = 'audit.payload_erased'
)"""


def install(connection: BaseDatabaseWrapper) -> None:
    _run(connection, {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]())


def remove(connection: BaseDatabaseWrapper) -> None:
    on_table = "" if connection.vendor == "sqlite" else " ON {table}"
    drop = "DROP TRIGGER IF EXISTS {table}_{what}" + on_table
    tables = [*INSERT_ONLY, PAYLOAD]
    whats = ("no_update", "no_delete", "no_replace", "no_truncate")
    _run(connection, [drop.format(table=t, what=w) for t in tables for w in whats])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that should stand and do not."""
    listing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(listing)
        standing = {row[0] for row in cursor.fetchall()}
    fourth = "no_replace" if connection.vendor == "sqlite" else "no_truncate"
    whats = ("no_update", "no_delete", fourth)
    wanted = [f"{table}_{what}" for table in (*INSERT_ONLY, PAYLOAD) for what in whats]
    return [name for name in wanted if name not in standing]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    statements = [_refuse(PAYLOAD, "UPDATE", "no_update")]
    statements.append(_refuse(PAYLOAD, "DELETE", "no_delete", f"NOT {ERASURE_STANDS}"))
    for table in INSERT_ONLY:
        statements.append(_refuse(table, "UPDATE", "no_update"))
        statements.append(_refuse(table, "DELETE", "no_delete"))
    # INSERT OR REPLACE deletes the old row without asking the DELETE trigger.
    for table, key in (INSERT_ONLY | {PAYLOAD: "event_id"}).items():
        stands = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
        statements.append(_refuse(table, "INSERT", "no_replace", stands))
    return statements


def _refuse(table: str, act: str, name: str, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    )


def _postgresql() -> list[str]:
    statements = [
        """CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$""",
        f"""CREATE OR REPLACE FUNCTION core_audit_erase() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {ERASURE_STANDS} THEN RETURN OLD; END IF;
            RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME;
        END $$""",
        _on(PAYLOAD, "no_update", "UPDATE", "ROW"),
        _on(PAYLOAD, "no_delete", "DELETE", "ROW", "core_audit_erase"),
        _on(PAYLOAD, "no_truncate", "TRUNCATE", "STATEMENT"),
    ]
    for table in INSERT_ONLY:
        statements.append(_on(table, "no_update", "UPDATE", "ROW"))
        statements.append(_on(table, "no_delete", "DELETE", "ROW"))
        statements.append(_on(table, "no_truncate", "TRUNCATE", "STATEMENT"))
    return statements


def _on(table: str, name: str, act: str, each: str, function: str = "core_audit_refuse") -> str:
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}"
        f" FOR EACH {each} EXECUTE FUNCTION {function}()"
    )
