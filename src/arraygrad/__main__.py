"""The command line: ``python -m arraygrad``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say.

    Returns
    -------
    int
        The exit status: 0 if all went well, 2 if the arguments cannot be followed. What a program that is run raises
        goes through, its ``SystemExit`` too.
    """
    parser = argparse.ArgumentParser("python -m arraygrad", description="arraygrad from the command line")
    commands = parser.add_subparsers(title="commands", required=True)
    _add_run(commands)
    options = parser.parse_args(arguments)
    status: int = options.command(options)
    return status


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser(
        "run",
        help="run a program that was written for PyTorch",
        usage="%(prog)s --as-torch [--device NAME] (script.py | -m module) ...",
        description="Runs a Python program in which `import torch` gives arraygrad.",
    )
    run.add_argument("--as-torch", action="store_true", required=True, help="let `import torch` give arraygrad")
    run.add_argument("--device", metavar="NAME", help='where tensors are made by default: "cpu", "jax", ...')
    run.add_argument("-m", dest="module", nargs=argparse.REMAINDER, help="a module to run, and its arguments")
    run.add_argument("script", nargs=argparse.REMAINDER, help="a file to run, and its arguments")
    run.set_defaults(command=lambda options: _run(run, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    import runpy

    import numpy as np

    from arraygrad.as_torch import install_as_torch

    program, *arguments = options.module or options.script or [""]
    if not program:
        parser.error("say what to run: a file, or -m and the name of a module")
    if not options.module and not os.path.exists(program):
        parser.error(f"can't open file {program!r}: there is none")
    if options.device is not None:
        _use(parser, options.device)
    install_as_torch()
    _for_children()
    sys.argv[:] = [program, *arguments]
    sys.path[0] = os.getcwd() if options.module else os.path.dirname(os.path.abspath(program))
    with np.errstate(all="ignore"):  # PyTorch has no warnings of this kind
        if options.module:
            runpy.run_module(program, run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(program, run_name="__main__")
    return 0


def _for_children() -> None:
    """Let processes that begin anew find the alias on their search path: it is the environment's, or this process's."""
    from arraygrad.as_torch import children

    folder = os.path.dirname(children.__file__)
    sys.path.insert(1, folder)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))


def _use(parser: argparse.ArgumentParser, name: str) -> None:
    """Make a device the default of the process, and of the processes and threads that it starts."""
    from arraygrad.backend import Device

    try:
        Device(name)
    except RuntimeError as error:
        parser.error(str(error))
    os.environ["ARRAYGRAD_DEVICE"] = name


if __name__ == "__main__":
    sys.exit(main())
