"""Roles in organisations, system posts, deputies. A change of roles ends the person's sessions."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from innovation.core import audit, clock
from innovation.org import access, rules
from innovation.org.actions.users import lock
from innovation.org.enums import Role
from innovation.org.models import Grant, Organization, User


def grant(
    *,
    user: User,
    role: str,
    by: User | None,
    organization: Organization | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Grant:
    """Both days included; from today on unless said otherwise. System posts are held nowhere."""
    start = valid_from or clock.today()
    with transaction.atomic():
        rules.check_may(by, "grant.manage")
        rules.check_not_self(by, user)
        rules.check_role_place(role, organization, valid_to)
        row = Grant(role=role, organization=organization, valid_from=start, valid_to=valid_to)
        return _give(user, row, by, kind="grant.given")


def name_deputy(
    *, grant: Grant, user: User, valid_from: date, valid_to: date, by: User | None
) -> Grant:
    """代理: the same role in the same place for some days, named by the holder or by security."""
    with transaction.atomic():
        _lock_grant(grant, user)
        if by is None or by.pk != grant.user_id:
            rules.check_may(by, "grant.manage")
            rules.check_not_self(by, user)
        rules.check_holds_today(grant)
        rules.check_deputy(grant, user, valid_to)
        row = Grant(
            role=grant.role,
            organization=grant.organization,
            valid_from=valid_from,
            valid_to=valid_to,
            deputy_for=grant,
        )
        return _give(user, row, by, kind="grant.deputy_named")


def revoke(*, grant: Grant, by: User | None) -> Grant:
    """Ends at once, with every deputy for it."""
    with transaction.atomic():
        _lock_grant(grant)
        rules.check_may(by, "grant.manage")
        rules.check_not_self(by, grant.user)
        if grant.revoked_at is not None:
            return grant
        for row in [grant, *Grant.objects.filter(deputy_for=grant, revoked_at__isnull=True)]:
            _revoke(row, by)
    return grant


def _give(user: User, row: Grant, by: User | None, *, kind: str) -> Grant:
    """The user's row is held, so that two exclusive posts given at once see each other."""
    rules.check_period(row.valid_from, row.valid_to)
    lock(user)
    days = rules.overlapping(row.valid_from, row.valid_to)
    held = list(user.grants.filter(days, revoked_at__isnull=True))
    rules.check_exclusive(user, row.role, held)
    rules.check_not_held(row.role, row.organization, held)
    row.user, row.granted_by, row.granted_at = user, by, clock.now()
    row.save()
    _end_sessions(user)
    audit.record(by=by, obj=user, kind=kind, data=_facts(row))
    return row


def _revoke(row: Grant, by: User | None) -> None:
    row.revoked_by, row.revoked_at = by, clock.now()
    row.save(update_fields=["revoked_by", "revoked_at"])
    _end_sessions(row.user)
    audit.record(by=by, obj=row.user, kind="grant.revoked", data=_facts(row))


def _end_sessions(user: User) -> None:
    """The admin site's own flag follows the post that opens it."""
    user.session_epoch += 1
    post = user.grants.filter(role=Role.SYSTEM_ADMIN, revoked_at__isnull=True)
    user.is_staff = user.is_superuser or post.exists()
    user.save(update_fields=["session_epoch", "is_staff"])
    access.forget_scopes(user)


def _lock_grant(grant: Grant, *others: User) -> None:
    """The holder, the deputies and whoever else is named, by ascending id; then the row itself."""
    concerned = Q(pk__in=[other.pk for other in others]) | Q(grants__deputy_for=grant.pk)
    holders = User.objects.filter(concerned | Q(grants=grant.pk)).values("pk")
    list(User.objects.select_for_update(of=("self",)).filter(pk__in=holders).order_by("pk"))
    grant.refresh_from_db()


def _facts(row: Grant) -> dict[str, object]:
    return {
        "grant": row.pk,
        "role": row.role,
        "organization": row.organization_id,
        "from": row.valid_from,
        "to": row.valid_to,
        "deputy_for": row.deputy_for_id,
    }
