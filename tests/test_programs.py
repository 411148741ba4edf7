"""Programs written for PyTorch give PyTorch's numbers: what they printed there is in programs/losses.json."""

from __future__ import annotations

import importlib
import json
import runpy
import sys

import pytest
from programs import catalogue

pytestmark = pytest.mark.only_arraygrad(reason="runs programs under arraygrad by PyTorch's name")

EXPECTED = catalogue.recorded()

#: Programs that are also run on JAX: each compiles shapes of its own, which takes a while.
ON_JAX = ("early_style", "maml_first_order")


def is_ours(name: str) -> bool:
    return name.partition(".")[0] in ("torch", "made", "siamese")


@pytest.fixture
def run(ag, monkeypatch, capsys):
    """Runs a program of the catalogue in this process; gives the losses that it prints."""

    def run(name):
        hidden = {module: sys.modules.pop(module) for module in list(sys.modules) if is_ours(module)}
        command = list(catalogue.PROGRAMS[name])
        by_name = command[0] == "-m"
        program, *arguments = command[by_name:]
        monkeypatch.setattr(sys, "argv", [program, *arguments])
        monkeypatch.syspath_prepend(catalogue.HERE)
        default = ag.get_default_dtype()
        try:
            with ag.install_as_torch():
                if by_name:
                    runpy.run_module(program, run_name="__main__", alter_sys=True)
                else:
                    runpy.run_path(str(catalogue.HERE / program), run_name="__main__")
        finally:
            ag.set_default_dtype(default)
            for module in [module for module in sys.modules if is_ours(module)]:
                del sys.modules[module]
            sys.modules.update(hidden)
        return json.loads(capsys.readouterr().out.splitlines()[-1])["losses"]

    return run


@pytest.mark.parametrize("name", catalogue.PROGRAMS)
def test_a_program_gives_the_numbers_of_pytorch(ag, run, name):
    assert not catalogue.differences(name, run(name), EXPECTED[name])


@pytest.mark.parametrize("name", ON_JAX)
def test_a_program_gives_them_on_jax(ag, run, name):
    reason = importlib.import_module("arraygrad.backend").available("jax")
    if reason:
        pytest.skip(reason)
    with ag.device("jax"):
        assert not catalogue.differences(name, run(name), EXPECTED[name])


def test_the_command_line_runs_them():
    assert not catalogue.differences(
        "siamese",
        catalogue.losses("-m", "arraygrad", "run", "--as-torch", "--device", "strict", *catalogue.PROGRAMS["siamese"]),
        EXPECTED["siamese"],
    )


def test_the_record_is_of_these_programs():
    assert EXPECTED.keys() == catalogue.PROGRAMS.keys()
