"""Time workloads with arraygrad on NumPy and with PyTorch, in turn, in one process."""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from benchmarks.timing import Result

SCALE = {"us": 1e6, "ms": 1e3}
#: The comparison of single operations with NumPy, which is run on its own.
OPERATIONS = "operations"
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="workloads to time (default: all)")
    parser.add_argument("--list", action="store_true", help="list the workloads and stop")
    parser.add_argument("--markdown", action="store_true", help="print a section for benchmarks/README.md")
    parser.add_argument("--rounds", type=int, default=9, help="samples of each library per case (default: 9)")
    parser.add_argument("--threads", type=int, default=1, help="threads that each library may use (default: 1)")
    parser.add_argument("--library", default="arraygrad", help="module to time (default: arraygrad)")
    parser.add_argument("--all", action="store_true", help="show every operation, not the ten dearest")
    parser.add_argument("--against", default="torch", help="module to compare with (default: torch)")
    return parser.parse_args()


def row(result: Result) -> list[str]:
    case, scale = result.case, SCALE[result.case.unit]
    ratio = statistics.median(result.ratios)
    return [
        case.workload,
        case.what,
        f"{result.ours * scale:.2f} {case.unit}",
        f"{result.theirs * scale:.2f} {case.unit}",
        f"{ratio:.2f}",
        f"{min(result.ratios):.2f} to {max(result.ratios):.2f}",
    ]


def show_operations(library: ModuleType, rounds: int, show: Callable[[list[str]], None], everything: bool) -> None:
    """The operations that cost most beside the bare NumPy call."""
    from benchmarks.operations import LIMIT, measure

    show(["operation", f"10^6 elements, {library.__name__}", "numpy", "ratio"])
    show(["---"] * 4)
    costs = measure(library, rounds)
    for cost in costs if everything else costs[:10]:
        show([cost.name, f"{cost.ours * 1e6:.0f} us", f"{cost.numpy * 1e6:.0f} us", f"{cost.ratio:.2f}"])
    dear = sum(cost.ratio > LIMIT for cost in costs)
    print(f"\n{len(costs)} operations measured, {dear} above {LIMIT}")


def main() -> None:
    options = arguments()
    for variable in THREAD_VARIABLES:  # read by the libraries when they are imported
        os.environ[variable] = str(options.threads)
    from benchmarks import machine
    from benchmarks.timing import measure
    from benchmarks.workloads import CASES

    known = list(dict.fromkeys(case.workload for case in CASES))
    if options.list:
        print(*known, OPERATIONS, sep="\n")
        return
    unknown = [name for name in options.names if name not in (*known, OPERATIONS)]
    if unknown:
        sys.exit(f"no workload {', '.join(unknown)}: expected {', '.join((*known, OPERATIONS))}")

    ours, theirs = importlib.import_module(options.library), importlib.import_module(options.against)
    for library in (ours, theirs):
        if hasattr(library, "set_num_threads"):
            library.set_num_threads(options.threads)

    names = ["workload", "what", ours.__name__, theirs.__name__, "ratio", "range of the ratio"]
    widths = (14, 68, 12, 12, 7, 20)

    def show(cells: list[str]) -> None:
        if options.markdown:
            print("|", " | ".join(cells), "|", flush=True)
        else:
            print(*(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)), flush=True)

    threads = "1 thread" if options.threads == 1 else f"{options.threads} threads"
    heading = f"{machine.today()}, {machine.processor()}, {threads}"
    print(f"### {heading}\n\n{machine.versions()}\n" if options.markdown else f"{heading}\n{machine.versions()}\n")
    if options.names == [OPERATIONS]:
        show_operations(ours, options.rounds, show, options.all)
        return
    show(names)
    if options.markdown:
        show(["---"] * len(names))
    for case in CASES:
        if case.workload in (options.names or known):
            show(row(measure(case, ours, theirs, options.rounds)))


if __name__ == "__main__":
    main()
