"""Who may know whom: the import contracts, and what imports do not show."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's layers")

ROOT = Path(__file__).resolve().parent.parent
CORE = sorted((ROOT / "src").rglob("*.py"))
LIBRARIES = {"array_api_strict", "cupy", "cupyx", "jax", "jaxlib", "numba"}


def test_the_import_contracts_are_kept():
    lint = shutil.which("lint-imports", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert lint is not None
    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def docstrings(tree: ast.Module) -> set[ast.Constant]:
    """The string nodes that only document: docstrings, and strings that stand alone."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_the_core_asks_no_backend_for_its_name(path):
    """The name of an array library stands nowhere in the core's code, even as a string: no ladders over backends."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = docstrings(tree)
    named = [
        f"line {node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node not in documentation and node.value in LIBRARIES
    ]
    assert not named
