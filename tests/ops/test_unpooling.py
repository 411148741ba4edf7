"""Unpooling, fractional pooling, pooling by norms, patches and shuffles."""

from __future__ import annotations

import math

import pytest


def test_unpooling_reverses_pooling(ag, device):
    F = ag.nn.functional
    x = ag.tensor([[[1.0, 2.0, 0.0], [3.0, 4.0, 5.0], [6.0, 0.0, 0.0]]])
    values, places = F.max_pool2d(x, 2, 1, return_indices=True)  # windows overlap: 4 and 5 are met twice
    back = F.max_unpool2d(values, places, 2, 1)
    assert back.tolist() == [[[0.0, 0.0, 0.0], [0.0, 4.0, 5.0], [6.0, 0.0, 0.0]]]
    values, places = F.max_pool1d(ag.tensor([[1.0, 3.0, 2.0]]), 2, return_indices=True)
    assert F.max_unpool1d(values, places, 2).shape == (1, 2)
    assert F.max_unpool1d(values, places, 2, output_size=(3,)).tolist() == [[0.0, 3.0, 0.0]]


def test_unpooling_refuses(ag, device):
    F = ag.nn.functional
    one = ag.ones(1, 1, 1)
    with pytest.raises(RuntimeError, match="Found an invalid max index: 4"):
        F.max_unpool2d(one, ag.tensor([[[4]]]), 2)
    with pytest.raises(ValueError, match="invalid output_size"):
        F.max_unpool2d(one, ag.tensor([[[0]]]), 2, output_size=(4, 4))
    with pytest.raises(RuntimeError, match="should be type int64"):
        F.max_unpool2d(one, ag.tensor([[[0]]], dtype=ag.int32), 2)


def test_fractional_pooling(ag, device):
    F = ag.nn.functional
    x = ag.arange(25.0).reshape(1, 1, 5, 5)
    samples = ag.full((1, 1, 2), 0.5)
    values, places = F.fractional_max_pool2d(x, 2, 3, _random_samples=samples, return_indices=True)
    assert values.tolist() == places.tolist()
    assert values[0, 0, 2].tolist() == [21.0, 23.0, 24.0]
    ag.manual_seed(0)
    drawn = F.fractional_max_pool3d(ag.rand(2, 3, 6, 6, 6), 2, output_ratio=(0.5, 0.5, 0.5))
    assert drawn.shape == (2, 3, 3, 3, 3)
    with pytest.raises(ValueError, match="either an output_size or an output_ratio"):
        F.fractional_max_pool2d(x, 2)


def test_pooling_by_norms(ag, device):
    F = ag.nn.functional
    x = ag.tensor([[3.0, -4.0, 0.0, 0.0]], requires_grad=True)
    out = F.lp_pool1d(x, 2, 2)
    assert out.tolist() == [[5.0, 0.0]]
    out.sum().backward()
    assert x.grad.reshape(-1).tolist() == pytest.approx([0.6, -0.8, 0.0, 0.0])
    assert F.lp_pool1d(x, math.inf, 2).tolist() == [[4.0, 0.0]]


def test_pooling_with_indices_by_name(ag, device):
    F = ag.nn.functional
    values, places = F.max_pool2d_with_indices(ag.tensor([[[1.0, 2.0], [3.0, 0.0]]]), 2)
    assert (values.item(), places.item()) == (3.0, 2)
    values, places = F.adaptive_max_pool1d_with_indices(ag.tensor([[1.0, 2.0, 0.0]]), 1)
    assert (values.item(), places.item()) == (2.0, 1)


def test_adaptive_pooling_to_nothing(ag, device):
    F = ag.nn.functional
    assert F.adaptive_avg_pool2d(ag.ones(1, 2, 3, 3), (0, 2)).shape == (1, 2, 0, 2)
    assert F.adaptive_max_pool1d(ag.ones(1, 2, 3), 0).shape == (1, 2, 0)


def test_patches_fold_back(ag, device):
    F = ag.nn.functional
    x = ag.arange(12.0).reshape(1, 1, 3, 4)
    columns = F.unfold(x, 2, stride=(1, 2))
    assert columns.shape == (1, 4, 4)
    assert columns[0, :, 0].tolist() == [0.0, 1.0, 4.0, 5.0]
    assert F.fold(columns, (3, 4), 2, stride=(1, 2))[0, 0].tolist() == [
        [0.0, 1.0, 2.0, 3.0],
        [8.0, 10.0, 12.0, 14.0],
        [8.0, 9.0, 10.0, 11.0],
    ]
    with pytest.raises(RuntimeError, match="calculated shape of the array of sliding blocks"):
        F.unfold(x, 5)
    with pytest.raises(RuntimeError, match="expected size of input's dimension 2 to match"):
        F.fold(columns, (3, 5), 2)


def test_shuffles(ag, device):
    x = ag.arange(8).reshape(1, 4, 1, 2)
    assert ag.pixel_shuffle(x, 2).tolist() == [[[[0, 2, 1, 3], [4, 6, 5, 7]]]]
    assert ag.pixel_unshuffle(ag.pixel_shuffle(x, 2), 2).tolist() == x.tolist()
    assert ag.nn.functional.channel_shuffle(x, 2)[0, :, 0, 0].tolist() == [0, 4, 2, 6]
    with pytest.raises(RuntimeError, match="divisible by the square of upscale_factor"):
        ag.pixel_shuffle(x, 3)


def test_circular_padding_cuts_first(ag, device):
    x = ag.tensor([[1.0, 2.0, 3.0]])
    assert ag.nn.functional.pad(x, (-1, 2), "circular").tolist() == [[2.0, 3.0, 2.0, 3.0]]
