"""What the programs have in common: their options, what Ctrl-C does, and the list of the files that they leave."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import arraygrad as ag


def parser(doc: str | None, out: str) -> argparse.ArgumentParser:
    """A parser with the options that every program has."""
    made = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    made.add_argument("--device", default="cpu", help="numpy (or cpu, the default), jax, cuda, strict")
    made.add_argument("--seed", type=int, default=0, help="decides all random numbers, on every device alike (0)")
    made.add_argument("--out", type=Path, default=Path(out), metavar="DIR", help=f"where the results go ({out})")
    return made


def parse(parser: argparse.ArgumentParser, command_line: list[str] | None) -> argparse.Namespace:
    """The options of a command line, or the program's end if the device cannot be used."""
    options = parser.parse_args(command_line)
    try:
        ag.device(options.device)
    except RuntimeError as error:
        raise SystemExit(f"--device {options.device}: {error}") from error
    return options


def positive(text: str) -> int:
    """The type of options that count something."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def load_checkpoint(path: Path) -> dict[str, Any]:
    """What a run saved, or the program's end in one line."""
    try:
        return ag.load(path)
    except FileNotFoundError:
        raise SystemExit(f"there is no checkpoint {path} to resume from") from None
    except RuntimeError as error:
        raise SystemExit(str(error)) from error


class Interruption:
    """Whether somebody pressed Ctrl-C; a second press ends the program at once."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def watched(self) -> Iterator[Interruption]:
        def ask(number: int, frame: object) -> None:
            if self.asked:
                raise KeyboardInterrupt
            self.asked = True

        before = signal.signal(signal.SIGINT, ask)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)


def list_files(out: Path, **names: str) -> None:
    """Print what lies where: keywords say what a file is."""
    for what, name in names.items():
        print(f"{what:>12}  {out / name}")
