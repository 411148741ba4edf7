"""What a run shows while it trains: a bar on a terminal, one line per epoch elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Told of every step."""

    def update(self, epoch: int, done: int, loss: float, accuracy: float) -> None: ...

    def epoch(self, epoch: int, loss: float, accuracy: float, test_accuracy: float) -> None: ...


class Lines:
    """One line per epoch."""

    def __init__(self, epochs: int) -> None:
        self.epochs = epochs

    def update(self, epoch: int, done: int, loss: float, accuracy: float) -> None:
        pass

    def epoch(self, epoch: int, loss: float, accuracy: float, test_accuracy: float) -> None:
        print(
            f"epoch {epoch:{len(str(self.epochs))}}/{self.epochs}   loss {loss:.4f}   "
            f"accuracy {accuracy:6.2%}   test accuracy {test_accuracy:6.2%}",
            flush=True,
        )


@contextmanager
def progress(epochs: int, steps_per_epoch: int) -> Iterator[Progress]:
    """The form that suits where the output goes."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        yield Lines(epochs)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("epoch {task.fields[epoch]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("loss [b]{task.fields[loss]}[/]  accuracy [b]{task.fields[accuracy]}[/]  test {task.fields[test]}"),
        TimeRemainingColumn(),
    )

    class Bar:
        def update(self, epoch: int, done: int, loss: float, accuracy: float) -> None:
            bars.update(task, completed=done, epoch=f"{epoch}/{epochs}", loss=f"{loss:.4f}", accuracy=f"{accuracy:.2%}")

        def epoch(self, epoch: int, loss: float, accuracy: float, test_accuracy: float) -> None:
            bars.update(task, test=f"{test_accuracy:.2%}")

    with Bars(*columns) as bars:
        task = bars.add_task("", total=epochs * steps_per_epoch, epoch=f"1/{epochs}", loss="-", accuracy="-", test="-")
        yield Bar()
