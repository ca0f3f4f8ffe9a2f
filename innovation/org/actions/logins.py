"""Whether somebody may come in. Every attempt is counted before the password is looked at, so
that parallel guesses cannot outrun the lock; and every attempt costs one hasher run and the same
statements, whether the account exists, is locked, is disabled, or not.
"""

from dataclasses import dataclass
from unicodedata import normalize

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from innovation.core import audit, clock
from innovation.org.models import User
from innovation.org.passwords import policy

MOST = 10_000  # failures counted


@dataclass(frozen=True)
class Attempt:
    username: str
    user: User | None
    refused: bool  # locked before this attempt
    locks: bool  # if this one fails, the account is locked by it


def attempt(*, username: str, password: str) -> User | None:
    """The user who comes in by this password, or None and an audited failure."""
    return _judge(normal(username), password, kind="login.succeeded")


def confirm(*, user: User, password: str) -> bool:
    """The same for somebody who is logged in and says it again; failures count alike."""
    return _judge(user.username, password, kind="login.confirmed") is not None


def log_out(*, by: User) -> None:
    with transaction.atomic():
        audit.record(by=by, obj=by, kind="login.ended")


def normal(username: str) -> str:
    return normalize("NFKC", username).strip()


def _judge(username: str, password: str, *, kind: str) -> User | None:
    made = _count(username)
    right = check_password(password, made.user.password if made.user else UNUSABLE_PASSWORD_PREFIX)
    if made.user and right and not made.refused and made.user.is_active:
        return _come_in(made.user, kind)
    _stay_out(made)
    return None


def _count(username: str) -> Attempt:
    now = clock.now()
    with transaction.atomic():
        rows = User.objects.select_for_update(of=("self",))
        user = rows.filter(username=username).first()
        failed, until = _state(user)
        refused = until is not None
        locks = not refused and failed + 1 >= policy().failures
        User.objects.filter(pk=user.pk if user else 0).update(
            failed_logins=min(failed + 1, MOST),
            locked_until=now + policy().lock if locks else until,
        )
    return Attempt(username, user, refused, locks)


def _state(user: User | None) -> tuple[int, object]:
    """Failures so far and the end of a lock that still holds."""
    if user is None or (user.locked_until and user.locked_until <= clock.now()):
        return 0, None
    return user.failed_logins, user.locked_until


def _come_in(user: User, kind: str) -> User:
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(failed_logins=0, locked_until=None)
        audit.record(by=user, obj=user, kind=kind)
    user.failed_logins, user.locked_until = 0, None
    return user


def _stay_out(made: Attempt) -> None:
    """The log names an account that exists; of a name typed wrong it keeps a keyed digest."""
    locked = made.user is not None and made.locks
    with transaction.atomic():
        audit.record(
            by=None,
            obj=made.user or User(pk=0),
            kind="login.locked" if locked else "login.failed",
            data={"username": _digest(made.username)},
        )


def _digest(username: str) -> str:
    return salted_hmac("innovation.org.login", username, algorithm="sha256").hexdigest()[:20]
