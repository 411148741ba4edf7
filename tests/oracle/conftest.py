"""The table at the end of a comparison with PyTorch."""

from __future__ import annotations

from pathlib import Path

import pytest

from .table import Table, page, rows


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("arraygrad").addoption(
        "--markdown", metavar="PATH", help="write the comparison of operations with PyTorch as a page"
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    table = Table()
    for key in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(key, ()):
            for name, record in getattr(report, "user_properties", ()):
                if name == "oracle":
                    table.add(record)
    if not table.names:
        return
    terminalreporter.section("operations beside PyTorch")
    for row in rows(table):
        terminalreporter.write_line(row)
    for reason, count in (*table.listed(open=False), *table.listed(open=True)):
        if not count:
            terminalreporter.write_line(f"a difference that nothing showed in this run: {reason}")
    if path := config.getoption("--markdown", None):
        Path(path).write_text(page(table), encoding="utf-8")
