"""Gamma numbers that can be differentiated by their shape parameter."""

from __future__ import annotations

import math
from typing import Any

import arraygrad.functions as ag
from arraygrad.autograd import Function
from arraygrad.autograd.modes import no_grad
from arraygrad.distributions.utils import standard_exponential, standard_normal
from arraygrad.rejection import first_accepted
from arraygrad.tensor import Tensor

__all__ = ["log_standard_gamma", "standard_gamma"]

#: Proposals for each number: all are rejected with a probability below 3e-11.
_ROUNDS = 8
#: Where an integrand counts as zero: ``exp(-_DEPTH)`` is below the spacing of float64.
_DEPTH = 40.0


def _rule() -> tuple[tuple[float, float], ...]:
    """Points and weights for integrals from 0 to 1, by a change of variable that makes both ends flat."""
    step = 0.125
    rule = []
    for i in range(-25, 26):
        t = 0.5 * math.pi * math.sinh(i * step)
        rule.append((0.5 * (1 + math.tanh(t)), step * 0.25 * math.pi * math.cosh(i * step) / math.cosh(t) ** 2))
    return tuple(rule)


_RULE = _rule()


def standard_gamma(concentration: Tensor) -> Tensor:
    """Gamma numbers of rate one, differentiable by `concentration`.

    Parameters
    ----------
    concentration : Tensor
        Positive.

    Returns
    -------
    Tensor
        One for each element; the smallest normal number stands for what is smaller still.

    Examples
    --------
    >>> import arraygrad as ag
    >>> standard_gamma(ag.full((3,), 2.0)).shape
    arraygrad.Size([3])
    """
    smallest = ag.finfo(concentration.dtype).tiny
    return log_standard_gamma(concentration).exp().to(concentration.dtype).clamp(min=smallest)


def log_standard_gamma(concentration: Tensor) -> Tensor:
    """Logarithms of gamma numbers of rate one, in float64, differentiable by `concentration`.

    Parameters
    ----------
    concentration : Tensor
        Positive.

    Examples
    --------
    >>> import arraygrad as ag
    >>> bool(log_standard_gamma(ag.tensor([1e-3])).isfinite())
    True
    """
    return _LogGamma.apply(concentration.double())  # type: ignore[no-any-return]


class _LogGamma(Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(concentration: Tensor) -> Tensor:
        """The method of Marsaglia and Tsang (2000) for one more than the concentration, which accepts at least 95
        percent, and a power of a uniform number that takes the one off again."""
        shape = concentration.shape
        d = concentration + (1 - 1 / 3)
        x = standard_normal((_ROUNDS, *shape), d)
        height = standard_exponential((_ROUNDS, *shape), d)
        root = 1 + x / (3 * d.sqrt())
        log_v = 3 * root.clamp(min=1e-3).log()
        accepted = (root > 1e-3) & (0.5 * x.square() + d * (1 - log_v.exp() + log_v) > -height)
        power = standard_exponential(shape, d)
        return d.log() + first_accepted(log_v, accepted, 0.0) - power / concentration

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor], output: Tensor) -> None:
        ctx.save_for_backward(*inputs, output)

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Tensor) -> Tensor:
        return grad_outputs[0] * log_gamma_slope(*ctx.saved_tensors)


def log_gamma_slope(a: Tensor, log_x: Tensor) -> Tensor:
    """How the logarithm of a gamma number moves with the concentration, at its place in the distribution.

    The probability of a smaller number stays what it is, so x moves by minus the ratio of the derivative of the
    distribution function by the concentration to the density. The former is an integral over the smaller numbers, or
    over the larger ones, whichever are the fewer. With the variable ``v = log(t / x)`` it becomes the integral from
    zero to infinity of ``(s * (log(x) - digamma(a)) + v) * exp(a * s * v - x * expm1(s * v))``, where s is 1 for the
    larger numbers and -1 for the smaller. The exponent is concave and zero at zero, so that nothing cancels.
    """
    x = log_x.exp()
    side = (log_x >= a.log()).to(a.dtype) * 2 - 1
    with no_grad():
        end = _end(a, x, side)
    # The rule's points come along a new first dimension.
    points, weights = a.new_tensor(_RULE).reshape((-1, 2) + (1,) * a.ndim).unbind(1)
    v = points * end
    values = (side * (log_x - a.digamma()) + v) * (a * side * v - x * (side * v).expm1()).exp()
    return (values * weights).sum(0) * end


def _end(a: Tensor, x: Tensor, side: Tensor) -> Tensor:
    """Where ``x * expm1(side * v) - a * side * v``, convex in v, has grown to `_DEPTH`, or a little behind that."""
    slope = (x - a).abs()
    # The quadratic approximation lies below the function for larger numbers; for smaller ones, with less curvature, up
    # to one. A bound that fits steep exponentials, and one that ignores them.
    curvature = ag.where(side > 0, x, x / 1.5)
    quadratic = 2 * _DEPTH / (slope + (slope.square() + 2 * _DEPTH * curvature).sqrt())
    linear = (_DEPTH + x) / a
    safe_x = x.clamp(min=ag.finfo(x.dtype).tiny)
    grown = quadratic
    for _ in range(2):
        grown = ((_DEPTH + a * grown) / safe_x).log1p()
    end: Tensor = ag.where(side > 0, ag.minimum(quadratic, grown), ag.where(quadratic <= 1, quadratic, linear))
    for _ in range(3):  # Newton's method comes down to the root from above
        growth = (x * (side * end).expm1() - a * side * end) - _DEPTH
        end = end - growth / (side * (x * (side * end).exp() - a))
    return end
