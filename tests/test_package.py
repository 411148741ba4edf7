"""The distribution: what the wheel holds, and what an installed arraygrad says of itself."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser
from importlib.metadata import distribution, entry_points
from pathlib import Path

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's distribution")

ROOT = Path(__file__).resolve().parent.parent
#: The import packages by the folder that each lies in.
PACKAGES = {
    "arraygrad": "src",
    "arraygrad_numpy": "backends",
    "arraygrad_jax": "backends",
    "arraygrad_cupy": "backends",
    "arraygrad_strict": "backends",
    "arraygrad_conformance": "conformance",
}
EXTRAS = {"jax", "cupy", "fast", "tensorboard", "viz", "examples", "test", "dev", "all"}
#: The type that a device has when its string begins with the entry point's name.
DEVICE_TYPES = {
    "cpu": "cpu",
    "numpy": "cpu",
    "jax": "jax",
    "cuda": "cuda",
    "cupy": "cuda",
    "strict": "strict",
    "readonly": "readonly",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from the working tree."""
    place = tmp_path_factory.mktemp("wheel")
    build = f"import hatchling.build as build; build.build_wheel({str(place)!r})"
    run = subprocess.run([sys.executable, "-c", build], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (path,) = place.iterdir()
    assert path.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_wheel_holds_the_packages_and_nothing_else(wheel):
    names = wheel.namelist()
    tops = {name.partition("/")[0] for name in names}
    (info,) = (top for top in tops if top.endswith(".dist-info"))
    assert tops == {*PACKAGES, info}
    assert f"{info}/licenses/LICENSE" in names
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_wheel_holds_every_source_file_and_the_typing_markers(wheel):
    names = set(wheel.namelist())
    for package, folder in PACKAGES.items():
        sources = {path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder / package).rglob("*.py")}
        assert sources
        assert sources <= names
        assert f"{package}/py.typed" in names


def test_wheel_needs_little_and_caps_nothing(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(wheel.read(name).decode())
    required = metadata.get_all("Requires-Dist")
    always = {text.partition(">")[0] for text in required if "extra ==" not in text}
    assert always == {"numpy", "array-api-compat"}
    assert not [text for text in required if "<" in text.partition(";")[0] or "==" in text.partition(";")[0]]
    assert set(metadata.get_all("Provides-Extra")) == EXTRAS
    assert metadata["License-Expression"] == "BSD-3-Clause"


def test_version_is_the_distributions(ag):
    assert ag.__version__ == distribution("arraygrad").version


def test_backends_are_found_by_their_entry_points():
    from arraygrad.backend import backend_names, find

    ours = {entry.name: entry for entry in entry_points(group="arraygrad.backends") if entry.dist.name == "arraygrad"}
    assert ours.keys() == DEVICE_TYPES.keys()
    assert set(backend_names()) >= DEVICE_TYPES.keys()
    for name, device_type in DEVICE_TYPES.items():
        assert find(name) is ours[name].load()
        assert find(name).device_type == device_type


@pytest.mark.parametrize("name", DEVICE_TYPES)
def test_a_backend_answers_in_one_line_whether_it_can_be_used(name):
    from arraygrad.backend import available

    reason = available(name)
    assert reason is None or (reason and "\n" not in reason)
