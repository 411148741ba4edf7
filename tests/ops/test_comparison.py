"""Comparisons, logic, rounding and masks."""

from __future__ import annotations

import math

import pytest


def test_comparison_promotes_and_gives_bools(ag, device):
    result = ag.tensor([1, 2, 3]) > 1.5
    assert result.dtype == ag.bool
    assert result.tolist() == [False, True, True]


def test_logic_of_numbers_asks_whether_they_are_zero(ag, device):
    x, y = ag.tensor([0.0, 2.0, -1.0]), ag.tensor([1, 0, 3])
    assert ag.logical_and(x, y).tolist() == [False, False, True]
    assert ag.logical_or(x, y).tolist() == [True, True, True]
    assert ag.logical_xor(x, y).tolist() == [True, True, False]
    assert ag.logical_not(x).tolist() == [True, False, False]


def test_bits(ag, device):
    x = ag.tensor([6, 5])
    assert (x & 3).tolist() == [2, 1]
    assert (x | 3).tolist() == [7, 7]
    assert (x ^ 3).tolist() == [5, 6]
    assert (~x).tolist() == [-7, -6]
    assert (x << 1).tolist() == [12, 10]
    assert (x >> 1).tolist() == [3, 2]
    assert (~ag.tensor([True, False])).tolist() == [False, True]


def test_bits_of_floats_are_refused(ag, device):
    with pytest.raises(RuntimeError, match="not implemented for"):
        ag.bitwise_and(ag.ones(2), 1)
    with pytest.raises(RuntimeError, match="not implemented for"):
        ag.bitwise_not(ag.ones(2))


def test_isclose(ag, device):
    x = ag.tensor([1.0, math.inf, math.nan, math.inf])
    y = ag.tensor([1.0 + 1e-7, math.inf, math.nan, 1.0])
    assert ag.isclose(x, y).tolist() == [True, True, False, False]
    assert ag.isclose(x, y, equal_nan=True).tolist() == [True, True, True, False]


def test_isclose_wants_one_dtype(ag, device):
    with pytest.raises(RuntimeError, match=r"did not match|same dtype"):
        ag.isclose(ag.ones(2), ag.ones(2, dtype=ag.float64))


def test_isin(ag, device):
    assert ag.isin(ag.tensor([[1, 2], [3, 4]]), ag.tensor([2, 3])).tolist() == [[False, True], [True, False]]
    assert ag.isin(ag.tensor([1, 2]), ag.tensor([2]), invert=True).tolist() == [True, False]


def test_rounding_halves_to_even(ag, device):
    x = ag.tensor([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])
    assert ag.round(x).tolist() == [-2, -2, 0, 0, 2, 2]
    assert ag.floor(x).tolist() == [-3, -2, -1, 0, 1, 2]
    assert ag.ceil(x).tolist() == [-2, -1, 0, 1, 2, 3]
    assert ag.trunc(x).tolist() == [-2, -1, 0, 0, 1, 2]
    assert ag.frac(x).tolist() == [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5]


def test_rounding_an_integer_tensor_copies_it(ag, device):
    x = ag.tensor([1, 2])
    ag.floor(x).add_(1)
    assert x.tolist() == [1, 2]


def test_rounding_has_zero_gradient(ag, device):
    x = ag.tensor([0.3, 1.7], requires_grad=True)
    (ag.round(x) + ag.floor(x) + ag.sign(x)).sum().backward()
    assert x.grad.tolist() == [0.0, 0.0]


def test_where_wants_a_mask(ag, device):
    with pytest.raises(RuntimeError, match="boolean"):
        ag.where(ag.ones(2), ag.ones(2), ag.zeros(2))


def test_where_keeps_gradients_of_what_was_not_taken_at_zero(ag, device):
    x = ag.tensor([0.0, 4.0], requires_grad=True)
    ag.where(x > 0, ag.sqrt(ag.where(x > 0, x, 1.0)), x).sum().backward()
    assert x.grad.tolist() == [1.0, 0.25]


def test_where_with_a_broadcasting_mask_sums_gradients(ag, device):
    x = ag.tensor(2.0, requires_grad=True)
    ag.where(ag.tensor([True, False, True]), x, 0.0).sum().backward()
    assert x.grad.item() == 2.0


def test_masked_fill(ag, device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    y = x.masked_fill(ag.tensor([True, False]), -math.inf)
    assert y.tolist() == [-math.inf, 2.0]
    y.sum().backward()
    assert x.grad.tolist() == [0.0, 1.0]


def test_masked_fill_refuses_what_is_no_mask_or_value(ag, device):
    with pytest.raises(RuntimeError, match="boolean masks"):
        ag.ones(2).masked_fill(ag.tensor([1, 0]), 0.0)
    with pytest.raises(RuntimeError, match="0-dimensional value"):
        ag.ones(2).masked_fill(ag.tensor([True, False]), ag.ones(2))
