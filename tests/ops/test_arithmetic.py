"""Arithmetic: types, rounding, errors, and derivatives at special points."""

from __future__ import annotations

import math

import pytest


def gradient(ag, function, *values, **options):
    """Gradients of the sum of a function's result with respect to its (float64) arguments."""
    inputs = [ag.tensor(v, dtype=ag.float64, requires_grad=True) for v in values]
    return [g.tolist() for g in ag.autograd.grad(function(*inputs, **options).sum(), inputs)]


def test_integers_divide_to_floats(ag, device):
    result = ag.tensor([1, 2]) / 2
    assert result.dtype == ag.float32
    assert result.tolist() == [0.5, 1.0]


@pytest.mark.parametrize(("mode", "expected"), [("trunc", [-1, 1, -1, 1]), ("floor", [-2, 1, -2, 1])])
def test_division_rounds_integers(ag, device, mode, expected):
    result = ag.div(ag.tensor([-3, 3, 3, -3]), ag.tensor([2, 2, -2, -2]), rounding_mode=mode)
    assert result.dtype == ag.int64
    assert result.tolist() == expected


def test_rounded_division_keeps_large_integers_exact(ag, device):
    assert ag.div(ag.tensor([2**60 + 1]), 1, rounding_mode="trunc").item() == 2**60 + 1


def test_unknown_rounding_mode(ag, device):
    with pytest.raises(RuntimeError, match="rounding_mode"):
        ag.div(ag.ones(2), 2, rounding_mode="up")


@pytest.mark.parametrize("name", ["floor_divide", "remainder", "fmod"])
@pytest.mark.parametrize("as_tensor", [False, True])
def test_integers_are_not_divided_by_zero(ag, device, name, as_tensor):
    divisor = ag.tensor([0]) if as_tensor else 0
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        getattr(ag, name)(ag.tensor([1]), divisor)


def test_remainders_take_the_sign_of_divisor_or_dividend(ag, device):
    x, y = ag.tensor([-5.5, 5.5]), ag.tensor([3.0, -3.0])
    assert ag.remainder(x, y).tolist() == [0.5, -0.5]
    assert ag.fmod(x, y).tolist() == [-2.5, 2.5]


def test_fmod_is_exact_for_small_remainders(ag, device):
    x = ag.tensor([-1e-20], dtype=ag.float64)
    assert ag.fmod(x, 3.0).item() == -1e-20


def test_alpha_scales_the_second_operand(ag, device):
    x, y = ag.tensor([1.0]), ag.tensor([2.0])
    assert ag.add(x, y, alpha=3).item() == 7
    assert ag.sub(x, y, alpha=3).item() == -5
    assert ag.rsub(x, y, alpha=3).item() == -1


def test_fractional_alpha_is_refused_for_integers(ag, device):
    with pytest.raises(RuntimeError, match="alpha must not be a floating point number"):
        ag.add(ag.tensor([1]), ag.tensor([1]), alpha=0.5)


def test_integers_are_not_raised_to_negative_integers(ag, device):
    with pytest.raises(RuntimeError, match="negative integer powers"):
        ag.tensor([2]) ** -1


def test_negative_integer_powers_in_a_tensor_round_to_zero(ag, device):
    result = ag.pow(ag.tensor([1, -1, -1, 2, 3]), ag.tensor([-3, -3, -2, -1, 2]))
    assert result.tolist() == [1, -1, 1, 0, 9]


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 0.5, -1.5, -2, 4])
def test_power_agrees_with_python(ag, device, exponent):
    x = ag.tensor([0.5, 1.5, 2.0], dtype=ag.float64)
    assert ag.allclose(x**exponent, ag.tensor([v**exponent for v in (0.5, 1.5, 2.0)], dtype=ag.float64))


def test_gradient_of_powers_of_zero(ag, device):
    assert gradient(ag, lambda x: x**0, [0.0, 2.0]) == [[0.0, 0.0]]
    assert gradient(ag, lambda x: x**2, [0.0, 2.0]) == [[0.0, 4.0]]
    assert gradient(ag, ag.pow, [0.0, 0.0, 0.0], [0.0, 1.0, 2.0]) == [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    assert gradient(ag, lambda e: 0.0**e if isinstance(e, float) else ag.pow(0.0, e), [1.0, 2.0]) == [[0.0, 0.0]]


def test_gradient_of_absolute_value_at_zero_is_zero(ag, device):
    assert gradient(ag, ag.abs, [-2.0, 0.0, 3.0]) == [[-1.0, 0.0, 1.0]]


def test_equal_values_share_the_gradient_of_maximum(ag, device):
    assert gradient(ag, ag.maximum, [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]) == [[0.0, 0.5, 1.0], [1.0, 0.5, 0.0]]
    assert gradient(ag, ag.minimum, [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]) == [[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]]


def test_clamp_passes_the_gradient_at_its_limits(ag, device):
    assert gradient(ag, ag.clamp, [-2.0, -1.0, 0.0, 1.0, 2.0], min=-1.0, max=1.0) == [[0.0, 1.0, 1.0, 1.0, 0.0]]


def test_clamp_with_crossed_limits_gives_the_upper_one(ag, device):
    assert ag.clamp(ag.tensor([0.0, 5.0]), 3.0, 1.0).tolist() == [1.0, 1.0]


def test_clamp_needs_a_limit(ag, device):
    with pytest.raises(RuntimeError, match="At least one of 'min' or 'max' must not be None"):
        ag.clamp(ag.ones(2))


def test_clamp_with_a_float_makes_integers_floats(ag, device):
    assert ag.clamp(ag.tensor([1, 5]), max=2.5).tolist() == [1.0, 2.5]


def test_fmax_prefers_numbers_to_nan(ag, device):
    nan = math.nan
    x, y = ag.tensor([nan, 1.0, nan]), ag.tensor([2.0, nan, nan])
    assert ag.fmax(x, y)[:2].tolist() == [2.0, 1.0]
    assert ag.isnan(ag.fmin(x, y)).tolist() == [False, False, True]
    assert ag.isnan(ag.maximum(x, y)).tolist() == [True, True, True]


def test_nan_to_num(ag, device):
    x = ag.tensor([math.nan, math.inf, -math.inf, 1.0])
    limit = ag.finfo(ag.float32).max
    assert ag.nan_to_num(x).tolist() == [0.0, limit, -limit, 1.0]
    assert ag.nan_to_num(x, 7.0, 8.0, 9.0).tolist() == [7.0, 8.0, 9.0, 1.0]


def test_interpolation_meets_both_ends_exactly(ag, device):
    start, end = ag.tensor([0.1, 1e8]), ag.tensor([0.7, 1.0])
    assert ag.lerp(start, end, 1.0).tolist() == end.tolist()
    assert ag.lerp(start, end, ag.tensor([0.0, 1.0])).tolist() == [start[0].item(), end[1].item()]


@pytest.mark.parametrize("name", ["add_", "sub_", "mul_", "div_", "pow_", "remainder_", "fmod_", "clamp_min_"])
def test_in_place_forms_write_into_the_tensor(ag, device, name):
    x = ag.tensor([5.0, 7.0])
    expected = getattr(x, name[:-1])(2.0).tolist()
    assert getattr(x, name)(2.0) is x
    assert x.tolist() == expected


def test_scalars_do_not_widen(ag, device):
    assert (ag.ones(2, dtype=ag.float32) * 2.5).dtype == ag.float32
    assert (ag.ones(2, dtype=ag.int32) + 1).dtype == ag.int32
    assert (ag.ones(2, dtype=ag.int32) + 1.5).dtype == ag.float32
    assert (2 ** ag.tensor([1.0, 2.0], dtype=ag.float64)).dtype == ag.float64


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_complex_operands_of_less_weight_leave_the_precision(ag, device, kind):
    """Whatever the default type: a complex number, or a complex tensor without dimensions, has no precision to give."""
    x = ag.ones(2, dtype=getattr(ag, kind))
    expected = {"float32": ag.complex64, "float64": ag.complex128}[kind]
    before = ag.get_default_dtype()
    try:
        for default in (ag.float32, ag.float64):
            ag.set_default_dtype(default)
            assert (x * 1j).dtype == expected
            assert (x[0] * 1j).dtype == expected
    finally:
        ag.set_default_dtype(before)
    for scalar in (ag.complex64, ag.complex128):
        assert (x * ag.ones((), dtype=scalar)).dtype == expected
