"""Claims 21 to 27: devices."""

from __future__ import annotations

import pytest

from ._helpers import close, sub

pytestmark = pytest.mark.usefixtures("device")


def test_claim_021_to_takes_strings_and_device_objects(ag, device):
    d = ag.device(device)
    for place in (device, d, str(d)):
        t = ag.ones(2, device="cpu").to(place)
        assert t.device == d
        assert t.tolist() == [1.0, 1.0]
        assert ag.nn.Linear(2, 1, device="cpu").to(place).weight.device == d
    assert d.type == device.partition(":")[0]
    assert ag.device(str(d)) == d
    assert ag.ones(1).to(device=device, dtype=ag.float64).dtype is ag.float64
    assert isinstance(ag.cuda.is_available(), bool)
    assert ag.ones(1, device="cuda" if ag.cuda.is_available() else "cpu").item() == 1.0
    with pytest.raises(RuntimeError, match="device"):
        ag.ones(1, device="nowhere")


def test_claim_022_to_the_same_place_is_the_tensor_itself(ag, device):
    t = ag.ones(2)
    assert t.to(device) is t
    assert t.to(t.device) is t
    assert t.to(ag.float32) is t
    assert t.to(device, ag.float32) is t
    assert t.to(device, copy=True) is not t
    assert (t.cpu() is t) == (t.device.type == "cpu")


@pytest.mark.only_arraygrad(reason="PyTorch would need a GPU")
def test_claim_023_mixing_devices_is_an_error(ag, device, other_device):
    here, there = ag.ones(2), ag.ones(2, device=other_device)
    for operation in (
        lambda: here + there,
        lambda: here @ there,
        lambda: ag.cat([here, there]),
        lambda: here.add_(there),
    ):
        with pytest.raises(RuntimeError, match="same device") as caught:
            operation()
        assert str(here.device) in str(caught.value)
        assert str(there.device) in str(caught.value)
    assert here.tolist() == [1.0, 1.0]


def test_claim_024_parameters_are_created_on_their_device(ag, device):
    for make in (ag.randn, ag.zeros, ag.ones, ag.rand):
        p = make(1, requires_grad=True, dtype=ag.float32, device=device)
        assert (p.is_leaf, p.requires_grad, p.grad_fn) == (True, True, None)
        assert p.device == ag.device(device)
        (p * 3).sum().backward()
        assert p.grad.tolist() == [3.0]
        assert p.grad.device == p.device


def test_claim_025_a_cast_of_a_tracked_leaf_is_an_operation(ag):
    x = ag.ones(2, requires_grad=True)
    y = x.to(ag.float64)
    assert (x.is_leaf, y.is_leaf, y.requires_grad) == (True, False, True)
    (y * 3).sum().backward()
    assert x.grad.dtype is ag.float32
    assert x.grad.tolist() == [3.0, 3.0]
    assert x.detach().to(ag.float64).is_leaf


@pytest.mark.only_arraygrad(reason="PyTorch would need a GPU")
def test_claim_025_gradients_cross_a_move(ag, device, other_device):
    x = ag.ones(2, requires_grad=True)
    y = x.to(other_device)
    assert not y.is_leaf
    (y * ag.tensor([2.0, 3.0], device=other_device)).sum().backward()
    assert x.grad.device == x.device
    assert x.grad.tolist() == [2.0, 3.0]


def test_claim_026_a_model_moves_in_place_with_its_buffers(ag, device):
    with ag.device("cpu"):
        net = ag.nn.Sequential(ag.nn.Linear(2, 2), ag.nn.BatchNorm1d(2))
    parameters, buffers = list(net.parameters()), dict(net.named_buffers())
    assert net.to(device) is net
    assert all(a is b for a, b in zip(net.parameters(), parameters, strict=True))
    assert {p.device for p in (*net.parameters(), *net.buffers())} == {ag.device(device)}
    assert dict(net.named_buffers()).keys() == buffers.keys()
    assert net.double() is net
    assert all(a is b for a, b in zip(net.parameters(), parameters, strict=True))
    assert net[1].running_mean.dtype is ag.float64
    assert net[1].num_batches_tracked.dtype is ag.int64
    net(ag.ones(3, 2, dtype=ag.float64)).sum().backward()
    assert parameters[0].grad.dtype is ag.float64


def test_claim_027_the_dataset_stays_on_the_host(ag, device):
    data = sub(ag, "utils.data")
    x = ag.arange(6.0, device="cpu").view(6, 1)
    loader = data.DataLoader(data.TensorDataset(x, 2 * x), batch_size=4)
    net = ag.nn.Linear(1, 1).to(device)
    rows = []
    for xb, yb in loader:
        assert xb.device.type == yb.device.type == "cpu"
        xb, yb = xb.to(device), yb.to(device)
        assert net(xb).device == ag.device(device)
        close(yb, 2 * xb.cpu().numpy())
        rows += xb.view(-1).tolist()
    assert rows == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert x.device.type == "cpu"
