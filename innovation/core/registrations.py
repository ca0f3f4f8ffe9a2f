"""What the core itself does by the calendar."""

from innovation.core import clock, files, stamp, ticks, todo_kinds, tokens

__all__ = ["stamp", "todo_kinds"]  # imported for what they register


@ticks.each_minute
def forget_old_tokens() -> None:
    if clock.now().minute == 20:
        tokens.forget_old()


@ticks.each_minute
def sweep_orphaned_files() -> None:
    if clock.now().minute == 40:
        files.sweep()
