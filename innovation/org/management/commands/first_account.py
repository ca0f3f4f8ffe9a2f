"""The first holder of a system post, who then works through the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.org import passwords
from innovation.org.actions import grants, users
from innovation.org.enums import SYSTEM_POSTS, Role
from innovation.org.models import Grant


class Command(BaseCommand):
    help = "Makes the first account of a system post and prints a password for one login."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument(
            "--post",
            default=Role.SYSTEM_ADMIN.value,
            choices=[post.value for post in SYSTEM_POSTS],
            help="which of the three posts (default: %(default)s)",
        )

    def handle(self, *args: Any, username: str, name: str, post: str, **options: Any) -> None:
        if Grant.objects.filter(Grant.in_force(clock.today()), role=post).exists():
            raise CommandError(f"Somebody holds the post {post} already and can give out more.")
        password = passwords.generate()
        try:
            with transaction.atomic():
                user = users.create(by=None, username=username, name=name, password=password)
                grants.grant(user=user, role=post, by=None)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.username}  {password}")
        self.stdout.write("This password is asked for once and must then be changed.")
