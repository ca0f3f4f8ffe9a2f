"""Accounts. Whoever runs accounts grants no rights, and the other way round."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from innovation.core import audit, clock
from innovation.core.errors import DomainError
from innovation.org import rules
from innovation.org.actions import logins
from innovation.org.models import Member, OldPassword, Organization, User
from innovation.org.passwords import policy


def create(
    *,
    by: User | None,
    username: str,
    name: str,
    password: str | None,
    member: Member | None = None,
    committee: Organization | None = None,
    unit: Organization | None = None,
    must_change: bool = True,
) -> User:
    """A login without any right. With a member, its committee is the member's; `unit` is where
    somebody works who is no member.

    Without a password nobody comes in until one is set.
    """
    username = logins.normal(username)
    tenant = member.committee if member else committee
    user = User(
        username=username,
        name=name,
        member=member,
        committee=tenant,
        unit=unit,
        must_change_password=must_change,
        password_changed_at=clock.now(),
    )
    if password is not None:
        _check_password(password, user)
    user.password = make_password(password)
    with transaction.atomic():
        rules.check_may(by, "account.manage")
        rules.check_username_free(username)
        rules.check_member_free(member)
        user.save()
        data = {"username": username, "member": user.member_id}
        audit.record(by=by, obj=user, kind="user.created", data=data)
    return user


def disable(*, user: User, by: User | None) -> User:
    """Ends every session of the account at once."""
    return _switch(user, by, active=False)


def enable(*, user: User, by: User | None) -> User:
    return _switch(user, by, active=True)


def _switch(user: User, by: User | None, *, active: bool) -> User:
    with transaction.atomic():
        lock(user)
        rules.check_may(by, "account.manage")
        rules.check_not_self(by, user)
        if user.is_active == active:
            return user
        user.is_active = active
        user.session_epoch += 1
        user.save(update_fields=["is_active", "session_epoch"])
        audit.record(by=by, obj=user, kind="user.enabled" if active else "user.disabled")
    return user


def set_password(*, user: User, password: str, by: User | None) -> User:
    """By the administrator, for one login: the person changes it at once."""
    _check_password(password, user)
    with transaction.atomic():
        rules.check_may(by, "account.manage")
        rules.check_not_self(by, user)
        _write_password(user, make_password(password), must_change=True)
        audit.record(by=by, obj=user, kind="user.password_set")
    return user


def change_password(*, user: User, old: str, new: str) -> User:
    """By the person; a wrong old password counts as a failed login."""
    if not logins.confirm(user=user, password=old):
        raise DomainError(
            _("The present password is not correct, or the account is locked."),
            code="wrong_password",
            field="old_password",
        )
    _check_password(new, user)
    hashed = make_password(new)
    with transaction.atomic():
        _write_password(user, hashed, must_change=False)
        audit.record(by=user, obj=user, kind="user.password_changed")
    return user


def unlock(*, user: User, by: User | None) -> User:
    """Before the lock ends by itself."""
    with transaction.atomic():
        lock(user)
        rules.check_may(by, "grant.manage")
        rules.check_not_self(by, user)
        if user.locked_until is None and not user.failed_logins:
            return user
        user.failed_logins, user.locked_until = 0, None
        user.save(update_fields=["failed_logins", "locked_until"])
        audit.record(by=by, obj=user, kind="user.unlocked")
    return user


def lock(user: User) -> None:
    """Held, and as it stands now."""
    user.refresh_from_db(from_queryset=User.objects.select_for_update(of=("self",)))


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        reason = " ".join(error.messages)
        raise DomainError(reason, code="weak_password", field="new_password") from error


def _write_password(user: User, hashed: str, *, must_change: bool) -> None:
    lock(user)
    now = clock.now()
    OldPassword.objects.create(user=user, password=user.password, changed_at=now)
    kept = user.old_passwords.order_by("-changed_at", "-id")[: policy().remembered]
    user.old_passwords.exclude(pk__in=[row.pk for row in kept]).delete()
    user.password, user.must_change_password = hashed, must_change
    user.password_changed_at = now
    user.session_epoch += 1
    user.save(
        update_fields=["password", "must_change_password", "password_changed_at", "session_epoch"]
    )
