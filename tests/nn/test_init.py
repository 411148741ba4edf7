"""How parameters begin."""

from __future__ import annotations

import math

import pytest


def init(ag):
    return ag.nn.init


@pytest.mark.parametrize(
    ("name", "param", "gain"),
    [
        ("linear", None, 1.0),
        ("conv2d", None, 1.0),
        ("conv_transpose3d", None, 1.0),
        ("sigmoid", None, 1.0),
        ("tanh", None, 5 / 3),
        ("relu", None, math.sqrt(2)),
        ("leaky_relu", None, math.sqrt(2 / (1 + 0.01**2))),
        ("leaky_relu", 0.5, math.sqrt(1.6)),
        ("selu", None, 0.75),
    ],
)
def test_gain(ag, name, param, gain):
    assert init(ag).calculate_gain(name, param) == pytest.approx(gain)


def test_gain_refuses(ag):
    with pytest.raises(ValueError, match="Unsupported nonlinearity cosine"):
        init(ag).calculate_gain("cosine")
    with pytest.raises(ValueError, match="negative_slope True not a valid number"):
        init(ag).calculate_gain("leaky_relu", True)


def test_constants(ag, device):
    w = ag.empty(2, 3, requires_grad=True)
    for fill, value in ((lambda: init(ag).constant_(w, 0.5), 0.5), (lambda: init(ag).ones_(w), 1.0)):
        assert fill() is w
        assert w.tolist() == [[value] * 3] * 2
    assert init(ag).zeros_(w).tolist() == [[0.0] * 3] * 2
    assert init(ag).eye_(w).tolist() == [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    assert w.is_leaf
    assert w.requires_grad


@pytest.mark.parametrize(
    ("name", "kwargs", "low", "high", "std"),
    [
        ("uniform_", {"a": 2.0, "b": 4.0}, 2, 4, 2 / math.sqrt(12)),
        ("normal_", {"mean": 1.0, "std": 0.5}, -2, 4, 0.5),
        ("trunc_normal_", {"std": 1.0, "a": -1.0, "b": 1.0}, -1, 1, 0.5396),
        ("trunc_normal_", {"std": 1.0, "a": 1.0, "b": 3.0}, 1, 3, 0.4166),
        ("xavier_uniform_", {"gain": 2.0}, -0.5, 0.5, 2 * math.sqrt(2 / 128)),
        ("xavier_normal_", {}, -2, 2, math.sqrt(2 / 128)),
        ("kaiming_uniform_", {"nonlinearity": "relu"}, -0.4, 0.4, math.sqrt(2 / 80)),
        ("kaiming_normal_", {"mode": "fan_out", "a": 1.0}, -2, 2, math.sqrt(1 / 48)),
    ],
)
def test_distributions(ag, device, name, kwargs, low, high, std):
    w = ag.empty(48, 80, dtype=ag.float64, requires_grad=True)
    assert getattr(init(ag), name)(w, **kwargs) is w
    values = [v for row in w.tolist() for v in row]
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))
    assert low <= min(values)
    assert max(values) <= high
    assert spread == pytest.approx(std, rel=0.06)
    assert w.is_leaf


def test_fans_count_the_kernel(ag, device):
    w = ag.empty(4, 3, 5, 5)
    assert init(ag)._calculate_fan_in_and_fan_out(w) == (75, 100)
    init(ag).kaiming_uniform_(w, a=math.sqrt(5))
    assert w.abs().max().item() <= 1 / math.sqrt(75)


@pytest.mark.parametrize("name", ["uniform_", "normal_", "trunc_normal_", "kaiming_normal_", "xavier_uniform_"])
def test_generator_decides(ag, device, name):
    fill = getattr(init(ag), name)
    draws = [fill(ag.empty(3, 4), generator=ag.Generator().manual_seed(seed)).tolist() for seed in (5, 5, 6)]
    assert draws[0] == draws[1] != draws[2]
    ag.manual_seed(5)
    assert fill(ag.empty(3, 4)).tolist() == draws[0]


def test_same_seed_same_weights(ag, device):
    def build():
        ag.manual_seed(3)
        return ag.nn.Sequential(ag.nn.Conv2d(1, 2, 3), ag.nn.Linear(4, 2), ag.nn.Embedding(5, 2))

    a, b = build().state_dict(), build().state_dict()
    assert all(a[key].tolist() == b[key].tolist() for key in a)


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4), (3, 2, 2)])
def test_orthogonal(ag, device, shape):
    w = init(ag).orthogonal_(ag.empty(*shape, dtype=ag.float64), gain=2.0).reshape(shape[0], -1)
    product = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
    n = product.shape[0]
    assert (product - 4 * ag.eye(n, dtype=ag.float64)).abs().max().item() < 1e-12


def test_dirac_passes_channels_on(ag, device):
    w = init(ag).dirac_(ag.empty(2, 2, 3, 3))
    x = ag.arange(18.0).reshape(1, 2, 3, 3)
    assert ag.nn.functional.conv2d(x, w, padding=1).tolist() == x.tolist()
    grouped = init(ag).dirac_(ag.empty(4, 2, 3), groups=2)
    assert grouped[:, :, 1].tolist() == [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    assert grouped.sum().item() == 4.0


def test_sparse(ag, device):
    w = init(ag).sparse_(ag.empty(10, 4), sparsity=0.25)
    assert (w == 0).sum(0).tolist() == [3] * 4


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda i, ag: i.eye_(ag.empty(2)), "Only tensors with 2 dimensions are supported"),
        (lambda i, ag: i.sparse_(ag.empty(2), 0.5), "Only tensors with 2 dimensions are supported"),
        (lambda i, ag: i.orthogonal_(ag.empty(2)), "Only tensors with 2 or more dimensions are supported"),
        (lambda i, ag: i.dirac_(ag.empty(2, 2)), "Only tensors with 3, 4, or 5 dimensions are supported"),
        (lambda i, ag: i.dirac_(ag.empty(3, 2, 2), groups=2), "dim 0 must be divisible by groups"),
        (lambda i, ag: i.xavier_normal_(ag.empty(2)), "Fan in and fan out can not be computed"),
        (lambda i, ag: i.kaiming_normal_(ag.empty(2, 2), mode="both"), "Mode both not supported"),
    ],
)
def test_refuses(ag, device, call, message):
    with pytest.raises(ValueError, match=message):
        call(init(ag), ag)


def test_empty_tensors(ag, device):
    with pytest.warns(UserWarning, match="zero-element tensors is a no-op"):
        assert tuple(init(ag).kaiming_uniform_(ag.empty(0, 3)).shape) == (0, 3)
    with pytest.warns(UserWarning, match="mean is more than 2 std from"):
        init(ag).trunc_normal_(ag.empty(3), mean=9.0, std=1.0, a=5.0, b=6.0)


def test_older_names_warn(ag):
    both = [f"{method}_{shape}" for method in ("xavier", "kaiming") for shape in ("uniform", "normal")]
    for name in ("uniform", "normal", "constant", "eye", "dirac", *both, "orthogonal", "sparse"):
        weight = ag.empty((2, 2, 1) if name == "dirac" else (2, 2))
        arguments = {"constant": (3.0,), "sparse": (0.5,)}.get(name, ())
        with pytest.warns(FutureWarning, match=f"`nn.init.{name}` is now deprecated in favor of `nn.init.{name}_`"):
            assert getattr(ag.nn.init, name)(weight, *arguments) is weight
