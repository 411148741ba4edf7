"""Writing by index where several values meet: reductions, ties, zeros, errors."""

from __future__ import annotations

import pytest


def test_reductions_with_and_without_what_was_there(ag, device):
    x, index, src = ag.tensor([2.0, 3.0]), ag.tensor([0, 0]), ag.tensor([4.0, 6.0])
    expected = {"sum": (12, 10), "prod": (48, 24), "mean": (4, 5), "amax": (6, 6), "amin": (2, 4)}
    for reduce, (with_self, without) in expected.items():
        assert ag.scatter_reduce(x, 0, index, src, reduce).tolist() == [with_self, 3.0]
        assert x.scatter_reduce(0, index, src, reduce, include_self=False).tolist() == [without, 3.0]
        if reduce != "sum":
            assert x.index_reduce(0, index, src, reduce).tolist() == [with_self, 3.0]


def test_integers_and_truth_values_are_reduced(ag, device):
    index = ag.tensor([0, 0, 1])
    mean = ag.scatter_reduce(ag.tensor([0, 1]), 0, index, ag.tensor([-4, 3, 5]), "mean")
    assert mean.tolist() == [-1, 3]
    assert mean.dtype is ag.int64
    truths = ag.scatter_reduce(ag.tensor([True, False]), 0, index, ag.tensor([True, False, True]), "amin")
    assert truths.tolist() == [False, False]
    assert truths.dtype is ag.bool


def test_in_place_forms_write_into_the_tensor(ag, device):
    x = ag.ones(2, 3)
    row = x[1]
    row.scatter_reduce_(0, ag.tensor([1, 1]), ag.tensor([2.0, 5.0]), "prod")
    row.index_reduce_(0, ag.tensor([2]), ag.tensor([-1.0]), "amin")
    row.scatter_(0, ag.tensor([0]), 4.0, reduce="add")
    assert x.tolist() == [[1.0, 1.0, 1.0], [5.0, 10.0, -1.0]]


def test_factors_beside_zeros_have_gradients(ag, device):
    x = ag.ones(1)
    src = ag.tensor([0.0, 3.0, 2.0], requires_grad=True)
    ag.scatter_reduce(x, 0, ag.tensor([0, 0, 0]), src, "prod").sum().backward()
    assert src.grad.tolist() == [6.0, 0.0, 0.0]


def test_those_who_share_an_extreme_share_its_gradient(ag, device):
    x = ag.tensor([5.0], requires_grad=True)
    src = ag.tensor([5.0, 1.0], requires_grad=True)
    ag.scatter_reduce(x, 0, ag.tensor([0, 0]), src, "amax").sum().backward()
    assert x.grad.tolist() == [0.5]
    assert src.grad.tolist() == [0.5, 0.0]


def test_what_is_no_reduction_is_refused(ag, device):
    x, index, src = ag.zeros(3), ag.tensor([0]), ag.ones(1)
    with pytest.raises(RuntimeError, match="reduce argument must be either sum, prod, mean, amax or amin"):
        ag.scatter_reduce(x, 0, index, src, "median")
    with pytest.raises(RuntimeError, match="Expected reduce to be one of prod, mean, amax or amin"):
        ag.index_reduce(x, 0, index, src, "sum")
    with pytest.raises(RuntimeError, match="reduce argument must be either add or multiply"):
        ag.scatter(x, 0, index, src, reduce="sum")
    with pytest.raises(RuntimeError, match="dtype"):
        ag.scatter_reduce(x, 0, index, ag.ones(1, dtype=ag.float64), "sum")
    with pytest.raises(IndexError, match="supposed to be a vector"):
        ag.index_reduce(x, 0, ag.tensor([[0]]), src, "prod")


def test_scatter_with_reduce_has_no_derivative(ag, device):
    x = ag.zeros(3, requires_grad=True)
    y = ag.scatter(x, 0, ag.tensor([0]), ag.ones(1), reduce="add")
    with pytest.raises(RuntimeError, match="derivative for aten::scatter is not implemented"):
        y.sum().backward()
