"""What this room brings to the registries; loaded with them."""

from projects import handlers, notice_todo_kinds, todo_kinds
from projects.exports import approval_paper

__all__ = ["approval_paper", "handlers", "notice_todo_kinds", "todo_kinds"]
