"""Fixtures shared by all tests.

``ag`` is the library under test, ``device`` each backend in turn, made the default while the test runs, so that a test
just creates tensors. With ``--oracle torch`` the same tests run against PyTorch itself: what they demand is then
known to be what PyTorch does.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

import pytest

#: Device types that the tests run on, in this order; "cuda" joins them where it can be used.
DEVICES = ("cpu", "readonly", "strict", "jax")


@dataclass(frozen=True)
class Kind:
    """What a test may need to know about a device, because the backends honestly differ in it."""

    shares_memory: bool  #: `numpy()` and `from_numpy` give the memory itself, both ways
    host: bool  #: `numpy()` works without `.cpu()`
    mutable: bool  #: an in-place change overwrites the memory that the graph may have saved
    fast: bool  #: ten thousand small operations take well under a second


KINDS = {
    "cpu": Kind(shares_memory=True, host=True, mutable=True, fast=True),
    "readonly": Kind(shares_memory=False, host=True, mutable=False, fast=True),
    "strict": Kind(shares_memory=False, host=True, mutable=True, fast=False),
    "jax": Kind(shares_memory=False, host=True, mutable=False, fast=False),
    "cuda": Kind(shares_memory=False, host=False, mutable=True, fast=False),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("arraygrad")
    group.addoption("--oracle", choices=["torch"], help="run the tests against this library instead of arraygrad")
    group.addoption("--device", action="append", metavar="NAME", help="run on this device only (repeatable)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "only_arraygrad(reason): speaks of what PyTorch does not have; deselected with --oracle"
    )
    for name in config.getoption("--device") or ():
        if name.partition(":")[0] not in KINDS:
            raise pytest.UsageError(f"--device {name}: expected one of {', '.join(KINDS)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--oracle"):
        ours = [item for item in items if item.get_closest_marker("only_arraygrad")]
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if not item.get_closest_marker("only_arraygrad")]


def why_absent(name: str) -> str | None:
    """None if the device can be used here, else the backend's own reason."""
    return importlib.import_module("arraygrad.backend").available(name.partition(":")[0])


def tested_devices(config: pytest.Config) -> list[str]:
    if config.getoption("--oracle"):
        return ["cpu"]
    asked = config.getoption("--device")
    return asked or [*DEVICES, *(["cuda"] if why_absent("cuda") is None else [])]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "device" in metafunc.fixturenames:
        metafunc.parametrize("device", tested_devices(metafunc.config), indirect=True)


@pytest.fixture(scope="session")
def ag(request: pytest.FixtureRequest):
    """The library under test."""
    oracle = request.config.getoption("--oracle")
    library = importlib.import_module(oracle or "arraygrad")
    if oracle == "torch":
        library.set_warn_always(True)
    return library


@pytest.fixture
def device(request: pytest.FixtureRequest, ag):
    """A device string; the device is the default while the test runs.

    A backend that is absent skips the test, unless it is NumPy or was asked for by name.
    """
    reason = None if request.config.getoption("--oracle") else why_absent(request.param)
    if reason is not None:
        needed = request.param == "cpu" or request.config.getoption("--device")
        (pytest.fail if needed else pytest.skip)(reason)
    with ag.device(request.param):
        yield request.param


@pytest.fixture
def kind(device: str) -> Kind:
    """What the device can do."""
    return KINDS[device.partition(":")[0]]


@pytest.fixture
def other_device(device: str) -> str:
    """A device of another backend."""
    others = ("cpu",) if device != "cpu" else DEVICES[1:]
    reasons = {name: why_absent(name) for name in others}
    for name, reason in reasons.items():
        if reason is None:
            return name
    pytest.skip("; ".join(filter(None, reasons.values())))
