"""An undefined variable in one of the project's own templates fails the test."""

import sys
from pathlib import Path
from types import FrameType

OWN = str(Path(__file__).resolve().parents[2])


class UndefinedVariable(AssertionError):
    pass


class FailingText(str):
    """Django asks `"%s" in string_if_invalid` and then formats the variable's name into it."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, missing: object) -> str:
        template = _rendering_template()
        if template.startswith(OWN) and "/.venv/" not in template:
            raise UndefinedVariable(f"{missing} is undefined in {template}")
        return ""


def _rendering_template() -> str:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""
