"""What the demonstration is, in one line: equal days give equal digests."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from innovation.core.models import Todo
from innovation.org.models import Affiliation, Grant, Member, Organization, User
from projects.models import Milestone, NoticeItem, Project, ProjectLog, TeamMember

# Random by nature, and therefore left out: keys, salts, password hashes, the present time.
ROWS: list[tuple[Any, tuple[str, ...]]] = [
    (Organization, ("code", "name", "type", "path")),
    (Member, ("staff_number", "name", "status", "leader_level", "in_post")),
    (Affiliation, ("member__staff_number", "organization__code", "valid_from")),
    (User, ("username", "name", "member__staff_number")),
    (Grant, ("user__username", "role", "organization__code")),
    (Project, ("number", "name", "status", "organization__code", "category__code", "filed_at")),
    (TeamMember, ("project__name", "member__staff_number", "task")),
    (Milestone, ("project__name", "title", "quarter", "due")),
    (ProjectLog, ("project__name", "kind", "source", "target", "at", "comment")),
    (NoticeItem, ("notice__number", "notice__state", "position", "content_hash", "review")),
    (Todo, ("kind", "assignee", "due", "done_at")),
]


def digest() -> str:
    """SHA-256 over the rows that tell the story, in a fixed order."""
    total = hashlib.sha256()
    for model, fields in ROWS:
        for row in _sorted(model.objects.values_list(*fields)):
            total.update(row.encode())
    return total.hexdigest()


def _sorted(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    return sorted(json.dumps(row, default=str, ensure_ascii=False) for row in rows)
