"""Loss functions of differences, and what all loss functions share."""

from __future__ import annotations

import warnings
from math import prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op

FUNCTIONAL = ("nn.functional",)


def reduction_of(size_average: bool | None, reduce: bool | None, reduction: str) -> str:
    """The reduction, which old code says by two flags.

    Raises
    ------
    ValueError
        If there is no such reduction.
    """
    if size_average is not None or reduce is not None:
        mean = size_average is None or size_average
        reduction = ("mean" if mean else "sum") if reduce is None or reduce else "none"
        warnings.warn(
            f"size_average and reduce args will be deprecated, please use reduction='{reduction}' instead.",
            stacklevel=4,
        )
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def reduced(xp: Any, loss: Any, reduction: str) -> Any:
    """The losses themselves, their mean or their sum."""
    return xp.mean(loss) if reduction == "mean" else loss if reduction == "none" else xp.sum(loss)


def _weighted(xp: Any, loss: Any, weight: Any, reduction: str) -> Any:
    """Losses times weights; the mean is that of the weights."""
    loss = loss * weight
    return xp.sum(loss) / xp.sum(weight) if reduction == "mean" else reduced(xp, loss, reduction)


def _compare_sizes(input: Any, target: Any, weight: Any = None) -> None:
    if tuple(input.shape) != tuple(target.shape):
        warnings.warn(
            f"Using a target size ({tuple(target.shape)}) that is different to the input size ({tuple(input.shape)}). "
            "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
            stacklevel=4,
        )
    if weight is not None and tuple(weight.shape) != tuple(input.shape):
        raise ValueError(
            f"Weights and input must have the same size, got {list(weight.shape)} and {list(input.shape)}."
        )


def _squares_input(xp: Any, g: Any, input: Any, target: Any, reduction: str) -> Any:
    difference = input - target
    return difference * (g * (2 / max(prod(difference.shape), 1)) if reduction == "mean" else g * 2)


def _squares_target(xp: Any, g: Any, input: Any, target: Any, reduction: str) -> Any:
    return _squares_input(xp, g, target, input, reduction)


@op(category="arith", broadcasts=True, faces=())
def squared_errors(xp: Any, input: Array, target: Array, reduction: str = "mean") -> Array:
    """Squared differences, reduced."""
    difference = input - target
    difference *= difference
    return reduced(xp, difference, reduction)


squared_errors.rule(input=_squares_input, target=_squares_target)
squared_errors.cases(case(real(3, 4), real(3, 4)), case(real(3, 4), real(4), "sum"), case(real(3), real(2, 1), "none"))
squared_errors.node_name = "MseLossBackward0"


@op(composite=True, faces=FUNCTIONAL)
def mse_loss(
    xp: Any,
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Array:
    """Squared differences.

    Parameters
    ----------
    input, target : Tensor
    size_average, reduce : bool, optional
        The old form of `reduction`.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.
    weight : Tensor, optional
        A factor for each element; the mean is then divided by the sum of the weights.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the reduction is none of these, or `weight` has another shape than `input`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.mse_loss(ag.tensor([0.5, 1.0]), ag.tensor([1.0, 3.0]))
    tensor(2.1250)
    """
    _compare_sizes(input, target, weight)
    reduction = reduction_of(size_average, reduce, reduction)
    if weight is None:
        return xp.squared_errors(input, target, reduction)
    return _weighted(xp, xp.squared_errors(input, target, "none"), weight, reduction)


mse_loss.cases(
    case(real(3, 4), real(3, 4)),
    case(real(3), real(3), reduction="none"),
    case(real(3), real(3), weight=real(3, low=0.5)),
)


@op(composite=True, faces=FUNCTIONAL)
def l1_loss(
    xp: Any,
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Array:
    """Absolute differences; parameters as for `mse_loss`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.l1_loss(ag.tensor([0.5, 1.0]), ag.tensor([1.0, 3.0]))
    tensor(1.2500)
    """
    _compare_sizes(input, target, weight)
    reduction = reduction_of(size_average, reduce, reduction)
    loss = xp.abs(input - target)
    return reduced(xp, loss, reduction) if weight is None else _weighted(xp, loss, weight, reduction)


l1_loss.cases(case(real(3, 4), real(3, 4, low=3, high=5)), case(real(3), real(3, low=3, high=5), reduction="sum"))


@op(composite=True, faces=FUNCTIONAL)
def huber_loss(
    xp: Any, input: Array, target: Array, reduction: str = "mean", delta: float = 1.0, weight: Any = None
) -> Array:
    """Half the squared difference, growing only linearly from a difference of `delta` on.

    Parameters
    ----------
    input, target : Tensor
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.
    delta : float
        Positive.
    weight : Tensor, optional
        A factor for each element.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `delta` is not positive.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.huber_loss(ag.tensor([0.5, 1.0]), ag.tensor([1.0, 3.0]), reduction="none")
    tensor([0.1250, 1.5000])
    """
    if delta <= 0:
        raise RuntimeError(f"huber_loss does not support non-positive values for delta, got {delta}.")
    _compare_sizes(input, target, weight)
    reduction = reduction_of(None, None, reduction)
    z = xp.abs(input - target)
    loss = xp.where(z < delta, z * z * 0.5, (z - 0.5 * delta) * delta)
    return reduced(xp, loss if weight is None else loss * weight, reduction)


huber_loss.cases(
    case(real(3, 4), real(3, 4, low=4.5, high=6)),
    case(real(3, low=0.2, high=0.4), real(3, low=0.6, high=0.8), delta=2.0),
)


@op(composite=True, faces=FUNCTIONAL)
def smooth_l1_loss(
    xp: Any,
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Array:
    """Half the squared difference over `beta`, and the absolute difference less ``beta / 2`` from `beta` on.

    Parameters
    ----------
    input, target : Tensor
    size_average, reduce : bool, optional
        The old form of `reduction`.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.
    beta : float
        Not negative; 0 gives `l1_loss`.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If `beta` is negative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.smooth_l1_loss(ag.tensor([0.5, 1.0]), ag.tensor([1.0, 3.0]), reduction="none")
    tensor([0.1250, 1.5000])
    """
    if beta < 0:
        raise RuntimeError(f"smooth_l1_loss does not support negative values for beta, got {beta}.")
    _compare_sizes(input, target)
    reduction = reduction_of(size_average, reduce, reduction)
    z = xp.abs(input - target)
    return reduced(xp, z if beta == 0 else xp.where(z < beta, z * z * (0.5 / beta), z - 0.5 * beta), reduction)


smooth_l1_loss.cases(
    case(real(3, 4), real(3, 4, low=4.5, high=6)),
    case(real(3, low=0.2, high=0.4), real(3, low=0.6, high=0.8), beta=2.0),
)
