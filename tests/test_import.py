"""What importing arraygrad loads, and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's imports")

OTHER_LIBRARIES = {"array_api_strict", "cupy", "cupyx", "jax", "jaxlib", "numba", "torch"}

#: Prints the modules that a statement brings into a process that has NumPy.
REPORT = """
import json, sys
import numpy
before = set(sys.modules)
{}
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def modules_loaded_by(statements: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", REPORT.format(statements)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_importing_loads_nothing_but_numpy_and_the_standard_library():
    loaded = packages(modules_loaded_by("import arraygrad"))
    assert loaded - sys.stdlib_module_names - {"numpy"} == {"arraygrad"}


@pytest.mark.parametrize("module", ["importlib.metadata", "inspect", "asyncio", "multiprocessing", "unittest"])
def test_importing_leaves_slow_modules_of_the_standard_library_alone(module):
    assert module not in modules_loaded_by("import arraygrad")


def test_training_on_the_cpu_loads_no_other_array_library():
    loaded = packages(
        modules_loaded_by(
            "import arraygrad as ag\n"
            "model = ag.nn.Sequential(ag.nn.Linear(3, 2), ag.nn.ReLU())\n"
            "optimizer = ag.optim.SGD(model.parameters(), lr=0.1)\n"
            "model(ag.ones(4, 3)).sum().backward()\n"
            "optimizer.step()"
        )
    )
    assert not loaded & OTHER_LIBRARIES


def test_logging_for_tensorboard_loads_no_other_array_library(tmp_path):
    """tensorboardX imports one if it is there, and is used without that."""
    loaded = packages(
        modules_loaded_by(
            "from arraygrad.utils.tensorboard import SummaryWriter\n"
            f"with SummaryWriter({str(tmp_path)!r}) as writer: writer.add_scalar('loss', 0.5)"
        )
    )
    assert "tensorboardX" in loaded
    assert not loaded & OTHER_LIBRARIES


def test_asking_what_is_available_by_name_imports_only_that_library():
    loaded = packages(modules_loaded_by("from arraygrad.backend import available\navailable('strict')"))
    assert loaded & OTHER_LIBRARIES <= {"array_api_strict"}


@pytest.mark.parametrize("library", ["jax", "cupy", "array_api_strict"])
def test_an_absent_library_leaves_the_cpu_as_it_is(library):
    modules_loaded_by(
        f"sys.modules[{library!r}] = None\n"
        "import arraygrad as ag\n"
        "x = ag.ones(2, requires_grad=True)\n"
        "(x * x).sum().backward()\n"
        "assert x.grad.tolist() == [2.0, 2.0]"
    )
