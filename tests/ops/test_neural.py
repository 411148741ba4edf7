"""Functions of neural networks: errors, conventions and what PyTorch returns in special cases."""

from __future__ import annotations

import math

import pytest


def test_functions_without_integers(ag, device):
    F = ag.nn.functional
    for function in (F.gelu, F.silu, F.elu, F.softplus, F.leaky_relu, lambda x: F.softmax(x, 0)):
        with pytest.raises(NotImplementedError, match="not implemented for"):
            function(ag.arange(3))
    assert F.relu(ag.arange(-1, 2)).tolist() == [0, 0, 1]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_softmax(ag, device):
    F = ag.nn.functional
    assert F.softmax(ag.tensor([1000.0, 1000.0]), 0).tolist() == [0.5, 0.5]
    assert F.softmax(ag.tensor([0, 0]), 0, dtype=ag.float64).dtype is ag.float64
    assert math.isnan(F.softmax(ag.tensor([-math.inf, -math.inf]), 0)[0].item())
    with pytest.raises(IndexError, match="Dimension out of range"):
        F.softmax(ag.ones(2), 1)


def test_derivatives_at_kinks(ag, device):
    F = ag.nn.functional
    for function, expected in ((F.relu, 0.0), (F.leaky_relu, 0.01), (F.elu, 1.0), (F.hardtanh, 1.0), (F.relu6, 0.0)):
        x = ag.tensor(0.0, requires_grad=True)
        function(x).backward()
        assert x.grad.item() == pytest.approx(expected)


def test_relu_lets_no_infinite_gradient_through(ag, device):
    x = ag.full((4096,), -1.0).requires_grad_()
    ag.relu(x).backward(ag.full((4096,), math.inf))
    assert x.grad.abs().sum().item() == 0.0


def test_argument_errors(ag, device):
    F = ag.nn.functional
    with pytest.raises(RuntimeError, match="approximate argument must be either none or tanh"):
        F.gelu(ag.ones(2), approximate="x")
    with pytest.raises(ValueError, match=r"has to be between 0 and 1, but got 1\.5"):
        F.dropout(ag.ones(2), 1.5)
    with pytest.raises(RuntimeError, match="Halving dimension must be even"):
        F.glu(ag.ones(3))
    with pytest.raises(RuntimeError, match="Mismatch of parameter numbers"):
        F.prelu(ag.ones(2, 3), ag.ones(2))


def test_dropout(ag, device):
    F = ag.nn.functional
    x = ag.ones(1000)
    assert set(F.dropout(x, 0.5).tolist()) == {0.0, 2.0}
    assert F.dropout(x, 0.5, training=False).tolist() == x.tolist()
    assert F.dropout(x, 1.0).sum().item() == 0.0
    y = F.dropout2d(ag.ones(2, 50, 3, 3), 0.5)
    assert all(len(set(channel)) == 1 for channel in y.reshape(100, 9).tolist())


@pytest.mark.parametrize(
    ("input", "target", "error", "message"),
    [
        ((2, 3), [0, 7], IndexError, "Target 7 is out of bounds"),
        ((2, 3), [0, -1], IndexError, "Target -1 is out of bounds"),
        ((2, 3), [0], ValueError, r"Expected input batch_size \(2\) to match target batch_size \(1\)"),
        ((2, 3), [[0], [1]], RuntimeError, "multi-target not supported"),
        ((2, 3, 4), [[0] * 5] * 2, RuntimeError, r"Expected target size \[2, 4\], got \[2, 5\]"),
        ((2, 3), [0.0, 1.0], RuntimeError, "expected target dtype to be Long or Byte"),
    ],
)
def test_cross_entropy_refuses(ag, device, input, target, error, message):
    with pytest.raises(error, match=message):
        ag.nn.functional.cross_entropy(ag.ones(input), ag.tensor(target))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_cross_entropy_where_all_is_ignored(ag, device):
    F = ag.nn.functional
    assert math.isnan(F.cross_entropy(ag.ones(2, 3), ag.tensor([-100, -100])).item())
    assert F.cross_entropy(ag.ones(2, 3), ag.tensor([-100, -100]), reduction="sum").item() == 0.0
    assert F.nll_loss(ag.ones(2, 3), ag.tensor([1, 7]), ignore_index=7, reduction="none").tolist() == [-1.0, 0.0]


def test_binary_cross_entropy_at_the_ends(ag, device):
    F = ag.nn.functional
    x = ag.tensor([0.0, 1.0], requires_grad=True)
    loss = F.binary_cross_entropy(x, ag.ones(2), reduction="none")
    assert loss.tolist() == pytest.approx([100.0, 0.0])
    loss.sum().backward()
    assert all(math.isfinite(g) for g in x.grad.tolist())
    with pytest.raises(RuntimeError, match="between 0 and 1"):
        F.binary_cross_entropy(ag.tensor([2.0]), ag.ones(1))
    with pytest.raises(ValueError, match="size"):
        F.binary_cross_entropy(ag.ones(2), ag.ones(3))


def test_losses_stay_finite(ag, device):
    F = ag.nn.functional
    x = ag.tensor([-200.0, 200.0], requires_grad=True)
    loss = F.binary_cross_entropy_with_logits(x, ag.tensor([1.0, 0.0]))
    loss.backward()
    assert loss.item() == pytest.approx(200.0)
    assert x.grad.tolist() == pytest.approx([-0.5, 0.5])


def test_reductions(ag, device):
    F = ag.nn.functional
    with pytest.raises(ValueError, match="x is not a valid value for reduction"):
        F.mse_loss(ag.ones(2), ag.ones(2), reduction="x")
    with pytest.warns(UserWarning, match="Using a target size"):
        F.mse_loss(ag.ones(2), ag.ones(2, 2))
    with pytest.warns(UserWarning, match="batchmean"):
        F.kl_div(ag.ones(2), ag.ones(2))
