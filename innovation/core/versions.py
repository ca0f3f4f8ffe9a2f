"""Two people, one form: whoever saves second is told who saved first, and loses nothing."""

from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError, StaleVersion


class Versioned(Protocol):
    """`version` rises by one with every save; `updated_by` and `updated_at` tell whose it was."""

    version: int
    updated_at: datetime

    @property
    def updated_by(self) -> Any: ...


def check_base_version(obj: Versioned, base_version: int | None) -> None:
    """Raise StaleVersion unless the form was filled from the row as it stands (locked) now."""
    if base_version is None:
        raise DomainError(_("This form is incomplete; load the page again."), code="base_version")
    if obj.version == base_version:
        return
    name = str(obj.updated_by)
    moment = clock.local(obj.updated_at)
    raise StaleVersion(
        _("%(name)s saved this on %(time)s, after you opened it. What you typed is kept below.")
        % {"name": name, "time": f"{moment:%Y-%m-%d %H:%M}"},
        by=name,
        at=obj.updated_at,
    )
