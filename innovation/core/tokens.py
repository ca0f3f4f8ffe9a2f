"""One-time tokens of forms: a form sent twice acts once and is answered twice."""

import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.models import FormToken

KEPT = timedelta(days=30)
SHAPE = re.compile(r"[A-Za-z0-9_-]{20,64}")


def new_token() -> str:
    return secrets.token_urlsafe(24)


def once(token: str, user: Any, run: Callable[[], str]) -> str:
    """Run and return the URL it leads to; any replay of the token returns the first URL instead.

    The token is claimed in the same transaction: a replay that comes at the same moment waits for
    the first, and where the first is refused the token is as unused as before.
    """
    if not SHAPE.fullmatch(token or ""):
        raise DomainError(_("This form is incomplete; load the page again."), code="form_token")
    with transaction.atomic():
        claim = _claim(token, user)
        if not claim.result:
            claim.result = run()
            claim.save(update_fields=["result"])
    return claim.result


def _claim(token: str, user: Any) -> FormToken:
    """The insert waits for whoever inserted the same token and has not committed yet."""
    mine = FormToken(token=token, user_id=user.pk, created_at=clock.now())
    FormToken.objects.bulk_create([mine], ignore_conflicts=True)
    claim = FormToken.objects.select_for_update(of=("self",)).get(token=token)
    if claim.user_id != user.pk:
        words = _("This form belongs to another login; load it again.")
        raise DomainError(words, code="form_token")
    return claim


def forget_old() -> int:
    """Drop tokens that no browser will send again."""
    return FormToken.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]
