from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from innovation.core import diagrams


class Command(BaseCommand):
    help = "Writes all workflows as diagrams and tables into docs/reference/workflow.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="fail where the file differs, write nothing"
        )
        parser.add_argument("--output", type=Path, help="another file")

    def handle(self, *args: Any, check: bool, output: Path | None, **options: Any) -> None:
        file = output or Path(settings.ROOT, "docs", "reference", "workflow.md")
        page = diagrams.page()
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page)
            self.stdout.write(f"{file} is written.")
        elif not file.exists() or file.read_text() != page:
            raise CommandError(f"{file} differs from the code; run: manage.py workflow_diagram")
