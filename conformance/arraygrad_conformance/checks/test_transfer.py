"""Values, data types and gradients across the host and other devices."""

from __future__ import annotations

import numpy as np
import pytest

import arraygrad as ag
from arraygrad.backend import available, backend_names
from arraygrad.dtypes import DTYPES
from arraygrad_conformance.calls import host
from arraygrad_conformance.samples import generator


def every_device():
    """One device per usable backend, then further places of each."""
    found = {}
    for name in backend_names():
        if available(name) is None:
            for place in ag.device(name).backend.places():
                device = ag.device(f"{name}:{place}" if place else name)
                found[str(device)] = device
    return list(found)


def has(device, dtype):
    try:
        ag.device(device).raw_dtype(dtype)
    except TypeError:
        return False
    return True


def values(dtype, *shape):
    rng = generator("transfer", dtype.name)
    if dtype.category == 0:
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.category == 1:
        info = np.iinfo(dtype.name)
        return rng.integers(info.min, info.max, shape, dtype=dtype.name, endpoint=True)
    made = rng.normal(size=shape)
    return (made + 1j * rng.normal(size=shape) if dtype.is_complex else made).astype(dtype.name)


NUMPYS = [d for d in DTYPES.values() if d.name != "bfloat16"]


@pytest.mark.parametrize("shape", [(3, 4), (), (0, 2)], ids=str)
@pytest.mark.parametrize("dtype", NUMPYS, ids=lambda d: d.name)
def test_round_trip_over_the_host(device, dtype, shape):
    if not has(device, dtype):
        with pytest.raises(TypeError, match="not supported on device"):
            ag.zeros(2, dtype=dtype, device=device)
        return
    array = values(dtype, *shape)
    place = ag.device(device)
    x = ag.tensor(array, device=device)
    assert (x.dtype, x.device, tuple(x.shape)) == (dtype, place, shape)
    back = host(x)
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("order", ["transposed", "strided", "reversed"])
def test_host_arrays_in_any_layout(device, order):
    array = np.arange(24.0).reshape(4, 6)
    array = {"transposed": array.T, "strided": array[::2, 1::2], "reversed": array[::-1]}[order]
    np.testing.assert_array_equal(host(ag.tensor(array, device=device)), array)


def test_the_host_array_is_copied(device):
    array = np.zeros(4)
    x = ag.tensor(array, device=device)
    array[:] = 1
    np.testing.assert_array_equal(host(x), np.zeros(4))


@pytest.mark.parametrize("other", every_device())
def test_transfer(device, other):
    """There and back: values, data types, gradients; nothing is shared."""
    for dtype in NUMPYS:
        if has(device, dtype) and has(other, dtype):
            x = ag.tensor(values(dtype, 2, 3), device=device)
            y = x.to(other)
            assert (y.dtype, y.device) == (dtype, ag.device(other))
            np.testing.assert_array_equal(host(y), host(x))
            assert y.to(device).device is x.device
    x = ag.tensor(values(ag.float64, 2, 3), device=device, requires_grad=True)
    y = x.to(other)
    if ag.device(other) is x.device:
        assert y is x
        return
    assert not y.detach().shares_memory(x.detach())
    (y * y).sum().backward()
    assert x.grad is not None
    assert x.grad.device is x.device
    np.testing.assert_allclose(host(x.grad), 2 * host(x), rtol=1e-12)


@pytest.mark.parametrize("other", every_device())
def test_second_derivative_across_a_transfer(device, other):
    x = ag.tensor([1.0, 2.0], device=device, dtype=ag.float64, requires_grad=True)
    y = (x * x).to(other)
    (g,) = ag.autograd.grad((y * y).sum(), x, create_graph=True)
    (h,) = ag.autograd.grad(g.sum(), x)
    np.testing.assert_allclose(host(g), 4 * host(x) ** 3, rtol=1e-12)
    np.testing.assert_allclose(host(h), 12 * host(x) ** 2, rtol=1e-12)


def test_devices_do_not_mix(device):
    for other in every_device():
        if ag.device(other) is not ag.device(device):
            with pytest.raises(RuntimeError, match="same device"):
                ag.add(ag.ones(2, device=device), ag.ones(2, device=other))
