from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from innovation.core import audit, triggers


class Command(BaseCommand):
    help = "Seals what waits, then proves that the audit log is whole and unchanged."

    def handle(self, *args: Any, **options: Any) -> None:
        report = audit.verify()
        for name in triggers.missing(connection):
            report.add(f"The trigger {name} is missing from the database.")
        for fault in report.faults:
            self.stderr.write(fault)
        if not report.is_sound:
            raise CommandError(f"The audit log is not sound: {report.count} faults.")
        self.stdout.write(
            f"The audit log is sound: {report.entries} entries, {report.sealed} of them sealed"
            f" just now; head {report.head.seq} {report.head.hash}."
        )
