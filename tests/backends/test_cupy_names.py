"""What the CuPy adapter and the op bodies call exists in CuPy, which imports without a GPU."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from arraygrad import namespace
from arraygrad.op import OPS

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's CuPy adapter")

cupy = pytest.importorskip("cupy", reason="CuPy is not installed: pip install 'arraygrad[cupy]'")

ROOT = Path(__file__).resolve().parents[2]
ADAPTER = sorted((ROOT / "backends" / "arraygrad_cupy").rglob("*.py"))
BODIES = sorted([*(ROOT / "src" / "arraygrad" / "ops").glob("*.py"), *(ROOT / "src" / "arraygrad").glob("*.py")])


#: What composites find in the namespace of tensors only.
OF_TENSORS_ONLY = {"chunk", "rand_like", "randn_like"}


def dotted(node: ast.AST) -> str | None:
    """``a.b.c`` of an attribute chain; ``self._cupy`` counts as ``cupy``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return None if owner is None else f"{owner}.{node.attr}".replace("self._cupy", "cupy")
    return None


def cupy_names(path: Path) -> set[str]:
    """Every dotted name of CuPy or CuPyX in a file, local names for parts of it resolved."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    local = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = dotted(node.value)
            if name and name.startswith(("cupy.", "cupyx.")):
                local[node.targets[0].id] = name
    names = set()
    for node in ast.walk(tree):
        name = dotted(node) if isinstance(node, ast.Attribute) else None
        if name:
            first, _, rest = name.partition(".")
            full = f"{local[first]}.{rest}" if first in local else name
            if full.startswith(("cupy.", "cupyx.")):
                names.add(full)
    return names


def exists(name: str) -> bool:
    parts = name.split(".")
    found = importlib.import_module(parts[0])
    for i, part in enumerate(parts[1:], 2):
        if not hasattr(found, part):
            try:
                importlib.import_module(".".join(parts[:i]))
            except ImportError:
                return False
        found = getattr(found, part)
    return True


def test_the_adapter_is_read_as_meant():
    names = set().union(*map(cupy_names, ADAPTER))
    assert {"cupy.ndarray", "cupy.cuda.runtime.getDeviceCount", "cupyx.scatter_add", "cupyx.scipy.special.erf"} <= names
    assert not exists("cupy.no_such_function")
    assert not exists("cupyx.scipy.no_such_module.erf")


@pytest.mark.parametrize("path", ADAPTER, ids=lambda path: path.stem)
def test_every_name_of_the_adapter_exists(path):
    assert [name for name in sorted(cupy_names(path)) if not exists(name)] == []


def test_arrays_have_what_the_adapter_uses():
    for name in ("astype", "copy", "device", "dtype", "flags", "itemsize", "ndim", "shape", "strides", "view"):
        assert hasattr(cupy.ndarray, name), name


def test_kernels_are_named_after_ops(ag):
    from arraygrad_cupy.kernels import KERNELS

    assert set(KERNELS) <= set(OPS)


def used_by_bodies() -> set[str]:
    """Names that declarations and samplers take from the raw namespace and that are not ops of ours."""
    names = set()
    for path in BODIES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "xp":
                names.add(node.attr)
    return names - (set(OPS) - namespace.STANDARD) - namespace.MEMBERS - OF_TENSORS_ONLY


def test_every_function_that_bodies_call_is_in_the_namespace_of_cupy(ag):
    xp = importlib.import_module("array_api_compat.cupy")
    assert {"exp", "where"} <= used_by_bodies()
    assert [name for name in sorted(used_by_bodies() | namespace.STANDARD) if not hasattr(xp, name)] == []


def test_queues_and_memory_have_what_is_called():
    found = {
        cupy.cuda.Stream: "done synchronize record wait_event use __enter__ __exit__",
        cupy.cuda.Event: "done synchronize record",
        cupy.cuda.MemoryPool: "used_bytes total_bytes free_all_blocks",
        cupy.cuda.MemoryHook: "malloc_postprocess free_postprocess __enter__",
        cupy.cuda.Device: "id mem_info synchronize",
    }
    calls = [(kind, name) for kind, names in found.items() for name in names.split()]
    assert [call for call in calls if not hasattr(*call)] == []
