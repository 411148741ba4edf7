"""Timing two libraries in turn."""

from __future__ import annotations

import gc
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from types import ModuleType

from benchmarks.workloads import Case, Step

#: A sample lasts at least this long, in seconds, so that the clock and the loop do not count.
SAMPLE = 0.1
#: Largest relative difference between the results of two libraries.
TOLERANCE = 1e-4
IMPORT = "import numpy, time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


@dataclass(frozen=True)
class Result:
    """Seconds per operation, as medians over the rounds, and the ratio of the two times in each round."""

    case: Case
    ours: float
    theirs: float
    ratios: list[float]


def measure(case: Case, ours: ModuleType, theirs: ModuleType, rounds: int) -> Result:
    """Time a case with one library and the other, in turn, `rounds` times.

    Raises
    ------
    ValueError
        If the two libraries do not compute the same; nothing is timed then.
    """
    if case.build is None:
        a, b = import_sampler(ours), import_sampler(theirs)
    else:
        check_agreement(case, case.build(ours), case.build(theirs), (ours.__name__, theirs.__name__))
        a, b = sampler(case.build(ours)), sampler(case.build(theirs))
    a(), b()  # the first import reads files, the first steps fill caches
    pairs = [(a() / case.per, b() / case.per) for _ in range(rounds)]
    return Result(
        case,
        ours=statistics.median(x for x, _ in pairs),
        theirs=statistics.median(y for _, y in pairs),
        ratios=[x / y for x, y in pairs],
    )


def check_agreement(case: Case, ours: Step, theirs: Step, names: tuple[str, str]) -> None:
    for i in range(case.compared):
        x, y = ours().item(), theirs().item()
        if not math.isclose(x, y, rel_tol=TOLERANCE):
            raise ValueError(f"{case.workload}, {case.what}: step {i} gives {x} in {names[0]}, {y} in {names[1]}")


def sampler(step: Step) -> Callable[[], float]:
    """A function that takes a sample: the seconds of one step, averaged over as many as a sample needs."""
    count = 1
    while (seconds := run(step, count)) < SAMPLE:
        count = max(2 * count, math.ceil(1.1 * count * SAMPLE / seconds))
    return lambda: run(step, count) / count


def run(step: Step, count: int) -> float:
    gc.collect()
    start = perf_counter()
    for _ in range(count):
        step()
    return perf_counter() - start


def import_sampler(library: ModuleType) -> Callable[[], float]:
    """A function that takes a sample: the seconds of an import in a fresh process that has imported NumPy.

    The process keeps compiled files, as an installed library has them, even where this one was told not to.
    """
    command = [sys.executable, "-c", IMPORT.format(library.__name__)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: float(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)
