"""The type stubs: they are what the generator writes, name what exists at run time, and mean what a user expects."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's stubs")

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "arraygrad"
#: The stubs of modules whose functions are made from the op records.
FACES = sorted(path for path in PACKAGE.rglob("*.pyi") if path.stem not in ("__init__", "tensor_methods"))

#: A user's program; a comment names the error that a type checker has to find in that line.
PROGRAM = """
import arraygrad as ag
import arraygrad.nn.functional as F
from arraygrad import nn, optim

value = ag.exp(ag.ones(2)).sum().item()
x = ag.tensor([1.0, 2.0], requires_grad=True)
y: ag.Tensor = 2 * x + x**2 - 1 / x
y += 1
y.add_(1, alpha=2).mul_(2)
best, where = y.reshape(1, -1).max(dim=1)
best = ag.max(y.reshape(1, 2), 1).values
total = ag.max(y) + y.sum(axis=0) + y.sum(dim=(0,))
n: int = x.size(0) + x.numel() + x.shape[0]
double: ag.DType = ag.float64
z = F.relu(y, inplace=True).to(double).to("cpu")
first, last = z[0], z[-1:]
large = (y > 0) & (y != 3)
p = nn.Parameter(ag.ones(2))
p += 1
p.requires_grad_(False).backward()
layer = nn.Linear(2, 3)
optimizer = optim.SGD(layer.parameters(), lr=0.1)
with ag.no_grad():
    (g,) = ag.autograd.grad(y.sum(), [x])
    x -= 0.1 * g
if ag.cuda.is_available():
    x = x.cuda()

ag.exq(x)  # attr-defined
ag.nn.functional.rellu(x)  # attr-defined
ag.autograd.gard(y, x)  # attr-defined
x.sun()  # attr-defined
x.add__(1)  # attr-defined
ag.exp("1")  # arg-type
ag.add(x, x, beta=2)  # call-arg
x + "1"  # operator
x.sum(dim="all")  # arg-type
m: int = x.sum()  # assignment
ag.zeros(2, dtype="float32")  # arg-type
"""


def defined_names(body: list[ast.stmt]) -> set[str]:
    """What the statements of a module or class define, imports included."""
    names = set()
    for node in body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.AnnAssign(target=ast.Name()):
                names.add(node.target.id)
            case ast.ImportFrom() | ast.Import():
                names |= {alias.asname or alias.name for alias in node.names}
    return names


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def class_body(path: Path, name: str) -> list[ast.stmt]:
    (body,) = (node.body for node in parse(path).body if isinstance(node, ast.ClassDef) and node.name == name)
    return body


def test_the_stubs_are_what_the_generator_writes():
    command = [sys.executable, "tools/generate_stubs.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_generator_refuses_what_it_does_not_know():
    command = [sys.executable, "tools/generate_stubs.py", "--chek"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_a_stub_names_what_its_module_offers(path):
    module = importlib.import_module(".".join(path.relative_to(ROOT / "src").with_suffix("").parts))
    offered = {name for name in dir(module) if not name.startswith("_")}
    tree = parse(path)
    (listed,) = (ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign))
    assert set(listed) == offered
    assert offered <= defined_names(tree.body)
    assert all(hasattr(module, name) for name in offered)


def test_the_stub_of_tensor_names_its_members(ag):
    class Plain:
        """What every class has."""

    written = defined_names(class_body(PACKAGE / "tensor.py", "Tensor"))
    given = vars(ag.Tensor).keys() - vars(Plain).keys() - written
    assert defined_names(class_body(PACKAGE / "tensor_methods.pyi", "TensorMethods")) == given


def test_every_op_is_in_the_stubs_under_all_its_names(ag):
    from arraygrad.op import OPS

    functions = defined_names(parse(PACKAGE / "functions.pyi").body)
    members = defined_names(class_body(PACKAGE / "tensor_methods.pyi", "TensorMethods"))
    for op in OPS.values():
        for name in (op.name, *op.aliases):
            assert "torch" not in op.faces or name in functions
            assert "Tensor" not in op.faces or name in members
            assert not op.inplace or name + "_" in members


def test_a_program_is_checked_strictly(tmp_path, monkeypatch):
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    monkeypatch.chdir(ROOT)
    report, failure, _ = api.run(["--strict", "--config-file", "pyproject.toml", str(program)])
    assert not failure
    found = re.findall(r"program\.py:(\d+): error: .*\[([a-z-]+)\]", report)
    marked = re.compile(r"  # ([a-z-]+)$")
    lines = enumerate(PROGRAM.splitlines(), 1)
    assert found == [(str(number), mark[1]) for number, line in lines if (mark := marked.search(line))], report
