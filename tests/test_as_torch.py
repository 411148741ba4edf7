"""PyTorch programs run unchanged: the name `torch` answered by arraygrad, in a process and from the command line."""

from __future__ import annotations

import importlib
import subprocess
import sys
import types

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of arraygrad under PyTorch's name")


def is_torch(name: str) -> bool:
    return name == "torch" or name.startswith("torch.")


@pytest.fixture
def without_torch():
    """No module of PyTorch's is imported, whatever other tests have imported."""
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if is_torch(name)}
    yield
    for name in [name for name in sys.modules if is_torch(name)]:
        del sys.modules[name]
    sys.modules.update(hidden)


@pytest.fixture
def torch(ag, without_torch):
    with ag.install_as_torch():
        yield importlib.import_module("torch")


# -- what is found -------------------------------------------------------------------------------------------------


def test_imports_give_our_objects(ag, torch):
    import torch.nn as nn
    import torch.nn.functional as F
    import torch.optim.adam
    from torch import Tensor
    from torch import nn as also_nn
    from torch.autograd.grad_mode import no_grad
    from torch.optim.lr_scheduler import StepLR
    from torch.utils.data import DataLoader

    assert Tensor is ag.Tensor
    assert nn is also_nn is torch.nn
    assert nn.Linear is ag.nn.Linear
    assert F is nn.functional
    assert F.relu is ag.nn.functional.relu
    assert torch.optim.adam.Adam is ag.optim.Adam
    assert StepLR is ag.optim.lr_scheduler.StepLR
    assert DataLoader is ag.utils.data.DataLoader
    assert no_grad is torch.no_grad is ag.no_grad


def test_modules_have_pytorchs_names(ag, torch):
    functional = importlib.import_module("torch.nn.functional")
    assert (torch.__name__, functional.__name__) == ("torch", "torch.nn.functional")
    assert repr(functional) == "<module 'torch.nn.functional': arraygrad.nn.functional>"
    assert isinstance(functional, types.ModuleType)
    assert functional.__file__ == ag.nn.functional.__file__
    assert set(dir(torch.nn)) >= {"Linear", "functional"}


def test_everything_is_imported_by_a_star(ag, torch):
    names: dict[str, object] = {}
    exec("from torch import *\nfrom torch.nn import *", names)
    assert names["Tensor"] is ag.Tensor
    assert names["Conv2d"] is ag.nn.Conv2d


def test_what_is_set_reaches_arraygrad(ag, torch, monkeypatch):
    import torch.nn.functional as F

    x = ag.tensor([-1.0, 2.0])
    monkeypatch.setattr(F, "relu", lambda input, inplace=False: input * 10)
    assert ag.nn.ReLU()(x).tolist() == [-10.0, 20.0]
    monkeypatch.undo()
    assert F.relu(x).tolist() == ag.nn.ReLU()(x).tolist() == [0.0, 2.0]
    torch.something_new = 3
    assert ag.something_new == 3
    del torch.something_new
    assert not hasattr(ag, "something_new")


# -- what is missing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("torch.no_such_thing", "torch.no_such_thing"),
        ("torch.fft.no_such_thing", "torch.fft.no_such_thing"),
        ("torch.nn.functional.no_such_thing", "torch.nn.functional.no_such_thing"),
        ("import torch.no_such_thing", "torch.no_such_thing"),
        ("import torch.no_such_thing.at_all", "torch.no_such_thing"),
        ("import torch.nn.no_such_thing as x", "torch.nn.no_such_thing"),
        ("from torch import no_such_thing", "torch.no_such_thing"),
        ("from torch.nn import Linear, no_such_thing", "torch.nn.no_such_thing"),
        ("from torch.no_such_thing import x", "torch.no_such_thing"),
    ],
)
def test_one_message_names_what_is_missing(torch, statement, missing):
    kind = ImportError if "import" in statement else AttributeError
    with pytest.raises(kind, match=f"arraygrad has no '{missing}': docs/pytorch-programs.md") as error:
        exec(statement, {"torch": torch})
    assert isinstance(error.value, kind)


def test_a_program_can_ask_whether_something_is_there(torch):
    assert hasattr(torch, "ones")
    assert not hasattr(torch, "no_such_thing")
    assert getattr(torch.nn, "no_such_thing", None) is None


def test_an_import_that_fails_inside_says_what_failed(ag, torch, monkeypatch):
    monkeypatch.delitem(sys.modules, "arraygrad.utils.tensorboard", raising=False)
    monkeypatch.setitem(sys.modules, "arraygrad.utils.tensorboard.writer", None)
    with pytest.raises(ModuleNotFoundError, match=r"arraygrad\.utils\.tensorboard\.writer"):
        importlib.import_module("torch.utils.tensorboard")


# -- beginning and end ----------------------------------------------------------------------------------------------


def test_the_alias_ends(ag, without_torch):
    alias = ag.install_as_torch()
    import torch.nn

    kept = torch.nn
    alias.undo()
    alias.undo()
    assert not any(is_torch(name) for name in sys.modules)
    assert kept.Linear is ag.nn.Linear
    assert kept.utils.rnn.pad_sequence is ag.nn.utils.rnn.pad_sequence
    with pytest.raises(AttributeError, match=r"arraygrad has no 'torch\.nn\.utils\.no_such_thing'"):
        kept.utils.no_such_thing  # noqa: B018
    assert not any(is_torch(name) for name in sys.modules)
    with ag.install_as_torch():
        assert importlib.import_module("torch").nn.Linear is kept.Linear


def test_pytorch_itself_is_not_replaced(ag, without_torch, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", types.ModuleType("torch"))
    with pytest.raises(RuntimeError, match="PyTorch itself has been imported"):
        ag.install_as_torch()
    assert not hasattr(sys.modules["torch"], "nn")


def test_the_alias_is_installed_once(ag, torch):
    with pytest.raises(RuntimeError, match="'torch' means arraygrad already"):
        ag.install_as_torch()
    assert importlib.import_module("torch") is torch


# -- the version ----------------------------------------------------------------------------------------------------


def test_the_version_is_that_of_the_names(ag, torch):
    version = torch.__version__
    assert isinstance(version, str)
    assert version.startswith("2.13.0+arraygrad")
    assert tuple(int(part) for part in version.split("+")[0].split(".")[:2]) == (2, 13)
    assert version >= "2.9"
    assert version > (1, 10)
    assert version == (2, 13, 0) == version
    assert not version < "2.13"
    assert version <= torch.torch_version.TorchVersion("2.13")
    assert version != "no version"
    with pytest.raises(TypeError):
        version < 3  # noqa: B015
    assert torch.version.__version__ == version
    assert torch.version.cuda is None
    assert torch.version.hip is None
    assert ag.__version__ != version


def test_the_configuration_is_text(torch):
    assert "cpu" in torch.__config__.show()
    assert torch.__config__.parallel_info()


# -- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def command(without_torch, monkeypatch, capsys, tmp_path):
    """Runs ``python -m arraygrad`` in this process: its exit status, and what it wrote."""
    from arraygrad.__main__ import main

    def run(*arguments):
        try:
            status = main(arguments)
        except SystemExit as exit:
            status = exit.code
        written = capsys.readouterr()
        return status, written.out, written.err

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["arraygrad"])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delenv("ARRAYGRAD_DEVICE", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    meta_path = list(sys.meta_path)
    yield run
    sys.meta_path[:] = meta_path


PROGRAM = """\
import sys
import torch
import helper
print(__name__, sys.argv[1:], helper.place(), isinstance(torch.ones(1), torch.Tensor))
sys.exit(int(sys.argv[-1]))
"""


@pytest.mark.parametrize("way", [["script.py"], ["-m", "script"]])
def test_a_program_gets_its_arguments_and_gives_its_status(command, tmp_path, way):
    (tmp_path / "script.py").write_text(PROGRAM)
    (tmp_path / "helper.py").write_text("import torch\ndef place():\n    return torch.ones(1).device\n")
    status, out, _ = command("run", "--as-torch", *way, "--lr", "0.1", "-m", "x", "--device", "7", "3")
    assert out == "__main__ ['--lr', '0.1', '-m', 'x', '--device', '7', '3'] cpu True\n"
    assert status == 3
    sys.modules.pop("helper", None)


CHILDREN = """\
import multiprocessing
import subprocess
import sys
import torch

def work(queue):
    queue.put(torch.__version__)

if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    queue = spawn.Queue()
    process = spawn.Process(target=work, args=(queue,))
    process.start()
    print(queue.get(timeout=60) == torch.__version__)
    process.join()
    subprocess.run([sys.executable, "-c", "import torch.nn; print(torch.nn.__name__, torch.__version__)"], check=True)
"""


def test_processes_that_a_program_starts_have_the_alias(tmp_path):
    (tmp_path / "script.py").write_text(CHILDREN)
    run = subprocess.run(
        [sys.executable, "-m", "arraygrad", "run", "--as-torch", "script.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    same, name = run.stdout.splitlines()
    assert same == "True"
    assert name.startswith("torch.nn 2.13.0+arraygrad")


def test_a_program_gets_no_warnings_of_numpy(command, tmp_path):
    (tmp_path / "script.py").write_text("import torch\nprint(torch.log(torch.tril(torch.ones(2, 2))).tolist())")
    assert command("run", "--as-torch", "script.py") == (0, "[[0.0, -inf], [0.0, 0.0]]\n", "")


def test_what_a_program_raises_goes_through(command, tmp_path):
    (tmp_path / "script.py").write_text("import torch\nraise KeyError('mine')")
    with pytest.raises(KeyError, match="mine"):
        command("run", "--as-torch", "script.py")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "required"),
        (["run", "script.py"], "--as-torch"),
        (["run", "--as-torch"], "say what to run"),
        (["run", "--as-torch", "absent.py"], "'absent.py'"),
        (["run", "--as-torch", "--device", "nowhere", __file__], "nowhere"),
    ],
)
def test_arguments_that_cannot_be_followed(command, arguments, complaint):
    status, _, err = command(*arguments)
    assert status == 2
    assert complaint in err
