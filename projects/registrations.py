"""What this room brings to the registries; loaded with them."""

from projects import handlers, notice_todo_kinds, todo_kinds

__all__ = ["handlers", "notice_todo_kinds", "todo_kinds"]
