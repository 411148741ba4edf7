"""What a derivative is where calculus leaves it open: one test per line of docs/derivatives.md.

With ``--oracle torch`` the same tests run against PyTorch.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

NAN, INF = math.nan, math.inf
PAGE = Path(__file__).resolve().parent.parent / "docs" / "derivatives.md"

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


def gradients(ag, function, *points, weights=None):
    """The gradients of the sum of a function's (first) result, by each of its arguments."""
    tensors = [
        ag.tensor(p, dtype=ag.complex128 if np.iscomplexobj(p) else ag.float64, requires_grad=True) for p in points
    ]
    out = function(*tensors)
    out = out[0] if isinstance(out, tuple) else out
    cotangent = ag.ones_like(out) if weights is None else ag.tensor(weights, dtype=out.dtype)
    found = ag.autograd.grad(out, tensors, cotangent, allow_unused=True, materialize_grads=True)
    return [g.detach().numpy(force=True).tolist() for g in found]


def hessian(ag, function, point):
    """The matrix of second derivatives of a number by a vector."""
    x = ag.tensor(point, dtype=ag.float64, requires_grad=True)
    (first,) = ag.autograd.grad(function(x), x, create_graph=True)
    return [ag.autograd.grad(part, x, retain_graph=True, materialize_grads=True)[0].tolist() for part in first]


def same(found, *expected):
    for f, e in zip(found, expected, strict=True):
        np.testing.assert_allclose(f, e, rtol=1e-9, atol=1e-12)


# -- ties ----------------------------------------------------------------------------------------------------------


def test_extremes_of_all_elements_share_the_gradient(ag, device):
    for name in ("max", "amax", "median", "nanmedian"):
        same(
            gradients(ag, getattr(ag, name) if name != "amax" else lambda x: ag.amax(x, 0), [1.0, 2.0, 2.0]),
            [0, 0.5, 0.5],
        )
    same(gradients(ag, lambda x: ag.amin(x, dim=0), [1.0, 1.0, 2.0]), [0.5, 0.5, 0])
    same(gradients(ag, ag.min, [1.0, 1.0, 2.0]), [0.5, 0.5, 0])
    same(gradients(ag, lambda x: ag.linalg.vector_norm(x, INF), [2.0, -2.0, 1.0]), [0.5, -0.5, 0])
    same(gradients(ag, lambda x: sum(ag.aminmax(x, dim=0)), [1.0, 1.0]), [1.0, 1.0])


def test_elements_that_are_picked_get_the_gradient(ag, device):
    for name in ("max", "min", "median", "mode", "cummax", "cummin", "sort"):
        x = ag.tensor([2.0, 3.0, 3.0, 2.0], requires_grad=True)
        values, indices = getattr(ag, name)(x, 0)
        values.sum().backward()
        expected = np.zeros(4)
        np.add.at(expected, indices.reshape(-1).cpu().numpy(), 1.0)
        assert x.grad.tolist() == expected.tolist()
    same(gradients(ag, lambda x: ag.max(x, 0), [1.0, 2.0, 2.0]), [0, 1, 0])
    same(gradients(ag, lambda x: ag.cummax(x, 0), [3.0, 3.0, 2.0], weights=[1.0, 2.0, 4.0]), [1, 6, 0])
    same(gradients(ag, lambda x: ag.sort(x, stable=True), [2.0, 2.0, 1.0], weights=[1.0, 2.0, 4.0]), [2, 4, 1])


def test_which_of_equal_elements_is_among_the_largest_is_open(ag, device):
    (found,) = gradients(ag, lambda x: ag.topk(x, 2), [3.0, 3.0, 3.0, 0.0])
    assert (sorted(found), found[3]) == ([0, 0, 1, 1], 0)


def test_equal_operands(ag, device):
    for name in ("maximum", "minimum"):
        same(gradients(ag, getattr(ag, name), [2.0], [2.0]), [0.5], [0.5])
    for name in ("fmax", "fmin"):
        same(gradients(ag, getattr(ag, name), [2.0], [2.0]), [1], [0])


def test_the_first_of_equal_elements_of_a_window_gets_the_gradient(ag, device):
    same(gradients(ag, lambda x: ag.nn.functional.max_pool1d(x[None, None], 2), [1.0, 1.0, 0.0, 0.0]), [1, 0, 1, 0])


def test_equal_elements_of_a_reduction_by_index_share_the_gradient(ag, device):
    index = ag.tensor([0, 0])
    same(gradients(ag, lambda x, v: x.scatter_reduce(0, index, v, "amax"), [3.0], [3.0, 3.0]), [1 / 3], [1 / 3, 1 / 3])


# -- zeros ---------------------------------------------------------------------------------------------------------


def test_absolute_values_and_signs_at_zero(ag, device):
    for name in ("abs", "sign", "sgn"):
        same(gradients(ag, getattr(ag, name), [0.0]), [0])
    same(gradients(ag, lambda z: z.abs(), [0j]), [0])
    same(gradients(ag, lambda z: ag.angle(z), [0j]), [0])


def test_norms_of_zeros(ag, device):
    for order in (1, 1.5, 2, 3):
        same(gradients(ag, lambda x, order=order: ag.linalg.vector_norm(x, order), [0.0, 0.0]), [0, 0])
    same(gradients(ag, lambda x: x.norm(), [0.0, 0.0]), [0, 0])
    same(gradients(ag, lambda x: ag.dist(x, x.detach()), [1.0, 2.0]), [0, 0])
    same(gradients(ag, lambda x: x.std(), [2.0, 2.0]), [0, 0])


def test_poles_at_zero(ag, device):
    for name in ("sqrt", "log"):
        same(gradients(ag, getattr(ag, name), [0.0]), [INF])
    same(gradients(ag, lambda x: ag.sqrt(x) * 0.0, [0.0]), [NAN])
    same(gradients(ag, ag.hypot, [0.0], [0.0]), [NAN], [NAN])
    same(gradients(ag, ag.atan2, [0.0], [0.0]), [0], [0])


def test_powers_of_zero(ag, device):
    same(gradients(ag, lambda x: x**0, [0.0, 2.0]), [0, 0])
    same(gradients(ag, ag.pow, [0.0, 0.0, 0.0], [0.0, 1.0, 2.0]), [0, 1, 0], [0, 0, 0])
    same(gradients(ag, lambda y: 0.0**y, [0.0, 1.0, -1.0]), [0, 0, -INF])
    same(gradients(ag, lambda x: x**0.5, [0.0]), [INF])


def test_products_with_zeros(ag, device):
    same(gradients(ag, lambda x: x.prod(), [2.0, 0.0, 3.0]), [0, 6, 0])
    same(gradients(ag, lambda x: x.prod(), [0.0, 0.0, 3.0]), [0, 0, 0])
    assert hessian(ag, lambda x: x.prod(), [0.0, 0.0, 3.0]) == [[0, 3, 0], [3, 0, 0], [0, 0, 0]]


def test_running_products_with_zeros(ag, device):
    same(gradients(ag, lambda x: x.cumprod(0), [2.0, 0.0, 3.0, 0.0]), [1, 8, 0, 0])
    assert hessian(ag, lambda x: x.cumprod(0).sum(), [2.0, 0.0, 3.0]) == [[0, 4, 0], [4, 0, 2], [0, 2, 0]]


def test_sinc_at_zero(ag, device):
    same(gradients(ag, ag.sinc, [0.0]), [0])


def test_products_with_logarithms_at_zero(ag, device):
    same(gradients(ag, ag.xlogy, [0.0, 0.0, 2.0], [0.0, 2.0, 0.0]), [0, math.log(2), -INF], [NAN, 0, INF])


# -- bounds, kinks, steps --------------------------------------------------------------------------------------------


def test_clamp_at_its_bounds(ag, device):
    same(gradients(ag, lambda x: x.clamp(0.0, 1.0), [-1.0, 0.0, 0.5, 1.0, 2.0]), [0, 1, 1, 1, 0])
    same(gradients(ag, lambda x: x.clamp_min(0.0) + x.clamp_max(0.0), [0.0]), [2])
    found = gradients(ag, ag.clamp, [0.0, 1.0, 2.0, 0.5], [0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 1.0, 0.2])
    same(found, [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1])


def test_activations_at_their_kinks(ag, device):
    f = ag.nn.functional
    same(gradients(ag, f.relu, [0.0]), [0])
    same(gradients(ag, f.relu6, [0.0, 6.0]), [0, 0])
    same(gradients(ag, lambda x: f.leaky_relu(x, 0.1), [0.0]), [0.1])
    same(gradients(ag, f.prelu, [0.0], [0.25]), [0.25], [0])
    same(gradients(ag, f.hardtanh, [-1.0, 1.0]), [0, 0])
    same(gradients(ag, f.hardswish, [-3.0, 3.0]), [0, 1])
    same(gradients(ag, f.hardsigmoid, [-3.0, 3.0]), [0, 0])
    same(gradients(ag, f.softshrink, [-0.5, 0.5]), [0, 0])
    same(gradients(ag, f.hardshrink, [-0.5, 0.5]), [0, 0])
    same(gradients(ag, lambda x: f.threshold(x, 1.0, 0.0), [1.0]), [0])
    same(gradients(ag, lambda x: f.elu(x, 0.5), [0.0]), [0.5])


def test_absolute_differences_that_are_zero(ag, device):
    f = ag.nn.functional
    for loss in (f.l1_loss, f.smooth_l1_loss, f.huber_loss):
        same(gradients(ag, loss, [1.0], [1.0]), [0], [0])


def test_margins_that_are_just_met(ag, device):
    f, one = ag.nn.functional, ag.tensor([1.0], dtype=ag.float64)
    same(gradients(ag, lambda a, b: f.margin_ranking_loss(a, b, one), [1.0], [1.0]), [-1], [1])
    same(gradients(ag, lambda x: f.hinge_embedding_loss(x, -one), [1.0]), [-1])


def test_steps_have_no_slope(ag, device):
    for name in ("round", "floor", "ceil", "trunc", "sign"):
        same(gradients(ag, getattr(ag, name), [0.5, 1.0]), [0, 0])
    same(gradients(ag, ag.frac, [1.5]), [1])


def test_remainders(ag, device):
    same(gradients(ag, ag.remainder, [4.0, -3.0], [2.0, 2.0]), [1, 1], [-2, 2])
    same(gradients(ag, ag.fmod, [4.0, -3.0], [2.0, 2.0]), [1, 1], [-2, 1])


# -- branches, indices, writes ---------------------------------------------------------------------------------------


def test_a_branch_that_is_not_taken_can_spoil_the_gradient(ag, device):
    def careless(x):
        return ag.where(x > 0, ag.sqrt(x), ag.zeros_like(x))

    def careful(x):
        return ag.where(x > 0, ag.sqrt(ag.where(x > 0, x, ag.ones_like(x))), ag.zeros_like(x))

    same(gradients(ag, careless, [-1.0, 0.0, 4.0]), [NAN, NAN, 0.25])
    same(gradients(ag, careful, [-1.0, 0.0, 4.0]), [0, 0, 0.25])
    same(gradients(ag, lambda x, y: ag.where(x > 0, x, y), [1.0, -1.0], [NAN, NAN]), [1, 0], [0, 1])


def test_gradients_add_up_where_an_element_is_read_twice(ag, device):
    index = ag.tensor([0, 0, 1])
    for read in (
        lambda x: x[index],
        lambda x: x.gather(0, index),
        lambda x: x.index_select(0, index),
        lambda x: x.take(index),
        lambda x: x.expand(2, 2).reshape(-1)[:3] * 1.0,
    ):
        (found,) = gradients(ag, read, [1.0, 2.0], weights=[1.0, 2.0, 4.0])
        assert found in ([3, 4], [5, 2])


def test_every_value_that_was_added_gets_the_gradient(ag, device):
    index = ag.tensor([0, 0])
    for write in (
        lambda x, v: x.index_add(0, index, v),
        lambda x, v: x.scatter_add(0, index, v),
        lambda x, v: x.index_put([index], v, accumulate=True),
    ):
        same(gradients(ag, write, [1.0, 2.0], [3.0, 4.0], weights=[5.0, 7.0]), [5, 7], [5, 5])


def test_values_written_to_one_place_all_get_its_gradient(ag, device):
    index = ag.tensor([0, 0])
    for write in (lambda x, v: x.scatter(0, index, v), lambda x, v: x.index_put([index], v)):
        same(gradients(ag, write, [1.0, 2.0], [3.0, 3.0], weights=[5.0, 7.0]), [0, 7], [5, 5])


def test_what_is_overwritten_has_no_gradient(ag, device):
    def write(x, v):
        copy = x * 2
        copy[0] = v
        copy[1:].mul_(3.0)
        return copy

    same(gradients(ag, write, [1.0, 2.0, 3.0], 4.0), [0, 6, 6], 1)


def test_a_value_that_the_graph_needs_must_not_be_written(ag, device):
    x = ag.ones(2, requires_grad=True)
    y = x.exp()
    z = y * y
    y.add_(1.0)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        z.sum().backward()


# -- complex numbers -------------------------------------------------------------------------------------------------


def test_the_gradient_of_a_real_loss_points_uphill(ag, device):
    same(gradients(ag, lambda z: z.abs() ** 2, [3 + 4j]), [6 + 8j])
    same(gradients(ag, lambda z: ag.real(z * (1 + 2j)), [1 + 1j]), [1 - 2j])
    same(gradients(ag, lambda z: ag.imag(z), [1 + 1j]), [1j])


def test_a_holomorphic_function_gives_the_conjugate_of_its_derivative(ag, device):
    same(gradients(ag, ag.exp, [1j]), [np.conj(np.exp(1j))])
    same(gradients(ag, lambda z: z**3, [1 + 1j]), [np.conj(3 * (1 + 1j) ** 2)])


def test_functions_that_are_not_holomorphic(ag, device):
    same(gradients(ag, lambda z: z.conj(), [1 + 2j], weights=[1 + 3j]), [1 - 3j])
    same(gradients(ag, lambda z: z.abs(), [3 + 4j]), [0.6 + 0.8j])
    same(gradients(ag, lambda z: ag.real(z), [3 + 4j]), [1])
    same(gradients(ag, ag.angle, [2j]), [-0.5])
    same(gradients(ag, ag.sgn, [2j], weights=[1 + 1j]), [0.5])


def test_a_complex_number_is_no_loss(ag, device):
    z = ag.tensor([1 + 1j], requires_grad=True)
    with pytest.raises(RuntimeError, match="grad can be implicitly created only for real scalar outputs"):
        z.sum().backward()


def test_a_real_operand_has_a_real_gradient(ag, device):
    found = gradients(ag, lambda x, z: ag.real(x * z), [2.0], [1 + 3j])
    assert found == [[1.0], [2 + 0j]]


# -- what has no derivative ------------------------------------------------------------------------------------------


def test_integers_have_no_gradients(ag, device):
    with pytest.raises(RuntimeError, match="can require gradients"):
        ag.tensor([1, 2], requires_grad=True)
    x = ag.ones(2, requires_grad=True)
    assert not x.long().requires_grad
    assert not x.bool().requires_grad
    assert (x * ag.tensor([1, 2])).requires_grad


def test_results_that_are_places_truths_or_counts_are_outside_the_graph(ag, device):
    x = ag.tensor([1.0, 2.0], requires_grad=True)
    for y in (x.argmax(), x.argsort(), x.sort()[1], x > 1, x == x, ag.isclose(x, x), ag.count_nonzero(x), x.isnan()):
        assert not y.requires_grad


def test_second_derivatives_at_kinks_are_those_of_the_pieces(ag, device):
    assert hessian(ag, lambda x: (ag.nn.functional.relu(x) * x).sum(), [1.0, -1.0]) == [[2, 0], [0, 0]]
    assert hessian(ag, lambda x: (x.abs() * x).sum(), [1.0, -1.0]) == [[2, 0], [0, -2]]
    assert hessian(ag, lambda x: (x.clamp(0.0, 1.0) * x).sum(), [2.0, 0.5]) == [[0, 0], [0, 2]]


def test_rounding_stays_in_the_graph_with_a_gradient_of_zero(ag, device):
    x = ag.tensor([1.5], requires_grad=True)
    (x.round() * x).sum().backward()
    assert x.grad.tolist() == [2.0]


def test_what_has_no_derivative_raises_in_the_backward_pass(ag, device):
    x = ag.tensor([1.5, 2.5], requires_grad=True)
    y = ag.tensor([0.5, 0.5])
    for function in (ag.special.gammainc, ag.special.gammaincc):
        with pytest.raises((RuntimeError, NotImplementedError), match="derivative"):
            function(x, y).sum().backward()
    with pytest.raises(RuntimeError, match="derivative for aten::scatter is not implemented"):
        x.scatter(0, ag.tensor([0]), 2.0, reduce="multiply").sum().backward()
    with pytest.raises(RuntimeError, match=r"derivative for .*heaviside is not implemented"):
        ag.heaviside(x, y).sum().backward()
    with pytest.raises(RuntimeError, match="mode='complete'"):
        ag.linalg.qr(x.reshape(2, 1), mode="complete")[0].sum().backward()


# -- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.only_arraygrad(reason="speaks of this project's page")
def test_every_line_of_the_page_names_a_test_and_every_test_has_a_line():
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    named = [re.search(r"\| `(test_\w+)` \|$", line) for line in lines if not line.startswith("| Where |")]
    assert all(named)
    tests = {name for name in globals() if name.startswith("test_")}
    here = test_every_line_of_the_page_names_a_test_and_every_test_has_a_line.__name__
    assert sorted(match[1] for match in named if match) == sorted(tests - {here})
