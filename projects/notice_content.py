"""The text of a notice: an allow-list of public fields, its hashes and its sensitive words.

Names are frozen when the notice is made. No staff number and no internal id stands here.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from projects.enums import PUBLIC_SCOPES
from projects.models import Notice, Project
from projects.models.year import ConfigRow

Content = dict[str, Any]
MARKED_FIELDS = ("name", "summary")  # the free texts; everything else is chosen from lists


def of_project(project: Project) -> Content:
    """What the public may read about a project, and nothing else."""
    return {
        "name": project.name,
        "organization": {"code": project.organization.code, "name": project.organization.name},
        "category": _named(project.category) if project.category else {},
        "lead": project.lead.name if project.lead else "",
        "outcome_forms": [_named(row.form) for row in project.expected_outcomes.all()],
        "finish_on": project.finish_on.isoformat() if project.finish_on else "",
        "summary": project.public_summary,
    }


def _named(row: ConfigRow) -> dict[str, str]:
    return {"code": row.code, "name": row.name, "name_en": row.name_en}


def is_public(notice: Notice) -> bool:
    """May anybody read it without login, once it is published?"""
    return notice.scope in PUBLIC_SCOPES


def in_language(entry: Mapping[str, str], language: str) -> str:
    """The English name where the page is English and one was given, else the Chinese."""
    english = entry.get("name_en", "") if language.startswith("en") else ""
    return english or entry.get("name", "")


def searchable(content: Content) -> str:
    words = [
        content["name"],
        content["organization"]["name"],
        content["lead"],
        content["summary"],
    ]
    return "\n".join(words).casefold()


# --- hashes ----------------------------------------------------------------------------------


def digest(data: Any) -> str:
    """SHA-256 over canonical JSON: keys sorted, no blanks, characters as they are."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_notice(header: Mapping[str, Any], item_hashes: Iterable[str]) -> str:
    """Binds the head of the notice and its items in their order; dates and number come later."""
    return digest({"header": header, "items": list(item_hashes)})


def digest_of(notice: Notice) -> str:
    """The hash of the notice as its rows stand now, computed from the texts themselves."""
    items = notice.items.filter(removed_at__isnull=True).order_by("position")
    return digest_of_notice(notice.snapshot["header"], [digest(item.content) for item in items])


# --- sensitive words -------------------------------------------------------------------------

GAP = r"[\s\u200b-\u200f\u2060\ufeff]*"  # a word does not hide behind blanks


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all words, longest first, in half or full width, blanks between allowed."""
    plain = sorted({unicodedata.normalize("NFKC", w).strip() for w in words} - {""}, key=_longest)
    return re.compile("|".join(_spelt(word) for word in plain), re.IGNORECASE) if plain else None


def marks_in(content: Content, pattern: re.Pattern[str] | None) -> list[dict[str, str]]:
    """Each hit as it is written in the text: [{"field", "text"}], every spelling once."""
    if pattern is None:
        return []
    hits = [
        {"field": field, "text": found}
        for field in MARKED_FIELDS
        for found in pattern.findall(content[field])
    ]
    return [hit for i, hit in enumerate(hits) if hit not in hits[:i]]


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word


def _spelt(word: str) -> str:
    return GAP.join(_either_width(c) for c in word if not c.isspace())


def _either_width(character: str) -> str:
    wide = chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else ""
    return f"[{re.escape(character)}{wide}]" if wide else re.escape(character)
