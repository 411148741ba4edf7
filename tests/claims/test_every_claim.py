"""Each claim has a test, and docs/claims.md names it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
CLAIMS = range(1, 120)


def defined() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in HERE.glob("test_*.py")]
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_claim_has_a_test():
    numbers = {int(name[11:14]) for name in defined() if re.match(r"test_claim_\d{3}_", name)}
    assert numbers == set(CLAIMS)


def test_every_claim_is_documented_with_a_test_that_exists():
    page = (HERE.parents[1] / "docs" / "claims.md").read_text(encoding="utf-8")
    rows = {int(number): row for number, row in re.findall(r"(?m)^\| (\d+) (\|.*)$", page)}
    assert list(rows) == list(CLAIMS)
    for number, row in rows.items():
        assert set(re.findall(r"test_claim_(\d{3})", row)) == {f"{number:03d}"}
    assert set(re.findall(r"`(test_\w+)`", page)) <= defined()
