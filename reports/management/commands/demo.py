"""Load the demonstration programme through the real actions."""

from argparse import ArgumentTypeError
from datetime import date, datetime
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from innovation.core import audit, clock
from innovation.core.workdays import seed_calendar
from innovation.org.models import Organization, User
from reports.demo import firm, present, story
from reports.demo.copies import copy_programme
from reports.demo.digest import digest

SEED = 2019
YEARS = (2018, 2019)


class Command(BaseCommand):
    help = "Load the demonstration data: the programmes of 2018 and 2019 and an open year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=_scale, default=1, metavar="N")
        parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD")

    def handle(self, *, scale: int, today: date | None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is not a demonstration: set INNOVATION_DEMO=1 to load demo data."
            )
        if _is_loaded():
            self.stdout.write("The demonstration data are loaded already.")
            return
        if Organization.objects.exists() or User.objects.exists():
            raise CommandError(
                "This database holds data of its own; load the demonstration into an empty one."
            )
        with clock.fixed(clock.at(today, 9) if today else clock.now()):
            load(scale)
        self.stdout.write(f"Loaded. Digest {digest()}")


def load(scale: int = 1) -> None:
    """The firm, its two closed years and the open one; further copies in bulk."""
    seed_calendar()
    the_firm = firm.build(Random(SEED))  # noqa: S311 - generated names, no secret
    for year in YEARS:
        story.closed_year(the_firm, year)
    present.open_programme(the_firm)
    for number in range(2, scale + 1):
        copy_programme(the_firm.committee, number)
    audit.seal_all(limit=5000)  # events dated in the past would count as unsealed too long


def _is_loaded() -> bool:
    return Organization.objects.filter(external_code=firm.MARK).exists()


def _scale(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise ArgumentTypeError("--scale takes a whole number from 1 to 100.")
    return int(text)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a bare day
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day; write it as 2026-11-22.") from None
