"""Activations that draw random numbers."""

from __future__ import annotations

import math
import warnings
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import require_floating


@op(composite=True, inplace=True, faces=("torch", "nn.functional"))
def rrelu(xp: Any, input: Array, lower: float = 1.0 / 8, upper: float = 1.0 / 3, training: bool = False) -> Array:
    """Each element, the negative ones times a slope that is drawn at random in training (Xu et al. 2015).

    Parameters
    ----------
    input : Tensor
        Floating point.
    lower, upper : float
        Range of the slope.
    training : bool
        Without it the slope is the middle of the range.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the range is none.
    NotImplementedError
        If the dtype is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.rrelu(ag.tensor([-1.0, 2.0]), 0.1, 0.3)
    tensor([-0.2000,  2.0000])
    """
    require_floating(xp, input, "rrelu")
    for name, bound in (("lower", lower), ("upper", upper)):
        if not math.isfinite(bound):
            raise RuntimeError(f"rrelu: {name} bound must be finite, got {bound}")
    if lower > upper:
        raise RuntimeError(f"Lower bound should be less than or equal to the upper bound, got {lower} and {upper}")
    if not training:
        return xp.leaky_relu(input, (lower + upper) / 2)
    slope = xp.rand_like(input) * (upper - lower) + lower
    return xp.where(input > 0, input, input * slope)


rrelu.cases(case(real(3, 4, avoid=(0.0,))), case(real(3, 4, avoid=(0.0,)), 0.25, 0.25, True))


@op(composite=True, faces=("nn.functional",))
def gumbel_softmax(
    xp: Any, logits: Array, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1
) -> Array:
    """Random choices that can be differentiated (Jang et al. 2016, Maddison et al. 2016).

    Parameters
    ----------
    logits : Tensor
        Logarithms of probabilities, up to a constant.
    tau : float
        Temperature: the smaller, the nearer the results are to 0 and 1.
    hard : bool
        Give exactly 0 and 1, with the gradient of the soft choice.
    eps : float
        Without effect.
    dim : int
        The dimension that is chosen along.

    Returns
    -------
    Tensor
        In the shape of `logits`, with sum 1 along `dim`.

    Raises
    ------
    NotImplementedError
        If the dtype is not floating point.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.gumbel_softmax(ag.zeros(2, 3), hard=True).sum(1)
    tensor([1., 1.])
    """
    require_floating(xp, logits, "gumbel_softmax")
    if eps != 1e-10:
        warnings.warn("`eps` parameter is deprecated and has no effect.", stacklevel=3)
    noise = -xp.log(xp.zeros_like(logits).exponential_())
    soft = xp.softmax((logits + noise) / tau, dim)
    if not hard:
        return soft
    chosen = xp.argmax(soft.detach(), dim, True)
    one = xp.scatter(xp.zeros_like(soft.detach()), dim, chosen, value=1.0)
    return one - soft.detach() + soft


# Of one class there is no choice: what is random does not show.
gumbel_softmax.cases(case(real(3, 1)), case(real(1, 3), hard=True, dim=0))
