"""Sorting and order statistics."""

from __future__ import annotations

import math

import pytest


def test_sort_keeps_the_order_of_equal_elements(ag, device):
    x = ag.tensor([2, 1, 2, 1])
    assert ag.sort(x, stable=True).indices.tolist() == [1, 3, 0, 2]
    assert ag.sort(x, stable=True, descending=True).indices.tolist() == [0, 2, 1, 3]


def test_nan_sorts_as_the_largest(ag, device):
    x = ag.tensor([math.nan, 1.0, 2.0])
    assert ag.argsort(x).tolist() == [1, 2, 0]
    assert ag.argsort(x, descending=True).tolist() == [0, 2, 1]


def test_the_gradient_of_sorting_goes_back_to_its_places(ag, device):
    x = ag.tensor([[3.0, 1.0, 2.0]], requires_grad=True)
    (ag.sort(x).values * ag.tensor([1.0, 2.0, 3.0])).sum().backward()
    assert x.grad.tolist() == [[3.0, 1.0, 2.0]]


def test_topk(ag, device):
    x = ag.tensor([[3.0, 1.0, 2.0], [4.0, 6.0, 5.0]], requires_grad=True)
    values, indices = ag.topk(x, 2)
    assert values.tolist() == [[3.0, 2.0], [6.0, 5.0]]
    assert indices.tolist() == [[0, 2], [1, 2]]
    values.sum().backward()
    assert x.grad.tolist() == [[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]
    assert ag.topk(x, 1, 0, largest=False).values.tolist() == [[3.0, 1.0, 2.0]]


@pytest.mark.parametrize("k", [-1, 4])
def test_topk_checks_k(ag, device, k):
    with pytest.raises(RuntimeError, match="out of range"):
        ag.topk(ag.ones(3), k)


def test_kthvalue(ag, device):
    assert ag.kthvalue(ag.tensor([3.0, 1.0, 2.0]), 2).values.item() == 2.0
    with pytest.raises(RuntimeError, match="out of range"):
        ag.kthvalue(ag.ones(3), 0)


def test_median_is_the_lower_one_and_minds_nan(ag, device):
    x = ag.tensor([4.0, 1.0, 3.0, 2.0])
    assert ag.median(x).item() == 2.0
    values, indices = ag.median(x, 0)
    assert (values.item(), indices.item()) == (2.0, 3)
    y = ag.tensor([1.0, math.nan, 3.0, 2.0])
    assert math.isnan(ag.median(y).item())
    assert ag.nanmedian(y).item() == 2.0


def test_quantiles(ag, device):
    x = ag.tensor([1.0, 2.0, 3.0, 4.0])
    assert ag.quantile(x, 0.5).item() == 2.5
    assert ag.quantile(x, ag.tensor([0.0, 1.0])).tolist() == [1.0, 4.0]
    for how, expected in (("lower", 2), ("higher", 3), ("midpoint", 2.5), ("nearest", 2)):
        assert ag.quantile(x, 0.4, interpolation=how).item() == expected
    assert ag.quantile(ag.stack([x, x]), 0.5, 1, keepdim=True).shape == (2, 1)
    y = ag.tensor([1.0, math.nan, 3.0])
    assert math.isnan(ag.quantile(y, 0.5).item())
    assert ag.nanquantile(y, 0.5).item() == 2.0


def test_quantiles_check_fractions(ag, device):
    with pytest.raises(RuntimeError, match=r"range \[0, 1\]"):
        ag.quantile(ag.ones(3), 1.5)


def test_unique(ag, device):
    x = ag.tensor([[3, 1], [3, 2]])
    values, inverse, counts = ag.unique(x, return_inverse=True, return_counts=True)
    assert values.tolist() == [1, 2, 3]
    assert inverse.tolist() == [[2, 0], [2, 1]]
    assert counts.tolist() == [1, 1, 2]


def test_unique_rows(ag, device):
    x = ag.tensor([[2, 1], [1, 5], [2, 1], [1, 4]])
    values, inverse = ag.unique(x, dim=0, return_inverse=True)
    assert values.tolist() == [[1, 4], [1, 5], [2, 1]]
    assert inverse.tolist() == [2, 1, 2, 0]


def test_unique_of_bools_and_of_nothing(ag, device):
    assert ag.unique(ag.tensor([True, False, True])).tolist() == [False, True]
    assert ag.unique(ag.tensor([])).shape == (0,)


def test_unique_consecutive(ag, device):
    values, counts = ag.unique_consecutive(ag.tensor([1, 1, 2, 1]), return_counts=True)
    assert values.tolist() == [1, 2, 1]
    assert counts.tolist() == [2, 1, 1]


def test_running_extremes(ag, device):
    x = ag.tensor([1.0, 3.0, 2.0, 3.0, 5.0, 4.0], requires_grad=True)
    values, indices = ag.cummax(x, 0)
    assert values.tolist() == [1.0, 3.0, 3.0, 3.0, 5.0, 5.0]
    assert indices.tolist() == [0, 1, 1, 3, 4, 4]
    values.sum().backward()
    assert x.grad.tolist() == [1.0, 2.0, 0.0, 1.0, 2.0, 0.0]
    assert ag.cummin(ag.tensor([3, 1, 2]), 0).values.tolist() == [3, 1, 1]


def test_mode_is_the_smallest_of_the_most_frequent(ag, device):
    assert ag.mode(ag.tensor([[2, 1, 2, 1, 3], [5, 5, 5, 1, 1]])).values.tolist() == [1, 5]
