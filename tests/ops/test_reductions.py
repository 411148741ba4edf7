"""Reductions: dimensions, types, errors, and derivatives at ties and zeros."""

from __future__ import annotations

import math

import pytest


def gradient(ag, function, values):
    """The gradient of the sum of a function's result."""
    x = ag.tensor(values, dtype=ag.float64, requires_grad=True)
    function(x).sum().backward()
    return x.grad.tolist()


@pytest.mark.parametrize("name", ["sum", "mean", "amax", "amin", "prod", "argmax", "all", "any", "std", "var"])
def test_dimensions_are_checked(ag, device, name):
    with pytest.raises(IndexError, match=r"Dimension out of range \(expected to be in range of \[-2, 1\], but got 2\)"):
        getattr(ag, name)(ag.ones(2, 3), 2)


def test_a_dimension_is_reduced_once(ag, device):
    with pytest.raises(RuntimeError, match="multiple times"):
        ag.sum(ag.ones(2, 3), (0, -2))


def test_no_dimension_means_all(ag, device):
    assert ag.sum(ag.ones(2, 3), ()).item() == 6


def test_keepdim_of_everything(ag, device):
    assert ag.amax(ag.ones(2, 3), (0, 1), keepdim=True).shape == (1, 1)


def test_zero_dimensional_tensors_have_a_dimension_to_reduce(ag, device):
    x = ag.tensor(3.0)
    assert ag.sum(x, 0).item() == ag.mean(x, -1).item() == ag.max(x, 0).values.item() == 3.0
    assert ag.cumsum(x, 0).item() == 3.0


@pytest.mark.parametrize("name", ["sum", "prod", "cumsum", "cumprod"])
def test_small_integers_that_are_asked_for_stay(ag, device, name):
    x = ag.ones(3, dtype=ag.int16)
    for dtype in (ag.uint8, ag.int8, ag.int32):
        assert getattr(ag, name)(x, 0, dtype=dtype).dtype == dtype


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32"])
def test_integers_add_up_to_int64(ag, device, dtype):
    x = ag.ones(300, dtype=getattr(ag, dtype))
    assert ag.sum(x).dtype == ag.cumsum(x, 0).dtype == ag.prod(x).dtype == ag.int64
    assert ag.sum(x).item() == 300


def test_dtype_is_applied_beforehand(ag, device):
    x = ag.tensor([1, 2])
    assert ag.mean(x, dtype=ag.float64).item() == 1.5
    assert ag.sum(x, dtype=ag.float32).dtype == ag.float32


@pytest.mark.parametrize("name", ["mean", "std", "var"])
def test_statistics_of_integers_are_refused(ag, device, name):
    with pytest.raises(RuntimeError, match="floating point"):
        getattr(ag, name)(ag.tensor([1, 2]))


@pytest.mark.parametrize("name", ["amax", "amin", "max", "min", "argmax", "argmin"])
def test_extremes_of_nothing(ag, device, name):
    with pytest.raises((RuntimeError, IndexError), match=r"numel\(\) == 0"):
        getattr(ag, name)(ag.zeros(0))
    with pytest.raises(IndexError, match="non-zero size"):
        getattr(ag, name)(ag.zeros(0, 3), 0)
    assert ag.amax(ag.zeros(0, 3), 1).shape == (0,)


def test_empty_reductions_have_neutral_elements(ag, device):
    x = ag.zeros(0, 3)
    assert ag.sum(x).item() == 0
    assert ag.prod(x, 0).tolist() == [1, 1, 1]
    assert math.isnan(ag.mean(x).item())
    assert ag.all(x).item() is True
    assert ag.any(x).item() is False
    assert ag.logsumexp(x, 0).tolist() == [-math.inf] * 3


def test_ties_share_the_gradient_unless_an_index_is_given(ag, device):
    values = [1.0, 3.0, 3.0]
    assert gradient(ag, ag.max, values) == gradient(ag, lambda x: ag.amax(x, 0), values) == [0.0, 0.5, 0.5]
    assert sorted(gradient(ag, lambda x: ag.max(x, 0).values, values)) == [0.0, 0.0, 1.0]


def test_max_of_two_tensors(ag, device):
    assert ag.max(ag.tensor([1.0, 5.0]), ag.tensor([3.0, 4.0])).tolist() == [3.0, 5.0]
    assert ag.min(ag.tensor([1.0, 5.0]), other=ag.tensor([3.0, 4.0])).tolist() == [1.0, 4.0]


def test_nan_is_the_extreme(ag, device):
    x = ag.tensor([1.0, math.nan, 3.0])
    assert math.isnan(ag.amax(x).item())
    assert math.isnan(ag.amin(x).item())
    assert ag.argmax(x).item() == ag.argmin(x).item() == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [([2.0, 3.0, 4.0], [12.0, 8.0, 6.0]), ([2.0, 0.0, 4.0], [0.0, 8.0, 0.0]), ([0.0, 0.0, 4.0], [0.0, 0.0, 0.0])],
)
def test_gradient_of_products_with_zeros(ag, device, values, expected):
    assert gradient(ag, ag.prod, values) == expected
    assert gradient(ag, lambda x: ag.prod(x, 0, True), values) == expected


@pytest.mark.parametrize("values", [[2.0, 3.0, 4.0], [2.0, 0.0, 4.0], [0.0, 3.0, 4.0], [2.0, 0.0, 0.0]])
def test_gradient_of_running_products_with_zeros(ag, device, values):
    a, b, c = values
    assert gradient(ag, lambda x: ag.cumprod(x, 0), values) == pytest.approx([1 + b + b * c, a + a * c, a * b])


def test_second_derivative_of_a_product_with_a_zero(ag, device):
    x = ag.tensor([2.0, 0.0, 4.0], dtype=ag.float64, requires_grad=True)
    (g,) = ag.autograd.grad(ag.prod(x), x, create_graph=True)
    (h,) = ag.autograd.grad(g[0], x)
    assert h.tolist() == [0.0, 4.0, 0.0]


def test_corrections_of_the_variance(ag, device):
    x = ag.tensor([1.0, 2.0, 3.0, 6.0])
    assert ag.var(x).item() == pytest.approx(14 / 3)
    assert ag.var(x, unbiased=False).item() == ag.var(x, False).item() == pytest.approx(3.5)
    assert ag.var(x, correction=2).item() == pytest.approx(7.0)
    assert ag.std(x, 0, True, True).shape == (1,)
    variance, mean = ag.var_mean(x)
    assert (variance.item(), mean.item()) == (pytest.approx(14 / 3), 3.0)


def test_variance_of_one_element_is_nan(ag, device):
    with pytest.warns(UserWarning, match="degrees of freedom is <= 0"):
        assert math.isnan(ag.var(ag.tensor([1.0])).item())


def test_gradient_of_a_zero_deviation_is_zero(ag, device):
    assert gradient(ag, ag.std, [2.0, 2.0]) == [0.0, 0.0]


def test_gradient_of_a_zero_norm_is_zero(ag, device):
    assert gradient(ag, ag.norm, [0.0, 0.0]) == [0.0, 0.0]
    assert gradient(ag, lambda x: ag.norm(x, 1), [0.0, -2.0]) == [0.0, -1.0]


def test_logsumexp_does_not_overflow(ag, device):
    x = ag.tensor([1000.0, 1000.0, -math.inf], dtype=ag.float64, requires_grad=True)
    y = ag.logsumexp(x, 0)
    assert y.item() == pytest.approx(1000 + math.log(2))
    y.backward()
    assert x.grad.tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_axis_and_keepdims_are_taken_too(ag, device):
    assert ag.sum(ag.ones(2, 3), axis=1, keepdims=True).shape == (2, 1)


def test_count_nonzero(ag, device):
    assert ag.count_nonzero(ag.tensor([[0.0, 1.0], [2.0, 3.0]]), 1).tolist() == [1, 2]
    assert ag.count_nonzero(ag.tensor([True, False])).item() == 1


def test_differences(ag, device):
    x = ag.tensor([1.0, 4.0, 9.0, 16.0])
    assert ag.diff(x, 2).tolist() == [2.0, 2.0]
    assert ag.diff(x, prepend=ag.tensor([0.0])).tolist() == [1.0, 3.0, 5.0, 7.0]
    assert ag.diff(ag.tensor([True, True, False])).tolist() == [False, True]
    assert ag.diff(x, 5).shape == (0,)


def test_running_log_sums_far_below_the_maximum(ag, device):
    x = ag.tensor([-1000.0, 0.0, 1000.0], requires_grad=True)
    y = ag.logcumsumexp(x, 0)
    assert y.tolist() == [-1000.0, 0.0, 1000.0]
    y.sum().backward()
    assert x.grad.tolist() == [1.0, 1.0, 1.0]
