"""The text of tensors is PyTorch's, character for character, over arrays of every kind and all print options."""

from __future__ import annotations

import numpy as np
import pytest

from arraygrad import formatting
from arraygrad.dtypes import DTYPES, DType, iinfo, set_default_dtype

torch = pytest.importorskip("torch")

ROUNDS = 25
SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0]
SHAPES = [
    (),
    (0,),
    (1,),
    (3,),
    (40,),
    (1000,),
    (1001,),
    (2, 0),
    (3, 0, 2),
    (5, 7),
    (4, 300),
    (50, 30),
    (2, 3, 4),
    (9, 8, 2, 9),
]
OPTIONS = {
    "profile": [None, "default", "short", "full"],
    "sci_mode": [None, None, True, False],
    "precision": [None, 0, 1, 6],
    "edgeitems": [None, 0, 1, 5],
    "linewidth": [None, 1, 40, 120],
    "threshold": [None, 0, 10],
}


@pytest.fixture(autouse=True)
def _same_surroundings(monkeypatch):
    """Default options before and after, and dtype names of equal length: lines are broken where the text ends."""
    monkeypatch.setattr(DType, "__repr__", lambda dtype: f"torch.{dtype.name}")
    for library in (torch, formatting):
        library.set_printoptions(profile="default")
    yield
    for library in (torch, formatting):
        library.set_printoptions(profile="default")


def reals(rng, shape):
    """Numbers of one of the makes that the layout tells apart."""
    x = rng.standard_normal(shape)
    makes = [
        x,
        x * 10.0 ** rng.integers(-6, 6, shape),
        np.round(x * 3),
        np.round(x * 400),
        np.round(x * 1e4),
        np.round(x) * 1e9,
        x * 1e-5,
        x * 0,
    ]
    x = makes[rng.integers(len(makes))]
    return np.where(rng.random(shape) < 0.2, rng.choice(SPECIAL, shape), x) if rng.random() < 0.3 else np.asarray(x)


def values(rng, dtype, shape):
    """A torch tensor, and the same values on the host."""
    if dtype.is_complex:
        host = np.empty(shape, dtype=np.complex128)
        host.real, host.imag = reals(rng, shape), reals(rng, shape)
    elif dtype.is_floating_point:
        host = reals(rng, shape)
    elif dtype.name == "bool":
        host = np.asarray(rng.random(shape) < 0.5)
    else:
        limits = iinfo(dtype)
        high = (3, 100, limits.max)[rng.integers(3)]
        host = np.asarray(rng.integers(max(-high, limits.min), high, shape, dtype=dtype.name, endpoint=True))
    with np.errstate(all="ignore"):
        tensor = torch.from_numpy(host.reshape(-1).copy()).reshape(shape).to(getattr(torch, dtype.name))
    return tensor, (tensor.float() if dtype.name == "bfloat16" else tensor).numpy()


def check(tensor, host, dtype):
    assert formatting.format_tensor(host, dtype=dtype) == repr(tensor)
    if dtype.is_differentiable:
        leaf = tensor.requires_grad_()
        assert formatting.format_tensor(host, dtype=dtype, requires_grad=True) == repr(leaf)
        assert formatting.format_tensor(host, dtype=dtype, grad_fn="CloneBackward0") == repr(leaf.clone())


@pytest.mark.parametrize("name", sorted(DTYPES))
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_default_options(name, shape):
    rng = np.random.default_rng([len(name), *shape])
    for _ in range(2 if np.prod(shape) > 100 else 8):
        check(*values(rng, DTYPES[name], shape), DTYPES[name])


@pytest.mark.parametrize("name", sorted(DTYPES))
def test_all_options(name):
    rng = np.random.default_rng([11, *name.encode()])
    for _ in range(ROUNDS):
        chosen = {option: choices[rng.integers(len(choices))] for option, choices in OPTIONS.items()}
        torch.set_printoptions(**chosen)
        formatting.set_printoptions(**chosen)
        check(*values(rng, DTYPES[name], SHAPES[rng.integers(len(SHAPES))]), DTYPES[name])


@pytest.mark.parametrize("name", ["float16", "float32", "float64"])
def test_another_default_dtype(name):
    torch.set_default_dtype(getattr(torch, name))
    set_default_dtype(DTYPES[name])
    try:
        for dtype in DTYPES.values():
            for shape in ((), (0,), (2,)):
                check(*values(np.random.default_rng(0), dtype, shape), dtype)
    finally:
        torch.set_default_dtype(torch.float32)
        set_default_dtype(DTYPES["float32"])


@pytest.mark.parametrize("spec", ["", ".3f", "e", "10.2g"])
def test_scalars_in_format_strings(spec):
    value = torch.tensor(2.34567)
    assert formatting.format_scalar(value.item(), spec) == format(value, spec)
