"""Storages: version counters, aliases, and what a write is seen through."""

from __future__ import annotations

import numpy as np
import pytest

import arraygrad as ag
from arraygrad_conformance.calls import host

WRITES = {
    "add_": lambda x: x.add_(1),
    "mul_": lambda x: x.mul_(2),
    "fill_": lambda x: x.fill_(3),
    "zero_": lambda x: x.zero_(),
    "copy_": lambda x: x.copy_(ag.ones_like(x)),
    "clamp_": lambda x: x.clamp_(0, 1),
    "masked_fill_": lambda x: x.masked_fill_(x > 0, 5),
    "setitem": lambda x: x.__setitem__(0, 9),
    "setitem of a slice": lambda x: x.__setitem__((slice(None), slice(0, 2)), 9),
    "setitem at integers": lambda x: x.__setitem__(ag.tensor([0, 1, 0], device=x.device), 9),
    "setitem at a mask": lambda x: x.__setitem__(x > 0, 9),
    "augmented": lambda x: x.__iadd__(1),
    "through a view": lambda x: x[1].add_(1),
    "through a view of a view": lambda x: x.permute(1, 0)[0].mul_(2),
}


def sample(device):
    return ag.tensor([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]], device=device)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_every_write_bumps_the_version_once(device, write):
    x = sample(device)
    view, detached, plain = x[0], x.detach(), x.data
    write(x)
    assert (x._version, view._version, detached._version, plain._version) == (1, 1, 1, 0)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_is_seen_by_all_that_share_the_memory(device, write):
    x = sample(device)
    view, detached, plain, turned = x[1:, :2], x.detach(), x.data, x.permute(1, 0)
    write(x)
    expected = sample("cpu")
    write(expected)
    for found in (x, detached, plain):
        np.testing.assert_array_equal(host(found), host(expected))
    np.testing.assert_array_equal(host(view), host(expected)[1:, :2])
    np.testing.assert_array_equal(host(turned), host(expected).T)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_clone_sees_nothing(device, write):
    x = sample(device)
    copy = x.clone()
    write(x)
    np.testing.assert_array_equal(host(copy), host(sample("cpu")))
    assert copy._version == 0


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_to_a_saved_value_is_noticed(device, write):
    x = sample(device).requires_grad_()
    y = x * 1
    z = (y * y).sum()
    write(y)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        z.backward()
    assert x.grad is None


def test_data_shares_memory_and_not_the_counter(device):
    x = sample(device).requires_grad_()
    y = (x * x).sum()
    x.data.mul_(2)
    assert x._version == 0
    y.backward()
    np.testing.assert_array_equal(host(x), 2 * host(sample("cpu")))


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_keeps_the_identity_of_arrays_that_can_be_written(device, write):
    place = ag.device(device)
    x = sample(device)
    before = x._array
    write(x)
    assert (x._array is before) == place.mutable


def test_a_storage_that_shares_the_hosts_memory(device):
    if not ag.device(device).backend.shares_host:
        host_array = sample(device).numpy() if not ag.device(device).backend.remote else None
        assert host_array is None or not host_array.flags.writeable
        return
    array = np.zeros(3)
    x = ag.as_tensor(array, device=device)
    x.add_(1)
    np.testing.assert_array_equal(array, np.ones(3))
    x.numpy()[0] = 5
    assert x[0].item() == 5
