from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from innovation.core.audit.writing import record
from innovation.core.errors import DomainError
from innovation.core.models import AuditEvent, AuditPayload

ERASED = "audit.payload_erased"  # the trigger lets a payload go only where such an event stands


def erase_payload(event: AuditEvent, *, by: Any, second: Any, ground: str) -> AuditEvent:
    """Erase one event's values (涉密误录清除, anonymisation): two persons, audited without content.

    The event, its digest and its link stay, so the chain still holds; with the salt gone, the
    digest tells nothing of the values. `ground` is the code of the reason.
    """
    if by.pk == second.pk:
        raise DomainError(_("Erasing takes two different persons."), code="two_persons")
    if event.kind == ERASED:
        raise DomainError(_("The record of an erasure stays."), code="erasure_stays")
    with transaction.atomic():
        data = {"second": second.pk, "ground": ground}
        erasure = record(by=by, obj=event, kind=ERASED, data=data)
        AuditPayload.objects.filter(event=event).delete()
    return erasure
