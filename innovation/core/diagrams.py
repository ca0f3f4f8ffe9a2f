"""The workflows as a page of the reference: diagram, statuses and transitions."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import override

from innovation.core import registries
from innovation.core.workflow import Status, Transition, Workflow

HEAD = """# The workflows

Written by `python manage.py workflow_diagram` from the tables in the code; do not edit.
Labels stand in English and, as the interface shows them, in Chinese.
"""
READERS = ("staff", "branch", "public")


def page() -> str:
    parts = [HEAD]
    for workflow in registries.WORKFLOWS:
        parts += _chapter(workflow)
    return "\n".join(parts)


def _chapter(workflow: Workflow) -> Iterator[str]:
    yield f"## {workflow.name}\n"
    yield f"```mermaid\n{workflow.mermaid()}\n```\n"
    yield _table(
        ["status", "who acts next", *(f"for {reader}" for reader in READERS)],
        (_status(status) for status in workflow.statuses.values()),
    )
    yield _table(
        ["transition", "label", "from", "to", "permission", "guards", "asks for"],
        (_transition(transition) for transition in workflow.transitions.values()),
    )


def _status(status: Status) -> list[str]:
    labels = [_both(status.label_for(reader)) for reader in READERS]
    return [f"`{status.key}`", status.owner or "—", *labels]


def _transition(transition: Transition) -> list[str]:
    asked = {"comment": transition.needs_comment, "coded reason": transition.reasons}
    return [
        f"`{transition.name}`",
        _both(transition.label),
        ", ".join(transition.sources),
        transition.target,
        _permission(transition),
        ", ".join(transition.guards) or "—",
        ", ".join(name for name, wanted in asked.items() if wanted) or "—",
    ]


def _permission(transition: Transition) -> str:
    found = dict.fromkeys(transition.permission_in(source) for source in transition.sources)
    return ", ".join(name or "the system" for name in found)


def _both(label: str | Promise) -> str:
    words = []
    for language in ("en", "zh-hans"):
        with override(language):
            words.append(str(label))
    return " · ".join(dict.fromkeys(words))


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
