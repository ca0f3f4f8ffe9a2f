"""What somebody typed and has not saved: kept as it was typed, outside actions and audit.

Each form that saves itself registers its name and fields; anything else a browser sends is
dropped, tokens and passwords included.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from innovation.core import clock
from innovation.core.errors import DomainError
from innovation.core.models import FormDraft

MOST_BYTES = 200_000
MOST_DRAFTS = 50  # a person's; the oldest go first


@dataclass(frozen=True)
class DraftForm:
    """`rows` are prefixes of formsets: "milestone" lets `milestone-0-title` through."""

    fields: frozenset[str]
    rows: re.Pattern[str]

    def knows(self, name: str) -> bool:
        return name in self.fields or bool(self.rows.fullmatch(name))


FORMS: dict[str, DraftForm] = {}


def register(form: str, fields: Iterable[str], rows: Iterable[str] = ()) -> None:
    """Say, where the form is declared, which of its fields a draft may hold."""
    prefixes = "|".join(map(re.escape, rows)) or r"(?!)"
    shape = re.compile(rf"(?:{prefixes})-(?:\d{{1,3}}-[A-Za-z_]+|[A-Z_]+)")
    FORMS[form] = DraftForm(frozenset(fields), shape)


def known_fields(form: str, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """The posted lists of values, only of fields that the form has."""
    shape = FORMS[form]
    names = [name for name in data if shape.knows(name)]
    if isinstance(data, MultiValueDict):
        return {name: data.getlist(name) for name in names}
    return {name: data[name] for name in names}


def save(
    user: Any, form: str, object_key: str, base_version: int, data: Mapping[str, Any]
) -> FormDraft:
    """Replace the draft; raises DomainError beyond 200 kB."""
    kept = known_fields(form, data)
    if len(json.dumps(kept, ensure_ascii=False).encode()) > MOST_BYTES:
        raise DomainError(
            _("This is too much text to be kept as a draft; save the form instead."),
            code="draft_too_large",
        )
    draft, created = FormDraft.objects.update_or_create(
        user_id=user.pk,
        form=form,
        object_key=object_key,
        defaults={"base_version": base_version, "data": kept, "updated_at": clock.now()},
    )
    if created:
        _drop_oldest(user)
    return draft


def load(user: Any, form: str, object_key: str) -> FormDraft | None:
    return FormDraft.objects.filter(user_id=user.pk, form=form, object_key=object_key).first()


def as_post(draft: FormDraft) -> MultiValueDict[str, str]:
    """The draft as a form reads it: `FilingForm(initial=…)` or `FilingForm(drafts.as_post(d))`."""
    return MultiValueDict(draft.data)


def discard(user: Any, form: str, object_key: str) -> None:
    FormDraft.objects.filter(user_id=user.pk, form=form, object_key=object_key).delete()


def _drop_oldest(user: Any) -> None:
    mine = FormDraft.objects.filter(user_id=user.pk).order_by("-updated_at", "-pk")
    beyond = list(mine.values_list("pk", flat=True)[MOST_DRAFTS : MOST_DRAFTS * 2])
    if beyond:
        FormDraft.objects.filter(pk__in=beyond).delete()
