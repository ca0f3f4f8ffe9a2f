"""What a filing says, as forms and imports hand it to the action that saves it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

FIELDS = (
    "carried_by_id",
    "name",
    "category_id",
    "level_id",
    "lead_id",
    "problem",
    "goal",
    "indicator_name",
    "indicator_unit",
    "indicator_baseline",
    "indicator_target",
    "measures",
    "finish_on",
    "public_summary",
    "theme_id",
    "coverage_field_id",
    "origin",
    "savings_target",
    "savings_formula",
    "savings_source",
    "budget",
    "risks",
    "scope",
    "scope_reason",
    "declaration",
    "meeting_kind",
    "meeting_on",
)


@dataclass(frozen=True)
class Place:
    """Somebody in the team: a member by id, or an outsider by name."""

    member_id: int | None = None
    outsider: str = ""
    is_co_lead: bool = False
    task: str = ""

    @property
    def key(self) -> tuple[int | None, str]:
        return (self.member_id, self.outsider)


@dataclass(frozen=True)
class Step:
    """A milestone; `pk` names the row that it changes, None a new one."""

    title: str
    quarter: int
    due: date | None = None
    owner: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Content:
    """`fields` sets what it names (of FIELDS) and leaves the rest; rows are the whole set."""

    fields: dict[str, Any]
    team: list[Place] = field(default_factory=list)
    milestones: list[Step] = field(default_factory=list)
    outcome_forms: list[int] = field(default_factory=list)
    from_paper: bool = False

    def __post_init__(self) -> None:
        unknown = set(self.fields) - set(FIELDS)
        if unknown:
            raise ValueError(f"a filing has no {', '.join(sorted(unknown))}")
