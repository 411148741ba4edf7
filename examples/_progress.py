"""What a run shows while it trains: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Told of every step, with figures by name: ``update(3, loss="0.5")``."""

    def update(self, done: int, **figures: str) -> None:
        """Show how many steps are done, and figures that change with each of them."""

    def line(self, **figures: str) -> None:
        """Show figures that are worth a line, such as those of an epoch."""


class Lines:
    """Prints the lines."""

    def update(self, done: int, **figures: str) -> None:
        pass

    def line(self, **figures: str) -> None:
        print(_text(figures, "   "), flush=True)


def _text(figures: dict[str, str], between: str) -> str:
    return between.join(f"{name.replace('_', ' ')} {figure}" for name, figure in figures.items())


@contextmanager
def progress(steps: int) -> Iterator[Progress]:
    """The form that suits where the output goes."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        yield Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())

    class Bar:
        def __init__(self) -> None:
            self.figures: dict[str, str] = {}

        def update(self, done: int, **figures: str) -> None:
            self.line(**figures)
            bars.update(task, completed=done)

        def line(self, **figures: str) -> None:
            self.figures |= figures
            bars.update(task, description=_text(self.figures, "  "))

    with Bars(*columns) as bars:
        task = bars.add_task("", total=steps)
        yield Bar()
