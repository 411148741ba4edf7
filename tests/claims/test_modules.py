"""Claims 85 to 94: functions, layers, buffers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ._helpers import array, close, sub

pytestmark = pytest.mark.usefixtures("device")


@pytest.fixture
def functional(ag):
    return sub(ag, "nn.functional")


def test_claim_085_functions_have_no_parameters(ag, functional):
    x = ag.tensor([-1.0, 2.0])
    assert functional.relu(x).tolist() == ag.nn.ReLU()(x).tolist() == [0.0, 2.0]
    assert list(ag.nn.ReLU().parameters()) == []
    assert len(ag.nn.ReLU().state_dict()) == 0


def conv(x, w, b, g, stride, padding):
    """Convolution by the definition; gradients of ``(g * out).sum()`` if `g` is given."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    n, (o, _, kh, kw) = len(x), w.shape
    rows, columns = ((s - k) // stride + 1 for s, k in zip(padded.shape[2:], (kh, kw), strict=True))
    out = np.zeros((n, o, rows, columns))
    dx, dw = np.zeros_like(padded), np.zeros_like(w)
    for i, k, r, c in itertools.product(range(n), range(o), range(rows), range(columns)):
        window = np.s_[i, :, r * stride : r * stride + kh, c * stride : c * stride + kw]
        out[i, k, r, c] = (padded[window] * w[k]).sum() + (0 if b is None else b[k])
        if g is not None:
            dw[k] += g[i, k, r, c] * padded[window]
            dx[window] += g[i, k, r, c] * w[k]
    inner = slice(padding, -padding or None)
    return out, dx[:, :, inner, inner], dw, None if g is None else g.sum((0, 2, 3))


@pytest.mark.parametrize(("stride", "padding", "bias"), [(1, 0, True), (2, 1, True), (1, 2, False), (3, 0, False)])
def test_claim_086_conv2d_is_given_its_weights(ag, functional, stride, padding, bias):
    random = np.random.default_rng(0)
    values = [random.normal(size=s) for s in ((2, 2, 5, 6), (3, 2, 3, 2), (3,))][: 3 if bias else 2]
    leaves = [ag.tensor(v, requires_grad=True) for v in values]
    out = functional.conv2d(*leaves, stride=stride, padding=padding)
    g = random.normal(size=tuple(out.shape))
    (out * ag.tensor(g)).sum().backward()
    expected, *gradients = conv(values[0], values[1], values[2] if bias else None, g, stride, padding)
    close(out, expected, rtol=1e-10)
    for leaf, gradient in zip(leaves, gradients, strict=False):
        close(leaf.grad, gradient, rtol=1e-10)


def test_claim_086_without_a_weight_it_is_a_type_error(ag, functional):
    with pytest.raises(TypeError, match="weight"):
        functional.conv2d(ag.ones(1, 1, 3, 3))


def test_claim_087_the_layer_defines_its_weights(ag, functional):
    ag.manual_seed(0)
    layer = ag.nn.Conv2d(2, 3, kernel_size=3, stride=2, padding=1)
    assert {name: tuple(p.shape) for name, p in layer.named_parameters()} == {"weight": (3, 2, 3, 3), "bias": (3,)}
    assert all(isinstance(p, ag.nn.Parameter) and p.requires_grad for p in layer.parameters())
    bound = 1 / np.sqrt(2 * 3 * 3)
    for p in layer.parameters():
        assert 0 < abs(array(p)).max() <= bound
    assert abs(array(layer.weight)).max() > 0.8 * bound
    x = ag.randn(1, 2, 5, 5)
    close(layer(x), array(functional.conv2d(x, layer.weight, layer.bias, stride=2, padding=1)))
    without = ag.nn.Conv2d(2, 3, (3, 2), bias=False)
    assert without.bias is None
    assert [tuple(p.shape) for p in without.parameters()] == [(3, 2, 3, 2)]


def scaler(ag):
    class Scaler(ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = ag.nn.Parameter(ag.ones(2))
            self.register_buffer("mean", ag.tensor([1.0, 2.0]))
            self.register_buffer("count", ag.tensor(3))
            self.register_buffer("scratch", ag.zeros(2), persistent=False)
            self.register_buffer("absent", None)
            self.plain = ag.zeros(2)

        def forward(self, x):
            return (x - self.mean) * self.weight

    return Scaler()


def test_claim_088_buffers_are_tracked_by_the_model(ag):
    net = ag.nn.Sequential(scaler(ag))
    assert [name for name, _ in net.named_buffers()] == ["0.mean", "0.count", "0.scratch"]
    assert all(a is b for a, b in zip(net.buffers(), dict(net.named_buffers()).values(), strict=True))
    assert net[0].mean.tolist() == [1.0, 2.0]
    assert net[0].absent is None
    assert net[0](ag.tensor([3.0, 5.0])).tolist() == [2.0, 3.0]
    with pytest.raises(TypeError, match="cannot assign"):
        net[0].register_buffer("wrong", "text")
    with pytest.raises(KeyError, match="plain"):
        net[0].register_buffer("plain", ag.zeros(1))


def test_claim_089_persistent_buffers_are_in_the_state_dict(ag):
    net = ag.nn.Sequential(scaler(ag), ag.nn.BatchNorm1d(2))
    assert list(net.state_dict()) == [
        "0.weight", "0.mean", "0.count",
        "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked",
    ]  # fmt: skip


def test_claim_090_buffers_follow_assignment_and_casts(ag, device):
    net = scaler(ag)
    net.mean = ag.tensor([5.0, 6.0])
    net.absent = ag.zeros(1)
    assert dict(net.named_buffers())["mean"].tolist() == [5.0, 6.0]
    assert "absent" in net.state_dict()
    with pytest.raises(TypeError, match="cannot assign"):
        net.mean = 3.0
    assert net.double() is net
    assert {str(b.dtype).rpartition(".")[2] for b in net.buffers()} == {"float64", "int64"}
    assert net.plain.dtype is ag.float32
    assert net.to(device).mean.tolist() == [5.0, 6.0]


def test_claim_091_optimizers_do_not_update_buffers(ag):
    net = scaler(ag)
    assert [name for name, _ in net.named_parameters()] == ["weight"]
    optimizer = sub(ag, "optim").SGD(net.parameters(), lr=0.1, weight_decay=0.5)
    net(ag.tensor([3.0, 3.0])).sum().backward()
    optimizer.step()
    assert net.mean.tolist() == [1.0, 2.0]
    assert net.mean.grad is None
    assert not net.mean.requires_grad
    close(net.weight, [1 - 0.1 * (2 + 0.5), 1 - 0.1 * (1 + 0.5)])


def test_claim_092_load_state_dict_copies_into_what_is_there(ag):
    source, target = scaler(ag), scaler(ag)
    source.mean.add_(10)
    with ag.no_grad():
        source.weight.mul_(3)
    objects = dict(target.named_parameters()) | dict(target.named_buffers())
    result = target.load_state_dict(source.state_dict())
    assert (result.missing_keys, result.unexpected_keys) == ([], [])
    assert (target.weight.tolist(), target.mean.tolist()) == ([3.0, 3.0], [11.0, 12.0])
    now = dict(target.named_parameters()) | dict(target.named_buffers())
    assert all(now[name] is t for name, t in objects.items())
    source.mean.zero_()
    assert target.mean.tolist() == [11.0, 12.0]
    assert target.weight.requires_grad


def test_claim_092_strict_loading_names_what_is_wrong(ag):
    net = scaler(ag)
    good = net.state_dict()
    missing = {name: t for name, t in good.items() if name != "mean"}
    for state, message in [
        (missing, r'(?s)Missing key\(s\) in state_dict: "mean"'),
        (good | {"extra": ag.zeros(1)}, r'(?s)Unexpected key\(s\) in state_dict: "extra"'),
        (good | {"mean": ag.zeros(3)}, "size mismatch for mean"),
    ]:
        with pytest.raises(RuntimeError, match=message):
            net.load_state_dict(state)
    result = net.load_state_dict(missing | {"extra": ag.zeros(1)}, strict=False)
    assert (result.missing_keys, result.unexpected_keys) == (["mean"], ["extra"])


@pytest.mark.only_arraygrad(reason="PyTorch has copied what fits when it raises")
def test_claim_092_a_failed_load_changes_nothing(ag):
    net = scaler(ag)
    with pytest.raises(RuntimeError, match="size mismatch for mean"):
        net.load_state_dict(net.state_dict() | {"weight": ag.zeros(2), "mean": ag.zeros(3)})
    assert (net.weight.tolist(), net.mean.tolist()) == ([1.0, 1.0], [1.0, 2.0])


@pytest.mark.parametrize("shape", [(6, 2), (3, 2, 4, 2)])
def test_claim_093_batch_norm_keeps_running_statistics(ag, shape):
    layer = (ag.nn.BatchNorm1d if len(shape) == 2 else ag.nn.BatchNorm2d)(2).double()
    assert (layer.running_mean.tolist(), layer.running_var.tolist()) == ([0.0, 0.0], [1.0, 1.0])
    x = np.random.default_rng(0).normal(3, 2, size=shape)
    axes, across = tuple(i for i in range(len(shape)) if i != 1), (1, 2) + (1,) * (len(shape) - 2)
    out = layer(ag.tensor(x))
    mean, var = x.mean(axes), x.var(axes)
    close(out, (x - mean.reshape(across)) / np.sqrt(var.reshape(across) + 1e-5), rtol=1e-9)
    close(layer.running_mean, 0.1 * mean, rtol=1e-10)
    close(layer.running_var, 0.9 + 0.1 * x.var(axes, ddof=1), rtol=1e-10)
    layer(ag.tensor(x))
    close(layer.running_mean, 0.19 * mean, rtol=1e-10)
    assert layer.num_batches_tracked.item() == 2
    assert not layer.running_mean.requires_grad


def test_claim_093_the_gradient_flows_through_the_statistics(ag):
    layer = ag.nn.BatchNorm1d(2).double()
    with ag.no_grad():
        layer.weight.copy_(ag.tensor([2.0, -3.0]))
    values, g = (np.random.default_rng(s).normal(size=(5, 2)) for s in (1, 2))
    x = ag.tensor(values, requires_grad=True)
    (layer(x) * ag.tensor(g)).sum().backward()
    std = np.sqrt(values.var(0) + 1e-5)
    normal = (values - values.mean(0)) / std
    expected = np.array([2.0, -3.0]) / std * (g - g.mean(0) - normal * (g * normal).mean(0))
    close(x.grad, expected, rtol=1e-9)
    close(layer.weight.grad, (g * normal).sum(0), rtol=1e-9)
    close(layer.bias.grad, g.sum(0), rtol=1e-9)


def test_claim_094_evaluation_uses_the_statistics_and_leaves_them(ag, tmp_path):
    ag.manual_seed(0)
    layer = ag.nn.BatchNorm1d(2)
    layer(ag.randn(8, 2) * 3 + 1)
    state = {name: t.tolist() for name, t in layer.state_dict().items()}
    layer.eval()
    x = ag.randn(4, 2)
    out = layer(x)
    close(out, (array(x) - state["running_mean"]) / np.sqrt(np.array(state["running_var"]) + 1e-5))
    assert {name: t.tolist() for name, t in layer.state_dict().items()} == state
    assert layer(x[:1]).shape == (1, 2)

    ag.save(layer.state_dict(), tmp_path / "layer")
    fresh = ag.nn.BatchNorm1d(2)
    fresh.load_state_dict(ag.load(tmp_path / "layer"))
    assert fresh.eval()(x).tolist() == out.tolist()
