from typing import Any

from django.core.management.base import BaseCommand

from innovation.core.workdays import seed_calendar


class Command(BaseCommand):
    help = "Fill the table of statutory working days; years that stand there are left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        added = seed_calendar()
        span = f"{added[0]}-{added[-1]}" if added else "none, all stand already"
        self.stdout.write(f"Years added: {span}.")
