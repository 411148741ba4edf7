"""Counts by namespace: what was compared with PyTorch, what differs and why."""

from __future__ import annotations

import os
import platform
from collections import Counter, defaultdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .differences import DIFFERENCES

__all__ = ["Table", "page", "rows"]

ASPECTS = ("values", "gradients", "second derivatives", "dtypes", "errors", "in place")


class Table:
    """What the records of all names add up to."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        self.alone: dict[str, set[str]] = defaultdict(set)
        self.missing: dict[str, list[str]] = {}
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.reasons: Counter[str] = Counter()

    def add(self, record: dict[str, Any]) -> None:
        """Add what one test found."""
        if "missing" in record:
            self.missing = record["missing"]
            return
        module, _, name = record["name"].rpartition(".")
        if record.get("alone"):
            self.alone[module].add(name)
            return
        self.names[module].add(name)
        self.counts[module].update(record["counts"])
        self.reasons.update(record["reasons"])

    def listed(self, *, open: bool) -> list[tuple[str, int]]:
        """Every listed reason and how often it applied."""
        reasons = dict.fromkeys(d.reason for d in DIFFERENCES if d.open == open)
        return [(reason, self.reasons[reason]) for reason in reasons]

    def cells(self) -> list[list[str]]:
        """The table with its header and its sums."""
        header = ["namespace", "names", "not there", *ASPECTS, "differences", "open", "failures"]
        found = [header]
        total: Counter[str] = Counter()
        for module in sorted(self.names, key=lambda m: (m != "torch", m != "Tensor", m)):
            numbers = Counter(self.counts[module])
            numbers["names"], numbers["not there"] = len(self.names[module]), len(self.missing.get(module, ()))
            total += numbers
            found.append([module, *(f"{numbers[column]:,}" for column in header[1:])])
        return [*found, ["all", *(f"{total[column]:,}" for column in header[1:])]]


def rows(table: Table) -> list[str]:
    """Lines for a terminal."""
    cells = table.cells()
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in cells
    ]


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.is_file() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{name or platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.system()}"


PAGE = """# Beside PyTorch

Every public function and method is called with the same arguments as PyTorch's of the same name: arguments from
PyTorch's own table of operators, from the cases of our op records, and variations of both, among them arguments that
do not fit. The session `nox -s oracle` does it and prints this table; with `--markdown docs/oracle.md` it writes this
page.

{date}; {versions}; {processor}; device `cpu`.

{table}

- *names*: public names that both libraries have. *not there*: names of PyTorch's table that arraygrad lacks, listed
  below.
- *values*: calls whose results are compared in value, dtype, shape and type, in float64 and float32, with infinities,
  NaN and ties among the inputs.
- *gradients*, *second derivatives*: calls whose derivatives along fixed random directions are compared, and which
  results require gradients.
- *dtypes*: calls with integer, bool and complex inputs. *in place*: calls of in-place methods.
- *errors*: calls that PyTorch refuses: ours has to raise an exception of the same class, with a message of its own.
  Operands on two devices, which do not mix, are among them.
- *differences*: comparisons that came out differently for a reason in the list below. *open*: those that are known and
  still to be made the same, in the list after it. *failures*: all others.

The counts are of comparisons; those that differ or failed are among them.

## Differences

| comparisons | reason |
|---:|---|
{differences}

## Open

| comparisons | what |
|---:|---|
{open}

## Names of PyTorch's table that are not there

{missing}

## Names that PyTorch lacks

In-place forms and methods that the op records give beyond PyTorch's:

{alone}
"""


def page(table: Table) -> str:
    """The page of documentation."""
    header, *body = table.cells()
    versions = [f"{name} {version(name)}" for name in ("torch", "numpy", "arraygrad") if _installed(name)]
    grid = [header, ["---", *["---:"] * (len(header) - 1)], *body]
    return PAGE.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        versions=", ".join([*versions, f"Python {platform.python_version()}"]),
        processor=_processor(),
        table="\n".join(f"| {' | '.join(row)} |" for row in grid),
        differences=_numbered(table.listed(open=False)),
        open=_numbered(table.listed(open=True)),
        missing=_listed(table.missing),
        alone=_listed(table.alone),
    )


def _numbered(found: list[tuple[str, int]]) -> str:
    return "\n".join(f"| {count:,} | {reason} |" for reason, count in found)


def _listed(found: dict[str, Any]) -> str:
    return "\n".join(
        f"- `{module}`: " + ", ".join(f"`{name}`" for name in sorted(names)) for module, names in sorted(found.items())
    )


def _installed(name: str) -> bool:
    try:
        version(name)
    except ModuleNotFoundError:
        return False
    return True
