"""The pytest plugin: which backends are checked, their known failures, and the table at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from fnmatch import fnmatchcase
from importlib import import_module
from importlib.resources import files
from typing import Any

import pytest

from arraygrad.backend import Device, available, find

__all__ = ["DEPTHS", "backends", "check_name", "compiles", "known_failures"]

#: How many cases a check takes: ``quick`` the first of each op; ``standard`` all where values and derivatives are
#: compared, the first where one is enough to tell; ``full`` all.
DEPTHS = ("quick", "standard", "full")

_MATCHED = pytest.StashKey[set[tuple[str, str]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("arraygrad")
    group.addoption(
        "--backend",
        action="append",
        metavar="NAME",
        help="check this backend, named by a device string such as jax or cuda:1 (repeatable; default: cpu)",
    )
    group.addoption(
        "--depth", choices=DEPTHS, default="standard", help="how many cases of each op are checked (default: standard)"
    )


def backends(config: pytest.Config) -> list[str]:
    """The device strings that were asked for."""
    return list(dict.fromkeys(config.getoption("--backend") or ("cpu",)))


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_MATCHED] = set()
    config.addinivalue_line(
        "markers",
        "each_case(cases=function): run with every pair of op name and case number in cases(device, depth)",
    )
    for name in backends(config):
        reason = available(name.partition(":")[0])
        if reason is None:
            try:
                Device(name)
            except RuntimeError as error:
                reason = str(error)
        if reason is not None:
            raise pytest.UsageError(f"backend {name!r} cannot be checked here: {reason}")


def pytest_report_header(config: pytest.Config) -> list[str]:
    lines = []
    for name in backends(config):
        device = Device(name)
        library = import_module(device.backend.libraries[0])
        lines.append(f"backend {name}: {library.__name__} {getattr(library, '__version__', '')}, device {device}")
    return lines


def compiles(device: str) -> bool:
    """Whether a backend has a compiler. Its eager calls compile one by one, so it runs most cases as one program."""
    return Device(device).backend.compile(lambda x: x) is not None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a check its devices and, if it is marked with `each_case`, the cases of each device."""
    marker = metafunc.definition.get_closest_marker("each_case")
    if marker is not None:
        wanted = [
            (device, name, number)
            for device in backends(metafunc.config)
            for name, number in marker.kwargs["cases"](device, metafunc.config.getoption("--depth"))
        ]
        metafunc.parametrize(("device", "name", "number"), wanted, ids=["-".join(map(str, w)) for w in wanted])
    elif "device" in metafunc.fixturenames:
        metafunc.parametrize("device", backends(metafunc.config))


# -- known failures ----------------------------------------------------------------------------------------------


def known_failures(device: str) -> list[tuple[str, str]]:
    """Pairs of a pattern of check names and a reason, from the file ``xfails.txt`` beside the backend's adapter."""
    package = type(find(device.partition(":")[0])).__module__.partition(".")[0]
    file = files(package) / "xfails.txt"
    if not file.is_file():
        return []
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    pairs = []
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            pattern, _, reason = line.partition(" ")
            if not reason.strip():
                raise pytest.UsageError(f"{file}, line {number}: a known failure needs a reason after its pattern")
            pairs.append((pattern, reason.strip()))
    return pairs


def check_name(item: pytest.Item) -> str:
    """The name of a check without its backend, such as ``value/add/0``."""
    name = getattr(item, "originalname", item.name).removeprefix("test_")
    call = getattr(item, "callspec", None)
    if call is None:
        return name
    parts = call.id.split("-")
    if "device" in call.params:
        parts.remove(call.params["device"])
    return "/".join([name, *parts])


def _without_cases(item: pytest.Item) -> bool:
    """Whether a check of cases has none on any of the backends: pytest keeps an empty one."""
    if item.get_closest_marker("each_case") is None:
        return False
    return not isinstance(item.callspec.params["name"], str)  # type: ignore[attr-defined]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    known = {name: known_failures(name) for name in backends(config)}
    items[:] = [item for item in items if not _without_cases(item)]
    for item in items:
        params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        device = params.get("device", "")
        for pattern, reason in known.get(device, ()):
            if fnmatchcase(check_name(item), pattern):
                config.stash[_MATCHED].add((device, pattern))
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


# -- the table ---------------------------------------------------------------------------------------------------

_COLUMNS = ("passed", "failed", "xfailed", "skipped")


def _family(report: Any) -> str:
    return report.location[0].rpartition("test_")[2].removesuffix(".py")  # type: ignore[no-any-return]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    stats = terminalreporter.stats
    for column, keys in (*((c, (c,)) for c in _COLUMNS), ("failed", ("error",))):
        for key in keys:
            for report in stats.get(key, ()):
                table[_family(report)][column] += 1
    if not table:
        return
    terminalreporter.section(f"conformance of {', '.join(backends(config))}")
    rows: list[tuple[str, ...]] = [("checks", *_COLUMNS)]
    rows += [(family, *(str(counts[c]) for c in _COLUMNS)) for family, counts in sorted(table.items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        terminalreporter.write_line(_line(row, widths))
    if not hasattr(config, "workerinput") and not config.getoption("numprocesses", None):
        for name in backends(config):
            for pattern, reason in known_failures(name):
                if (name, pattern) not in config.stash[_MATCHED]:
                    terminalreporter.write_line(f"matches no check of this run: {pattern} ({reason}), backend {name}")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest])
