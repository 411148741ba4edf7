"""Losses with margins and linear maps, distances, and activations that depend on chance."""

from __future__ import annotations

import math

import pytest


def test_several_target_classes(ag, device):
    loss = ag.nn.functional.multilabel_margin_loss
    x = ag.tensor([[0.1, 0.2, 0.4, 0.8]])
    assert loss(x, ag.tensor([[3, 0, -1, 1]])).item() == pytest.approx(0.85)
    assert loss(x, ag.tensor([[-1, 0, 0, 0]])).item() == 0.0
    assert loss(x[0], ag.tensor([3, 0, -1, 1]), reduction="none").shape == ()
    with pytest.raises(RuntimeError, match="is out of range"):
        loss(x, ag.tensor([[4, -1, -1, -1]]))
    with pytest.raises(RuntimeError, match="inconsistent target size"):
        loss(x, ag.tensor([[1, -1]]))


def test_one_target_class(ag, device):
    loss = ag.nn.functional.multi_margin_loss
    with pytest.raises(RuntimeError, match="out of range"):
        loss(ag.ones(2, 3), ag.tensor([0, 3]))
    with pytest.raises(RuntimeError, match="inconsistent weight size, expected 3"):
        loss(ag.ones(2, 3), ag.tensor([0, 1]), weight=ag.ones(2))


def test_any_distance(ag, device):
    loss = ag.nn.functional.triplet_margin_with_distance_loss
    a, p, n = ag.zeros(1, 2), ag.ones(1, 2), ag.full((1, 2), 2.0)
    city = lambda x, y: (x - y).abs().sum(-1)  # noqa: E731
    assert loss(a, p, n, distance_function=city, margin=3.0).item() == 1.0
    assert loss(a, p, n, distance_function=city, margin=3.0, swap=True).item() == 3.0
    with pytest.raises(ValueError, match="margin must be greater than 0"):
        loss(a, p, n, margin=0.0)
    with pytest.raises(RuntimeError, match="the same number of dimensions"):
        loss(a, p, n[0])


def test_cross_entropy_of_a_linear_map(ag, device):
    F = ag.nn.functional
    x, w, b = ag.tensor([[1.0, 2.0], [0.0, 1.0]]), ag.tensor([[1.0, 0.0], [0.5, 1.0], [0.0, 0.0]]), ag.ones(3)
    target = ag.tensor([1, 2])
    expected = F.cross_entropy(F.linear(x, w, b), target, ignore_index=2)
    assert F.linear_cross_entropy(x, w, target, linear_bias=b, ignore_index=2).item() == pytest.approx(expected.item())
    with pytest.raises(RuntimeError, match="ignore_index cannot be specified when target contains probabilities"):
        F.linear_cross_entropy(x, w, ag.ones(2, 3), ignore_index=0)
    with pytest.raises(RuntimeError, match="expected linear_bias shape"):
        F.linear_cross_entropy(x, w, target, linear_bias=ag.ones(2))


def test_distances_of_equal_vectors_have_a_gradient(ag, device):
    F = ag.nn.functional
    x = ag.ones(2, 3, requires_grad=True)
    (F.pdist(x).sum() + F.pairwise_distance(x, ag.ones(2, 3), eps=0.0).sum()).backward()
    assert x.grad.tolist() == [[0.0] * 3] * 2
    assert F.cosine_similarity(ag.zeros(1, 2), ag.ones(1, 2)).item() == 0.0


def test_distances_of_pairs(ag, device):
    x = ag.tensor([[0.0], [1.0], [4.0]])
    assert ag.pdist(x).tolist() == [1.0, 4.0, 3.0]
    assert ag.nn.functional.pdist(x[:2], math.inf).tolist() == [1.0]
    with pytest.raises(RuntimeError, match="only supports non-negative p values"):
        ag.pdist(x, -1.0)


def test_slopes_by_chance(ag, device):
    F = ag.nn.functional
    x = ag.full((1000,), -1.0)
    ag.manual_seed(0)
    drawn = F.rrelu(x, 0.25, 0.5, training=True)
    assert -0.5 <= drawn.min().item() < -0.45
    assert -0.3 < drawn.max().item() <= -0.25
    assert F.rrelu(x[:1], 0.25, 0.5).tolist() == [-0.375]
    y = ag.tensor([-2.0, 1.0])
    assert F.rrelu(y, 0.5, 0.5, True, inplace=True) is y
    assert y.tolist() == [-1.0, 1.0]
    with pytest.raises(RuntimeError, match="Lower bound should be less than or equal to the upper bound"):
        F.rrelu(x, 0.5, 0.25)


def test_choices_by_chance(ag, device):
    F = ag.nn.functional
    ag.manual_seed(0)
    logits = ag.tensor([0.1, 0.2, 0.7]).log().expand(500, 3).clone().requires_grad_()
    chosen = F.gumbel_softmax(logits, hard=True)
    assert chosen.sum(1).tolist() == pytest.approx([1.0] * 500)
    assert 0.6 < chosen[:, 2].mean().item() < 0.8
    chosen[:, 2].sum().backward()
    assert bool((logits.grad[:, 2] > 0).all())
    soft = F.gumbel_softmax(logits, tau=2.0)
    assert bool(((soft > 0) & (soft < 1)).all())


def test_whole_channels_keep_mean_and_variance(ag, device):
    F = ag.nn.functional
    ag.manual_seed(0)
    out = F.feature_alpha_dropout(ag.ones(20, 50, 2), 0.4, training=True)
    assert bool((out[:, :, 0] == out[:, :, 1]).all())
    assert len(set(out.reshape(-1).tolist())) == 2
    assert F.feature_alpha_dropout(ag.ones(2, 2)).tolist() == [[1.0, 1.0]] * 2
    with pytest.raises(RuntimeError, match="Feature dropout requires at least 2 dimensions"):
        F.feature_alpha_dropout(ag.ones(2), training=True)


def test_softmax_without_a_dimension(ag, device):
    F = ag.nn.functional
    with pytest.warns(UserWarning, match="Implicit dimension choice for softmax"):
        assert F.softmax(ag.zeros(1, 2)).tolist() == [[0.5, 0.5]]
    assert F.log_softmax(ag.zeros(2), 0, 3, ag.float64).dtype is ag.float64
    with pytest.raises(TypeError):
        ag.softmax(ag.zeros(2))
