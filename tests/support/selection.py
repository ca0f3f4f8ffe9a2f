"""Chooses tests: `services` ones are deselected, not skipped; with `--services` all must run.

`services` needs PostgreSQL and Redis; `both` runs on the embedded defaults, and there again.
"""

import pytest

from tests.support.environment import SERVICES


class Selection:
    def __init__(self) -> None:
        self.marked = 0
        self.ran: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        chosen = [item for item in items if wanted(item)]
        config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
        items[:] = chosen
        self.marked = len(chosen)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and not report.skipped:
            self.ran.add(report.nodeid)

    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self.marked = len(ids)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Only the process that hears of every test judges; an xdist worker hears of its own."""
        alone = not hasattr(session.config, "workerinput")
        if SERVICES and alone and len(self.ran) < max(self.marked, 1):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if SERVICES and len(self.ran) < max(self.marked, 1):
            terminalreporter.write_line(
                f"Only {len(self.ran)} of {self.marked} tests that need PostgreSQL and Redis ran.",
                red=True,
            )


def wanted(item: pytest.Item) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    return bool(marks & {"services", "both"}) if SERVICES else "services" not in marks
