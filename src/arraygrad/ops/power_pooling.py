"""Pooling by p-norms."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops.pooling import as_sizes


def _lp_pool(xp: Any, n: int, input: Any, norm_type: float, kernel_size: Any, stride: Any, ceil_mode: bool) -> Any:
    if math.isinf(norm_type):
        sign = 1 if norm_type > 0 else -1
        largest = getattr(xp, f"max_pool{n}d")(sign * xp.abs(input), kernel_size, stride, 0, 1, ceil_mode)
        return sign * largest
    means = getattr(xp, f"avg_pool{n}d")(input**norm_type, kernel_size, stride, 0, ceil_mode)
    sums = means * math.prod(as_sizes(kernel_size, n, "kernel_size"))
    # The root has no derivative at zero: the gradient there is zero.
    zero = sums == 0
    return xp.where(zero, 0, xp.where(zero, 1, sums) ** (1 / norm_type))


@op(composite=True, faces=("nn.functional",))
def lp_pool1d(
    xp: Any, input: Array, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
) -> Array:
    """The p-norm of each window, over one spatial dimension; see `lp_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.lp_pool1d(ag.tensor([[3.0, 4.0, 1.0, 0.0]]), 2, 2)
    tensor([[5., 1.]])
    """
    return _lp_pool(xp, 1, input, norm_type, kernel_size, stride, ceil_mode)


@op(composite=True, faces=("nn.functional",))
def lp_pool2d(
    xp: Any, input: Array, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
) -> Array:
    """The p-norm of each window: the root of the sum of powers, without absolute values.

    Parameters
    ----------
    input : Tensor
        Shape (N, C, H, W) or (C, H, W).
    norm_type : float
        p; ``inf`` gives the largest absolute value, ``-inf`` the smallest.
    kernel_size : int or pair of int
    stride : int or pair of int, optional
        Distance between windows; the kernel's size if not given.
    ceil_mode : bool
        Let a last window reach over the edge; its sum is scaled up to the size of a whole one.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the sizes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.lp_pool2d(ag.tensor([[[3.0, 4.0], [0.0, 0.0]]]), 2, 2)
    tensor([[[5.]]])
    """
    return _lp_pool(xp, 2, input, norm_type, kernel_size, stride, ceil_mode)


@op(composite=True, faces=("nn.functional",))
def lp_pool3d(
    xp: Any, input: Array, norm_type: float, kernel_size: Any, stride: Any = None, ceil_mode: bool = False
) -> Array:
    """The p-norm of each window, over three spatial dimensions; see `lp_pool2d`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.lp_pool3d(ag.ones(1, 2, 2, 2), 1, 2)
    tensor([[[[8.]]]])
    """
    return _lp_pool(xp, 3, input, norm_type, kernel_size, stride, ceil_mode)


lp_pool1d.cases(case(real(2, 2, 5, low=0.2), 3, 2, 1))
lp_pool2d.cases(case(real(1, 2, 3, 4, low=0.2), 2, (2, 3), 1, True))
lp_pool3d.cases(case(real(1, 2, 2, 2, low=0.2), 1.5, 2))
