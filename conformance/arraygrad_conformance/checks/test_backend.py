"""What a device promises apart from ops: random numbers, data types, bounds, threads, the user's own settings."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

import arraygrad as ag
from arraygrad.creation import run as scoped_run
from arraygrad.philox import random_bits
from arraygrad_conformance.calls import host

DRAWS = {
    "rand": lambda **k: ag.rand(7, 3, **k),
    "rand in float64": lambda **k: ag.rand(7, 3, dtype=ag.float64, **k),
    "randn": lambda **k: ag.randn(65, **k),
    "randn in float64": lambda **k: ag.randn(5, 4, dtype=ag.float64, **k),
    "randint": lambda **k: ag.randint(-3, 1000, (50,), **k),
    "randperm": lambda **k: ag.randperm(33, **k),
    "bernoulli": lambda **k: ag.bernoulli(ag.full((40,), 0.3, **k)),
}


@pytest.mark.parametrize("width", [64, 32])
def test_random_bits(device, width):
    place = ag.device(device)
    for n, counter in ((0, 0), (1, 0), (10, 3), (513, 2**33)):
        words = scoped_run(place, place.backend.random_bits, place.native, (2**63 + 5, 77), counter, n, width=width)
        expected = random_bits(np, (2**63 + 5, 77), counter, n, width=width)
        found = np.array(place.backend.to_host(words))
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_one_seed_gives_the_same_numbers(device, draw):
    results = []
    for place in (device, "cpu"):
        ag.manual_seed(1234)
        first, second = draw(device=place), draw(device=place)
        assert first.device is ag.device(place)
        results.append((host(first), host(second)))
    for found, expected in zip(*results, strict=True):
        assert found.dtype == expected.dtype
        np.testing.assert_allclose(found, expected, rtol=1e-6 if found.dtype == np.float32 else 1e-12)
    assert not np.array_equal(results[0][0], results[0][1])


@pytest.mark.parametrize("dtype", [ag.float32, ag.float64, ag.int32, ag.int64, ag.uint8, ag.bool], ids=lambda d: d.name)
def test_data_types_are_kept(device, dtype):
    x = ag.zeros(2, 3, dtype=dtype, device=device)
    for y in (x, x[0], x.permute(1, 0), x.clone(), ag.cat([x, x]), ag.stack([x, x]), x.reshape(6), x[[0, 1]]):
        assert y.dtype is dtype
    if dtype.is_floating_point:
        assert [(x + 1).dtype, (x * 2.5).dtype, x.sum().dtype, x.exp().dtype] == [dtype] * 4
    elif dtype is not ag.bool:
        assert ((x + 1).dtype, (x * 2.5).dtype, x.sum().dtype, x.exp().dtype) == (
            dtype,
            ag.float32,
            ag.int64,
            ag.float32,
        )


@pytest.mark.parametrize(
    "read",
    [
        lambda x: x[3],
        lambda x: x[-4],
        lambda x: x[0, 2],
        lambda x: x[[0, 3]],
        lambda x: x[ag.tensor([-4], device=x.device)],
        lambda x: x[:, ag.tensor([2], device=x.device)],
        lambda x: x.__setitem__(ag.tensor([3], device=x.device), 0),
        lambda x: x.__setitem__(3, 0),
        lambda x: ag.index_select(x, 0, ag.tensor([3], device=x.device)),
        lambda x: ag.gather(x, 0, ag.tensor([[3, 0]], device=x.device)),
        lambda x: ag.take(x, ag.tensor([6], device=x.device)),
        lambda x: ag.nn.functional.embedding(ag.tensor([3], device=x.device), x),
        lambda x: x.select(0, 3),
    ],
)
def test_an_index_out_of_range_raises(device, read):
    x = ag.zeros(3, 2, device=device)
    with pytest.raises((IndexError, RuntimeError)):
        read(x)
    assert x._version == 0


def test_threads_have_modes_of_their_own(device):
    both = Barrier(2)

    def quiet():
        with ag.no_grad(), ag.device(device):
            both.wait()
            recorded, default = (ag.ones(1, requires_grad=True) * 2).requires_grad, ag.zeros(1).device
            both.wait()
        return recorded, default

    def plain():
        both.wait()
        found = (ag.ones(1, requires_grad=True) * 2).requires_grad, ag.zeros(1).device
        both.wait()
        return found

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(quiet), pool.submit(plain)
        assert first.result() == (False, ag.device(device))
        assert second.result() == (True, ag.zeros(1).device)


def test_threads_compute_gradients_at_once(device):
    def work(seed):
        x = ag.full((4, 4), float(seed), device=device, requires_grad=True)
        for _ in range(5):
            x.grad = None
            (x @ x).tanh().sum().backward()
        return host(x.grad)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, [0.1, 0.2, 0.1, 0.2]))
    np.testing.assert_array_equal(found[0], found[2])
    np.testing.assert_array_equal(found[1], found[3])


def test_the_users_settings_stay(device):
    """64-bit types are the tensors' own business: the library's settings are as they were."""
    x = ag.ones(3, dtype=ag.float64, device=device, requires_grad=True)
    (x.exp() * 2).sum().backward()
    assert x.grad is not None
    assert x.grad.dtype is ag.float64
    jax = sys.modules.get("jax")
    if jax is not None:
        assert not jax.config.jax_enable_x64
        assert jax.numpy.ones(1).dtype == np.float32
