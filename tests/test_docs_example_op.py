"""The guide to adding an op, followed to the letter: its files are put into a copy of the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's op records")

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def parts():
    """The guide's primitive op, its trial, and its composite op."""
    return FENCE.findall((ROOT / "docs" / "how-to-add-an-op.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def place(parts, tmp_path_factory):
    """A folder with the package and the guide's two files in it."""
    folder = tmp_path_factory.mktemp("source")
    package = folder / "arraygrad"
    shutil.copytree(ROOT / "src" / "arraygrad", package, ignore=shutil.ignore_patterns("__pycache__"))
    primitive, _, composite = parts
    (package / "ops" / "means.py").write_text(primitive, encoding="utf-8")
    (package / "ops" / "log_cosh.py").write_text(composite, encoding="utf-8")
    return folder


def run(place: Path, *arguments: str) -> str:
    path = os.pathsep.join([str(place), *(p for p in sys.path if p)])
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_trial_prints_what_its_comments_say(parts, place):
    _, trial, _ = parts
    assert run(place, "-c", trial).splitlines() == re.findall(r"print\(.*\)  # (.*)", trial)


CHECKS = """
import arraygrad as ag

ag.set_default_device({device!r})
x = ag.tensor([[1.0, 3.0], [2.0, 0.5]], dtype=ag.float64, requires_grad=True)
y = ag.tensor([2.0, 4.0], dtype=ag.float64, requires_grad=True)
expected = 2 / (1 / x + 1 / y)

# Function and method, numbers and integers.
assert ag.allclose(ag.harmonic_mean(x, y), expected)
assert ag.allclose(x.harmonic_mean(y), expected)
assert ag.allclose(x.harmonic_mean(2.0), 2 / (1 / x + 0.5))
assert ag.harmonic_mean(ag.tensor([1]), ag.tensor([3])).dtype is ag.float32

# Gradients, summed back to the operands' shapes, and second derivatives.
assert ag.autograd.gradcheck(ag.harmonic_mean, (x, y))
assert ag.autograd.gradgradcheck(ag.harmonic_mean, (x, y))
ag.harmonic_mean(x, y).sum().backward()
assert x.grad.shape == x.shape and y.grad.shape == y.shape

# In place: written, seen by views, recorded.
base = x.detach().clone()
row = base[0]
assert base.harmonic_mean_(y.detach()) is base
assert ag.allclose(row, expected.detach()[0])
leaf = x.detach().requires_grad_()
changed = (leaf * 1.0).harmonic_mean_(y)
changed.sum().backward()
assert ag.allclose(leaf.grad, x.grad)

# The composite, in its face only.
loss = ag.nn.functional.log_cosh_loss
assert ag.allclose(loss(x, x * 0), x.cosh().log().mean())
assert ag.autograd.gradcheck(loss, (x, (2 * x).detach()))
assert ag.autograd.gradgradcheck(loss, (x, (2 * x).detach()))
assert not hasattr(ag, "log_cosh_loss") and not hasattr(x, "log_cosh_loss")
print("done")
"""


@pytest.mark.parametrize("name", ["cpu", "readonly", "strict", "jax"])
def test_function_method_and_derivatives_on_each_backend(place, name):
    assert run(place, "-c", CHECKS.format(device=name)) == "done\n"


def test_the_docstrings_hold(place):
    code = (
        "import doctest, arraygrad\n"
        "from arraygrad.op import OPS\n"
        "results = []\n"
        "for name in ('harmonic_mean', 'log_cosh_loss'):\n"
        "    for test in doctest.DocTestFinder().find(OPS[name].body, name, globs={}):\n"
        "        results.append(doctest.DocTestRunner().run(test))\n"
        "print(sum(r.failed for r in results), sum(r.attempted for r in results) >= 4)"
    )
    assert run(place, "-c", code) == "0 True\n"


def test_the_conformance_checks_take_it_up(place):
    command = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "arraygrad_conformance",
        "--pyargs",
        "arraygrad_conformance",
        "--backend",
        "cpu",
    ]
    out = run(place, *command, "-p", "no:cacheprovider", "-k", "harmonic_mean or log_cosh_loss")
    assert re.search(r"\b\d{2,} passed", out), out
