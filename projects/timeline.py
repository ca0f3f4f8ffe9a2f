"""A project's one timeline, from its beginning on: codes and parameters in the reader's words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innovation.core import clock
from innovation.org.enums import Relation, Role
from projects import configuration
from projects.enums import EntryMode, MeetingKind
from projects.models import Project, ProjectLog
from projects.workflow import PROJECT

Sentence = Callable[[ProjectLog], str]
SENTENCES: dict[str, Sentence] = {}
TONES = {
    "create": "neutral",
    "return": "warn",
    "reject": "bad",
    "withdraw": "neutral",
    "approve": "good",
    "start": "good",
}
ICONS = {"create": "pencil", "submit": "send", "return": "arrow-counterclockwise"}


@dataclass(frozen=True)
class Entry:
    """As components/timeline.html shows it."""

    sentence: str
    when: str
    datetime: str
    who: str
    role: str
    comment: str
    tone: str
    icon: str = ""


def entries(project: Project, log: Iterable[ProjectLog]) -> list[Entry]:
    """Newest first."""
    known = configuration.of(project.year)
    return [_entry(row, known) for row in sorted(log, key=lambda row: row.pk, reverse=True)]


def says(*kinds: str) -> Callable[[Sentence], Sentence]:
    """Register the sentence of a kind of log row; later rooms bring theirs."""

    def register(sentence: Sentence) -> Sentence:
        for kind in kinds:
            if kind in SENTENCES:
                raise RuntimeError(f"the sentence of {kind} is registered already")
            SENTENCES[kind] = sentence
        return sentence

    return register


def role_words(code: str) -> str:
    if code == "system":
        return ""
    for names in (Role, Relation):
        if code in names.values:
            return str(names(code).label)
    return code


def _entry(row: ProjectLog, known: configuration.Configuration) -> Entry:
    return Entry(
        sentence=_sentence(row, known),
        when=f"{clock.local(row.at):%Y-%m-%d %H:%M}",
        datetime=row.at.isoformat(),
        who=str(row.by) if row.by else _("The system"),
        role=role_words(row.role),
        comment=row.comment,
        tone=TONES.get(row.kind, "progress"),
        icon=ICONS.get(row.kind, ""),
    )


def _sentence(row: ProjectLog, known: configuration.Configuration) -> str:
    words = SENTENCES.get(row.kind, _label)(row)
    reason = known.by_code("reason", row.reason) if row.reason else None
    if reason:
        return _("%(what)s: %(reason)s") % {"what": words, "reason": reason.label}
    return words


def _label(row: ProjectLog) -> str:
    transition = PROJECT.transitions.get(row.kind)
    return str(transition.label) if transition else row.kind


@says("create")
def _created(row: ProjectLog) -> str:
    if row.params.get("entry_mode") == EntryMode.ENTERED_FOR:
        return _("Entered the filing from paper")
    if row.params.get("entry_mode") == EntryMode.FILLED_FOR:
        return _("Began the filing for its lead")
    return _("Began the filing")


@says("submit")
def _filed(row: ProjectLog) -> str:
    words = _("Filed") if row.params.get("round", 1) == 1 else _("Filed again after revision")
    if row.params.get("branch_step") != "passed_by_filing":
        return words
    return _("%(filed)s; passes the branch review by the decision of %(meeting)s") % {
        "filed": words,
        "meeting": meeting_words(row.params),
    }


def meeting_words(params: dict[str, Any]) -> str:
    """`the branch committee meeting on 2026-03-01`, from a log row's parameters."""
    kind, day = params.get("meeting_kind", ""), params.get("meeting_on", "")
    if kind not in MeetingKind.values or not day:
        return ""
    return _("%(meeting)s on %(day)s") % {
        "meeting": MeetingKind(kind).label,
        "day": date.fromisoformat(day).isoformat(),
    }


@says("countersign")
def _countersigned(row: ProjectLog) -> str:
    if row.params.get("agrees"):
        return _("Countersigned: agrees")
    return _("Countersigned: disagrees")


@says("pass_branch")
def _passed_branch(row: ProjectLog) -> str:
    return _("Passed by the branch")


@says("pass_general")
def _passed_general(row: ProjectLog) -> str:
    return _("Recommended by the general branch")


@says("return", "reject", "withdraw")
def _turned_back(row: ProjectLog) -> str:
    return {
        "return": _("Returned for revision"),
        "reject": pgettext("timeline", "Rejected"),
        "withdraw": pgettext("timeline", "Withdrawn"),
    }[row.kind]


@says("fix_text")
def _fix_text(row: ProjectLog) -> str:
    return _("Public text changed; it goes to the confidentiality review again")


@says("publicise", "take_back", "start")
def _onward(row: ProjectLog) -> str:
    return {
        "publicise": pgettext("timeline", "Put on public notice"),
        "take_back": _("Taken back from public notice"),
        "start": pgettext("timeline", "Started"),
    }[row.kind]


@says("pass_initial")
def _checked(row: ProjectLog) -> str:
    return _("Passed the initial review: all five points hold")


@says("decide")
def _decided(row: ProjectLog) -> str:
    if row.params.get("recorded"):
        return _("Taken on record by the committee")
    meeting = row.batch.meeting_number if row.batch else ""
    return _("Approved by the committee%(meeting)s") % {
        "meeting": f" · {meeting}" if meeting else ""
    }


@says("approve")
def _approved(row: ProjectLog) -> str:
    number = row.params.get("number", "")
    return _("Project approved, number %(number)s") % {"number": number} if number else _label(row)
