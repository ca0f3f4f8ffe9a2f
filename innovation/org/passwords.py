"""Password policies as data, and Django's validators that read them.

`mlps` is the usual reading of GB/T 22239 (等级保护), `asvs` OWASP ASVS: long, never rotated.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from innovation.core import clock

LONGEST = 128
KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike


@dataclass(frozen=True)
class Policy:
    least: int  # characters
    kinds: int  # of lower case, upper case, digits, others
    max_age: timedelta | None
    remembered: int  # earlier passwords that are refused
    failures: int  # in a row, before the account is locked
    lock: timedelta
    idle: timedelta


POLICIES = {
    "mlps": Policy(
        least=8,
        kinds=3,
        max_age=timedelta(days=90),
        remembered=5,
        failures=5,
        lock=timedelta(minutes=30),
        idle=timedelta(minutes=30),
    ),
    "asvs": Policy(
        least=15,
        kinds=1,
        max_age=None,
        remembered=0,
        failures=5,
        lock=timedelta(minutes=30),
        idle=timedelta(minutes=30),
    ),
}


def policy() -> Policy:
    return POLICIES[settings.PASSWORD_POLICY]


def must_change(user: Any) -> bool:
    """Set by another person, or older than the policy allows."""
    limit = policy().max_age
    changed = user.password_changed_at
    old = limit is not None and changed is not None and changed + limit < clock.now()
    return bool(user.must_change_password or old)


def kinds_in(password: str) -> int:
    return sum(bool(re.search(kind, password)) for kind in KINDS)


def generate() -> str:
    """A password for one login, readable on the telephone: k7mw-q4xd-…"""
    while True:
        groups = ("".join(secrets.choice(LETTERS) for _i in range(4)) for _g in range(5))
        password = "-".join(groups)
        if kinds_in(password) >= 3:
            return password


class PolicyValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < policy().least or kinds_in(password) < policy().kinds:
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        if policy().kinds == 1:
            return _("At least %(least)d characters.") % {"least": policy().least}
        return _(
            "At least %(least)d characters of at least %(kinds)d kinds: small letters, capital"
            " letters, digits, other signs."
        ) % {"least": policy().least, "kinds": policy().kinds}


class HistoryValidator:
    """Neither the present password nor one of the last ones."""

    def validate(self, password: str, user: Any = None) -> None:
        if not policy().remembered or user is None or user.pk is None:
            return
        if any(check_password(password, old) for old in self._earlier(user)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def _earlier(self, user: Any) -> Iterable[str]:
        old = user.old_passwords.order_by("-changed_at", "-id").values_list("password", flat=True)
        return [user.password, *old[: policy().remembered]]

    def get_help_text(self) -> str:
        if not policy().remembered:
            return ""
        return _("Not one of your last %(count)d passwords.") % {"count": policy().remembered}
