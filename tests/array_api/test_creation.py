"""Making arrays through the namespace: sharing, copying, devices, and what is recorded."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.only_arraygrad("the array API face")


@pytest.fixture
def xp(ag, device):
    return ag.array_api


def test_asarray_of_a_tensor_shares_memory_and_history(ag, xp):
    plain = ag.tensor([1.0, 2.0], requires_grad=True)
    x = xp.asarray(plain)
    xp.sum(x * x).backward()
    assert plain.grad.tolist() == [2.0, 4.0]
    assert xp.asarray(x) is x
    with ag.no_grad():
        plain[0] = 5.0
    assert xp.asarray(plain).tolist() == [5.0, 2.0]


def test_asarray_copies_when_it_has_to(ag, xp):
    x = xp.asarray([1.0, 2.0])
    copy = xp.asarray(x, copy=True)
    copy[0] = 9.0
    assert x.tolist() == [1.0, 2.0]
    assert xp.asarray(x, copy=False) is x
    for bad in (lambda: xp.asarray(x, dtype=xp.float64, copy=False), lambda: xp.asarray([1.0], copy=False)):
        with pytest.raises(ValueError, match="can't alias the data"):
            bad()


def test_copies_and_conversions_are_recorded(ag, xp):
    x = xp.asarray([1.0, 2.0])
    x.requires_grad = True
    y = xp.asarray(xp.asarray(x, copy=True), dtype=xp.float64)
    z = xp.astype(y, xp.float32) + xp.full((2,), x[1]) + xp.asarray([x[0], x[0]])
    xp.sum(z).backward()
    assert x.grad.tolist() == [3.0, 3.0]


def test_numpys_memory_is_shared_where_it_can_be(ag, xp, kind):
    host = np.zeros(2)
    x = xp.asarray(host)
    x[0] = 1.0
    assert host.tolist() == ([1.0, 0.0] if kind.shares_memory else [0.0, 0.0])
    assert x.tolist() == [1.0, 0.0]


def test_constructors_take_a_device(ag, xp, other_device):
    with ag.device(other_device):
        for x in (xp.zeros(2), xp.asarray([1.0]), xp.arange(3), xp.eye(2), xp.linspace(0, 1, 3), xp.full(2, 1.0)):
            assert x.device is ag.device(other_device)
    x = xp.ones(2, device=other_device)
    assert xp.zeros_like(x).device is x.device is ag.device(other_device)
    moved = xp.asarray(x, device=ag.zeros(1).device)
    assert moved.device is ag.zeros(1).device
    assert moved.to_device(x.device).device is x.device
    with pytest.raises(ValueError, match="can't alias the data"):
        xp.asarray(x, device=ag.zeros(1).device, copy=False)


def test_moves_are_recorded(ag, xp, other_device):
    x = xp.asarray([1.0, 2.0])
    x.requires_grad = True
    moved = xp.astype(x, xp.float64, device=other_device)
    xp.sum(moved * moved).backward()
    assert x.grad.tolist() == [2.0, 4.0]
    assert x.grad.device is x.device


def test_ranges(xp):
    assert xp.arange(3).tolist() == [0, 1, 2]
    assert xp.arange(3, 0).tolist() == []
    assert xp.arange(1, 2, 0.5).tolist() == [1.0, 1.5]
    assert xp.linspace(0, 1, 2, endpoint=False).tolist() == [0.0, 0.5]
    assert xp.linspace(0, 1j, 3).dtype is xp.complex64
    assert xp.eye(2, 3, k=1).tolist() == [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]


def test_linspace_between_arrays_has_a_gradient(xp):
    ends = xp.asarray([1.0, 3.0])
    ends.requires_grad = True
    x = xp.linspace(ends[0], ends[1], 3)
    assert x.tolist() == [1.0, 2.0, 3.0]
    xp.sum(x).backward()
    assert ends.grad.tolist() == [1.5, 1.5]


def test_dlpack_goes_both_ways(ag, device, xp, kind):
    x = xp.asarray([1.0, 2.0])
    assert xp.from_dlpack(x) is x
    assert xp.from_dlpack(np.asarray([3.0])).tolist() == [3.0]
    if kind.host:
        assert np.from_dlpack(x, copy=True).tolist() == [1.0, 2.0]
        assert x.__dlpack_device__()[0] == 1
        if device != "readonly":  # of memory that must not be written there are versioned capsules only
            x.__dlpack__(max_version=(0, 0))
    x.requires_grad = True
    with pytest.raises(BufferError, match="require gradient"):
        x.__dlpack__(max_version=(1, 0))


def test_a_remote_tensor_is_copied_for_the_host(ag, monkeypatch):
    """On NumPy, made to look remote."""
    x = ag.array_api.asarray([1.0, 2.0])

    class Consumer:
        def __dlpack_device__(self):
            return (1, 0)

        def __dlpack__(self, **options):
            return x.__dlpack__(**{**options, "dl_device": (1, 0), "copy": None})

    monkeypatch.setattr(type(x.device.backend), "remote", True)
    host = np.from_dlpack(Consumer())
    assert host.tolist() == [1.0, 2.0]
    assert not np.shares_memory(host, x._array)
    with pytest.raises(BufferError, match="as a copy only"):
        x.__dlpack__(dl_device=(1, 0), copy=False)
