"""The guide to adding a backend, followed to the letter."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's backends")

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to-add-a-backend.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def parts():
    """The guide's adapter, entry point and trial."""
    blocks = FENCE.findall(GUIDE.read_text(encoding="utf-8"))
    adapter, trial = (code for language, code in blocks if language == "python")
    (entry,) = (code for language, code in blocks if language == "toml")
    return adapter, tomllib.loads(entry)["project"]["entry-points"], trial


@pytest.fixture(scope="module")
def installed(parts, tmp_path_factory):
    """A folder as an installer would leave it, with the guide's package."""
    pytest.importorskip("array_api_strict", reason="array-api-strict is not installed")
    adapter, entry_points, _ = parts
    place = tmp_path_factory.mktemp("site")
    (place / "tiny_backend.py").write_text(adapter, encoding="utf-8")
    info = place / "tiny_backend-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-backend\nVersion: 1.0\n", encoding="utf-8")
    lines = [
        line
        for group, entries in entry_points.items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    return place


def run(place: Path, code: str) -> str:
    path = os.pathsep.join([str(place), *(p for p in sys.path if p)])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_trial_prints_what_its_comments_say(parts, installed):
    _, _, trial = parts
    assert run(installed, trial).splitlines() == re.findall(r"print\(.*\)  # (.*)", trial)


def test_the_adapter_is_found_by_its_entry_point_alone(installed):
    out = run(
        installed,
        "import sys, arraygrad\n"
        "from arraygrad.backend import available, backend_names\n"
        "print('tiny' in backend_names(), 'tiny_backend' in sys.modules, available('tiny'))",
    )
    assert out == "True False None\n"
