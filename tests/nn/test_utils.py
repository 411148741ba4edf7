"""Clipping gradients, and parameters as one vector."""

from __future__ import annotations

import math

import pytest


@pytest.fixture
def pair(ag, device):
    """Two tensors with gradients (3, 4) and (12)."""
    a, b, c = ag.zeros(2, requires_grad=True), ag.zeros(1, requires_grad=True), ag.zeros(1, requires_grad=True)
    (a @ ag.tensor([3.0, 4.0]) + b.sum() * 12).backward()
    return [a, b, c]


@pytest.mark.parametrize(("kind", "total"), [(2.0, 13.0), (1.0, 19.0), (math.inf, 12.0)])
def test_clip_norm(ag, pair, kind, total):
    norm = ag.nn.utils.clip_grad_norm_(pair, total / 2, norm_type=kind)
    assert norm.item() == pytest.approx(total)
    assert pair[0].grad.tolist() == pytest.approx([1.5, 2.0], rel=1e-4)
    assert pair[1].grad.tolist() == pytest.approx([6.0], rel=1e-4)
    assert pair[2].grad is None


def test_clip_norm_leaves_small_gradients(ag, pair):
    grad = pair[0].grad
    assert ag.nn.utils.clip_grad_norm_(iter(pair), 20.0).item() == pytest.approx(13.0)
    assert pair[0].grad is grad
    assert grad.tolist() == [3.0, 4.0]


def test_clip_norm_of_one_tensor_and_of_none(ag, pair):
    assert ag.nn.utils.clip_grad_norm_(pair[0], 1.0).item() == pytest.approx(5.0)
    assert ag.nn.utils.clip_grad_norm_([pair[2]], 1.0).item() == 0.0


def test_clip_norm_can_refuse_what_is_not_finite(ag, pair):
    pair[1].grad = ag.tensor([math.nan])
    with pytest.raises(
        RuntimeError, match=r"The total norm of order 2.0 for gradients from `parameters` is non-finite"
    ):
        ag.nn.utils.clip_grad_norm_(pair, 1.0, error_if_nonfinite=True)
    assert pair[0].grad.tolist() == [3.0, 4.0]
    assert math.isnan(ag.nn.utils.clip_grad_norm_(pair, 1.0).item())


def test_clip_value(ag, pair):
    ag.nn.utils.clip_grad_value_(pair, 3.5)
    assert pair[0].grad.tolist() == [3.0, 3.5]
    assert pair[1].grad.tolist() == [3.5]


def test_vector_and_back(ag, device):
    layer = ag.nn.Linear(2, 1)
    vector = ag.nn.utils.parameters_to_vector(layer.parameters())
    assert vector.requires_grad
    assert tuple(vector.shape) == (3,)
    ag.nn.utils.vector_to_parameters(ag.tensor([1.0, 2.0, 3.0]), layer.parameters())
    assert layer.weight.tolist() == [[1.0, 2.0]]
    assert layer.bias.tolist() == [3.0]
    assert layer.weight.requires_grad
    assert layer.weight.is_leaf
    with pytest.raises(TypeError, match=r"expected .*Tensor, but got"):
        ag.nn.utils.vector_to_parameters([1.0], layer.parameters())


@pytest.mark.only_arraygrad("PyTorch has changed the first ones by then")
def test_too_short_a_vector_changes_nothing(ag, device):
    layer = ag.nn.Linear(2, 1)
    before = layer.weight.tolist()
    with pytest.raises(RuntimeError):
        ag.nn.utils.vector_to_parameters(ag.ones(2), layer.parameters())
    assert layer.weight.tolist() == before
