"""NumPy's kernels that step in for large arrays mean what the generic bodies mean, special values included."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

pytestmark = pytest.mark.only_arraygrad("speaks of this project's kernels")

N = 3000
SPECIAL = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e30, -1e30, 88.0, -104.0])


def numbers(dtype, *, special, whole=False):
    rng = np.random.default_rng(7)
    x = (rng.integers(-9, 9, N) if whole else rng.normal(size=N) * 5).astype(dtype)
    if special:
        x[: SPECIAL.size] = SPECIAL
    return x


CALLS = [
    ("clamp", {"min": -1.0, "max": 2.0}),
    ("clamp", {"min": 1.0}),
    ("clamp", {"min": 2.0, "max": -2.0}),
    ("hardtanh", {}),
    ("sigmoid", {}),
    ("silu", {}),
    ("nan_to_num", {}),
    ("nan_to_num", {"nan": 1.0, "posinf": 2.0, "neginf": -3.0}),
    ("kthvalue", {"k": 17}),
    ("kthvalue", {"k": N, "keepdim": True}),
    ("median_along", {"dim": 0}),
    ("median_of_all", {"ignore_nan": False}),
    ("topk", {"k": 40}),
    ("topk", {"k": 7, "largest": False}),
]


@pytest.mark.parametrize("special", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("name", "params"), CALLS)
def test_kernels_for_large_arrays(ag, name, params, dtype, special):
    from arraygrad.op import OPS

    device = ag.device("cpu")
    x = numbers(dtype, special=special, whole=name in ("kthvalue", "median_along", "median_of_all", "topk"))
    with np.errstate(all="ignore"):
        found = device.backend.kernels[name](x, **params)
        expected = partial(OPS[name].body, device.ns)(x, **params)
    if found is NotImplemented:
        assert special
        return
    for a, b in zip(*((r if OPS[name].outputs else (r,)) for r in (found, expected)), strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_allclose(a, b, rtol=1e-6 if dtype == "float32" else 1e-13, atol=1e-37)


@pytest.mark.parametrize("largest", [False, True])
@pytest.mark.parametrize("dim", [0, 1])
def test_topk_along_each_dimension(ag, dim, largest):
    from arraygrad.op import OPS

    device = ag.device("cpu")
    x = np.random.default_rng(3).integers(0, 30, (96, 100)).astype("float32")
    found = device.backend.kernels["topk"](x, 9, dim, largest)
    for a, b in zip(found, OPS["topk"].body(device.ns, x, 9, dim, largest), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("special", [False, True])
def test_isclose(ag, special):
    from arraygrad.op import OPS

    device = ag.device("cpu")
    x = numbers("float64", special=special)
    y = x * (1 + np.linspace(0, 1e-4, N))
    found = device.backend.kernels["isclose"](x, y)
    if special:
        assert found is NotImplemented
    else:
        np.testing.assert_array_equal(found, OPS["isclose"].body(device.ns, x, y))
        assert 0 < found.sum() < N
