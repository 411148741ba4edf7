"""The conformance suite itself: it finds what is wrong with a backend, and holds known failures to what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's backends")

ADAPTER = """
import numpy as np
from arraygrad_numpy.backend import NumpyBackend


class Backend(NumpyBackend):
    name = device_type = "lame"
    shares_host = False

    @property
    def kernels(self):
        return {"tanh": lambda x: np.tanh(x) + 1e-3}


backend = Backend()
"""


@pytest.fixture
def conformance(tmp_path):
    """Runs a module of checks on a backend whose hyperbolic tangent is wrong; takes the lines of its ``xfails.txt``."""
    package = tmp_path / "lame"
    package.mkdir()
    (package / "__init__.py").write_text(ADAPTER)
    metadata = tmp_path / "lame-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: lame\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[arraygrad.backends]\nlame = lame:backend\n")

    def run(module, *arguments, xfails=()):
        (package / "xfails.txt").write_text("\n".join(["# pattern, reason", "", *xfails]))
        checks = f"arraygrad_conformance.checks.{module}" if module else "arraygrad_conformance"
        command = [sys.executable, "-m", "pytest", "-p", "arraygrad_conformance", "--pyargs", checks]
        path = os.pathsep.join([str(tmp_path), *sys.path])
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_a_wrong_kernel_is_found(conformance):
    code, text = conformance("test_values", "--backend", "lame", "-k", "lame-tanh-0 or lame-sinh-0")
    assert code == 1
    assert "test_oracle[lame-tanh-0]" in text
    assert "test_as_on_numpy[lame-tanh-0]" in text
    assert "2 failed, 6 passed" in text
    assert "conformance of lame" in text
    code, text = conformance("test_kernels", "--backend", "lame")
    assert code == 1
    assert "test_kernel[lame-tanh-0]" in text
    assert "2 failed" in text


def test_a_known_failure_is_expected_to_fail(conformance):
    known = ["oracle/tanh/* its kernel is off by a thousandth", "as_on_numpy/tanh/* the same"]
    code, text = conformance("test_values", "--backend", "lame", "-k", "lame-tanh-0", xfails=known)
    assert code == 0, text
    assert "2 passed" in text
    assert "2 xfailed" in text

    known.append("float32/tanh/* but it is right")
    code, text = conformance("test_values", "--backend", "lame", "-k", "lame-tanh-0", xfails=known)
    assert code == 1, text
    assert "XPASS(strict)" in text

    code, text = conformance("test_kernels", "--backend", "lame", xfails=["kernel/tanh/*"])
    assert code != 0
    assert "needs a reason" in text


def test_a_backend_that_cannot_be_used_is_named_with_its_reason(conformance):
    code, text = conformance("", "--backend", "nowhere")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "backend 'nowhere' cannot be checked here" in text
    assert "Expected one of" in text


def test_the_table_counts_by_family(conformance):
    code, text = conformance("test_lenses", "--backend", "cpu", "--backend", "readonly", "-k", "squeeze-0")
    assert code == 0, text
    lines = [line.split() for line in text.partition("conformance of cpu, readonly")[2].splitlines()]
    assert ["checks", "passed", "failed", "xfailed", "skipped"] in lines
    assert ["lenses", "12", "0", "0", "0"] in lines


def test_names_of_checks():
    from arraygrad_conformance.plugin import check_name

    call = SimpleNamespace(id="jax:cpu:0-sort-1-strided", params={"device": "jax:cpu:0"})
    item = SimpleNamespace(name="", originalname="test_layout", callspec=call)
    assert check_name(item) == "layout/sort/1/strided"
    assert check_name(SimpleNamespace(name="test_plain")) == "plain"


def test_samples_are_the_same_every_time_and_keep_their_distance():
    import numpy as np

    from arraygrad.cases import case, integers, real
    from arraygrad_conformance.samples import arrays_of, draw, fill, generator

    a = draw(real(50, low=-1, high=1, avoid=(0.0, 0.5)), generator("a"))
    assert np.abs(a).min() >= 0.1
    assert np.abs(a - 0.5).min() >= 0.1
    assert np.abs(a).max() <= 1
    np.testing.assert_array_equal(a, draw(real(50, low=-1, high=1, avoid=(0.0, 0.5)), generator("a")))
    b = np.sort(draw(real(4, 5, distinct=True, avoid=(0.0,)), generator("b")).reshape(-1))
    assert np.diff(b).min() > 0.01
    sample = case([real(2), integers(3, low=0, high=4)], real(), dim=1)
    arrays = arrays_of("name", 0, sample, "float32")
    assert [x.dtype.name for x in arrays] == ["float32", "int64", "float32"]
    args, params = fill(sample, arrays)
    assert args[0][1] is arrays[1]
    assert args[1] is arrays[2]
    assert params == {"dim": 1}


def test_depth_chooses_how_many_cases(conformance):
    counts = {}
    for depth in ("quick", "standard", "full"):
        code, text = conformance("test_values", "--backend", "cpu", "-k", "cpu-softplus", "--depth", depth)
        assert code == 0, text
        counts[depth] = int(re.search(r"(\d+) passed", text)[1])
    assert counts["quick"] < counts["standard"] < counts["full"]
