"""The dtype of results of mixed operands, zero-dimensional ones and numbers among them, is PyTorch's for all pairs."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

NAMES = "bool uint8 int8 int16 int32 int64 float16 float32 float64 complex64 complex128".split()
NUMBERS = {"True": True, "2": 2, "0.5": 0.5, "1j": 1j}
OPERATIONS = "add mul div maximum eq pow floor_divide atan2 where".split()


def operands(lib):
    """Operands of every dtype, with and without dimensions, and numbers; those that both libraries name alike."""
    made = dict(NUMBERS)
    for name in NAMES:
        made[f"{name} with a dimension"] = lib.ones(1, dtype=getattr(lib, name))
        made[f"{name} without"] = lib.ones((), dtype=getattr(lib, name))
    return made


def dtype_of(function, *args):
    """The name of the result's dtype, or what kind of error there was."""
    try:
        result = function(*args)
    except (RuntimeError, TypeError):
        return "an error"
    name = str(getattr(result, "dtype", result)).rpartition(".")[2]
    return "complex64" if name == "complex32" else name  # the array libraries have no complex numbers of half precision


#: PyTorch takes the first power of bools; ours refuses powers of bools.
LEFT_OUT = {"pow": ("bool with a dimension and True", "bool without and True")}


def compared(ag, function, *, refused=False):
    """Every pair that differs. `refused` says whether pairs that PyTorch refuses are compared too."""
    ours, theirs = operands(ag), operands(torch)
    wrong = []
    for a in ours:
        for b in ours:
            if a in NUMBERS and b in NUMBERS:
                continue
            expected = dtype_of(function(torch), theirs[a], theirs[b])
            if expected == "an error" and not refused:
                continue
            found = dtype_of(function(ag), ours[a], ours[b])
            if found != expected:
                wrong.append(f"{a} and {b}: {found}, expected {expected}")
    return wrong


def test_result_type(ag):
    assert not compared(ag, lambda lib: lib.result_type, refused=True)


@pytest.mark.filterwarnings("ignore:.*")
@pytest.mark.parametrize("name", OPERATIONS)
def test_operations(ag, name):
    def function(lib):
        if name == "where":
            return lambda a, b: lib.where(lib.ones(1, dtype=lib.bool), a, b)
        return getattr(lib, name)

    assert [w for w in compared(ag, function) if not w.startswith(LEFT_OUT.get(name, ()))] == []


def test_promote_types_and_can_cast(ag):
    wrong = []
    for a in NAMES:
        for b in NAMES:
            for name in ("promote_types", "can_cast"):
                found, expected = (
                    dtype_of(getattr(lib, name), getattr(lib, a), getattr(lib, b)) for lib in (ag, torch)
                )
                if found != expected:
                    wrong.append(f"{name} of {a} and {b}: {found}, expected {expected}")
    assert not wrong
