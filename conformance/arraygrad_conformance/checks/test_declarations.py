"""The op records themselves: what bodies and rules call exists in both namespaces, and nothing is undocumented."""

from __future__ import annotations

import dis
from types import CodeType, FunctionType

import pytest

from arraygrad.namespace import MEMBERS, STANDARD
from arraygrad.op import OPS
from arraygrad.tensor_namespace import NAMESPACE
from arraygrad_conformance import calls

_ = calls  # declares all ops

NAMES = sorted(OPS)


def _codes(function, seen):
    """The code of a function, of the functions inside it, and of the helpers of op declarations that it calls."""
    todo = [function.__code__]
    while todo:
        code = todo.pop()
        if code in seen:
            continue
        seen.add(code)
        todo += [c for c in code.co_consts if isinstance(c, CodeType)]
        for name in code.co_names:
            helper = function.__globals__.get(name)
            if isinstance(helper, FunctionType) and helper.__module__.startswith("arraygrad.ops"):
                _codes(helper, seen)
    for cell in function.__closure__ or ():
        if isinstance(cell.cell_contents, FunctionType):
            _codes(cell.cell_contents, seen)
    return seen


def namespace_names(function):
    """The names that a function, or what it calls, looks up in a variable called ``xp``."""
    found = set()
    for code in _codes(function, set()):
        loaded = None
        for instruction in dis.get_instructions(code):
            if instruction.opname in ("LOAD_ATTR", "LOAD_METHOD") and loaded == "xp":
                found.add(instruction.argval)
            loaded = instruction.argval if instruction.opname.startswith(("LOAD_FAST", "LOAD_DEREF")) else None
            if isinstance(loaded, tuple):  # one instruction for two variables
                loaded = loaded[-1]
    return found


def raw_knows(name):
    return name in STANDARD or name in MEMBERS or name in OPS


def tensors_know(name):
    try:
        getattr(NAMESPACE, name)
    except AttributeError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_body_is_closed(name):
    """A body calls the standard, members of the contract, and ops; a composite what there is for tensors."""
    op = OPS[name]
    knows = tensors_know if op.composite else raw_knows
    assert not [n for n in sorted(namespace_names(op.body)) if not knows(n)]


@pytest.mark.parametrize("name", [n for n in NAMES if OPS[n].rules])
def test_rules_are_closed(name):
    """A rule runs in both worlds: on raw arrays, and on tensors for derivatives of higher order."""
    used = set().union(*(namespace_names(rule.formula) for rule in OPS[name].rules.values()))
    assert not [n for n in sorted(used) if not (raw_knows(n) and tensors_know(n))]


@pytest.mark.parametrize("name", NAMES)
def test_op_is_documented(name):
    assert OPS[name].doc.strip()


#: The parameters of `astype` are a library's own data types: conversions are checked under their public names. The last
#: two take operands of two data types, which calls do not: the checks of lenses run them.
NO_CASES = {"astype", "put_bits", "put_complex", "put_pairs", "view_bits"}


@pytest.mark.parametrize("name", [n for n in NAMES if n not in NO_CASES])
def test_op_has_cases(name):
    assert OPS[name].samples


@pytest.mark.parametrize("name", [n for n in NAMES if "torch" in OPS[n].faces or "Tensor" in OPS[n].faces])
def test_public_op_has_an_example(name):
    assert ">>>" in OPS[name].doc
