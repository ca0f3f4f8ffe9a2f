"""Everything that the page of one published notice says, from its frozen snapshot alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.enums import DisclosureScope
from projects.models import Notice
from projects.queries import notice_words as words
from projects.queries.notice_words import Row
from projects.queries.notices import Filters

Choice = tuple[str, str]


@dataclass(frozen=True)
class NoticePage:
    title: str
    number: str
    kind: str
    scope: str
    unit: str
    is_unit: bool
    state_label: str
    state_tone: str
    issuer: str
    published_on: date | None
    signed_on: str
    intro: str
    period: str
    length: str
    holidays_unknown: str
    objecting: str
    contact: list[tuple[str, str]]
    result: str
    ended: str
    rows: list[Row]
    total: int
    units: list[Choice]
    categories: list[Choice]
    content_hash: str


def build(notice: Notice, filters: Filters) -> NoticePage:
    header, rows = notice.snapshot["header"], words.rows(notice.snapshot["items"])
    label, tone = words.state(notice)
    return NoticePage(
        title=header["title"],
        number=notice.snapshot["number"],
        kind=words.kind(notice),
        scope=words.scope(notice),
        unit=header["unit"],
        is_unit=notice.scope == DisclosureScope.UNIT,
        state_label=label,
        state_tone=tone,
        issuer=header["issuer"],
        published_on=words.published_on(notice),
        signed_on=words.signed_on(notice),
        intro=_intro(header, len(rows)),
        period=words.period(notice),
        length=words.working_days(notice.working_days),
        holidays_unknown=_holidays_unknown(notice.snapshot["unannounced"]),
        objecting=_objecting(header),
        contact=_contact(header["contact"]),
        result=words.result(notice),
        ended=words.last_day(notice),
        rows=[row for row in rows if _asked_for(row, filters)],
        total=len(rows),
        units=_choices((row.unit_code, row.unit) for row in rows),
        categories=_choices((row.category_code, row.category) for row in rows),
        content_hash=notice.content_hash,
    )


def _choices(pairs: Any) -> list[Choice]:
    return list(dict.fromkeys(pairs))


def _asked_for(row: Row, filters: Filters) -> bool:
    if filters.organization and row.unit_code != filters.organization:
        return False
    if filters.category and row.category_code != filters.category:
        return False
    text = "\n".join((row.name, row.unit, row.lead, row.summary))
    return filters.q.casefold() in text.casefold()


def _intro(header: dict[str, Any], count: int) -> str:
    """On what it rests, and what is put on notice; parts that are not known stay away."""
    basis = header["basis"]
    parts = []
    if basis["document"]:
        parts.append(_("under “%(document)s”, ") % {"document": basis["document"].strip("《》")})
    meeting = {
        "day": words.plain_day(date.fromisoformat(basis["meeting_on"])),
        "number": basis["meeting_number"],
    }
    if basis["meeting_number"]:
        parts.append(_("as decided at the meeting of %(day)s (%(number)s), ") % meeting)
    else:
        parts.append(_("as decided on %(day)s, ") % meeting)
    what = _proposed(count) if header["before_approval"] else _approved(count)
    return capfirst("".join(parts) + what)


def _proposed(count: int) -> str:
    return ngettext(
        "the following %(count)d project is proposed for approval and put on notice.",
        "the following %(count)d projects are proposed for approval and put on notice.",
        count,
    ) % {"count": count}


def _approved(count: int) -> str:
    return ngettext(
        "the following %(count)d project has been approved and is put on notice.",
        "the following %(count)d projects have been approved and are put on notice.",
        count,
    ) % {"count": count}


def _objecting(header: dict[str, Any]) -> str:
    return _(
        "Whoever objects to what stands here, or wants to ask, may tell %(issuer)s by telephone,"
        " by mail or in the room named below, within the notice period and under their own name."
    ) % {"issuer": header["issuer"]}


def _contact(contact: dict[str, str]) -> list[tuple[str, str]]:
    named = [
        (_("Telephone"), contact["phone"]),
        (_("Mail"), contact["mail"]),
        (_("Room"), contact["room"]),
    ]
    return [(label, value) for label, value in named if value]


def _holidays_unknown(years: list[int]) -> str:
    if not years:
        return ""
    return _(
        "The statutory holidays of %(years)s were not announced when the period was counted:"
        " Monday to Friday counted as working days."
    ) % {"years": "、".join(map(str, years))}
