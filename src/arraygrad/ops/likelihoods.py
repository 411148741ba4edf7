"""Loss functions of probabilities."""

from __future__ import annotations

import warnings
from math import log, pi, prod
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops.losses import reduced, reduction_of

FUNCTIONAL = ("nn.functional",)


def _below(xp: Any, x: Any, limit: float) -> Any:
    return xp.where(x < limit, limit, x)


@op(category="arith", broadcasts=True, faces=())
def bernoulli_terms(xp: Any, input: Array, target: Array) -> Array:
    """Negative logarithm of the probability of `target` if that of 1 is `input`; logarithms end at -100."""
    if xp.concrete(input) and prod(input.shape) and (xp.any(input < 0) or xp.any(input > 1)):
        raise RuntimeError("all elements of input should be between 0 and 1")
    one = _below(xp, _log(xp, input), -100)
    zero = _below(xp, _log(xp, 1 - input), -100)
    return (target - 1) * zero - target * one


def _log(xp: Any, x: Any) -> Any:
    """Logarithm, with a large negative number for that of 0."""
    return xp.log(xp.where(x == 0, 1e-45 if x.dtype == xp.float32 else 1e-320, x))


bernoulli_terms.rule(
    input=lambda xp, g, input, target: g * (input - target) / _below(xp, (1 - input) * input, 1e-12),
    target=lambda xp, g, input: g * (_below(xp, _log(xp, 1 - input), -100) - _below(xp, _log(xp, input), -100)),
)
bernoulli_terms.cases(case(real(3, 4, low=0.1, high=0.9), real(3, 4, low=0.1, high=0.9)))
bernoulli_terms.node_name = "BinaryCrossEntropyBackward0"


@op(composite=True, faces=FUNCTIONAL)
def binary_cross_entropy(
    xp: Any,
    input: Array,
    target: Array,
    weight: Any = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """Cross entropy between target probabilities and given ones.

    Parameters
    ----------
    input, target : Tensor
        Probabilities, of one shape.
    weight : Tensor, optional
        A factor for each element, broadcast.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the shapes differ.
    RuntimeError
        If an input is no probability or the dtypes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.binary_cross_entropy(ag.tensor([0.5, 0.5]), ag.tensor([0.0, 1.0]))
    tensor(0.6931)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    if tuple(target.shape) != tuple(input.shape):
        raise ValueError(
            f"Using a target size ({tuple(target.shape)}) that is different to the input size ({tuple(input.shape)}) "
            "is deprecated. Please ensure they have the same size."
        )
    if target.dtype != input.dtype:
        raise RuntimeError(f"Found dtype {target.dtype} but expected {input.dtype}")
    loss = xp.bernoulli_terms(input, target)
    return reduced(xp, loss if weight is None else loss * weight, reduction)


binary_cross_entropy.cases(case(real(3, 4, low=0.1, high=0.9), real(3, 4, low=0.1, high=0.9)))


@op(composite=True, faces=("torch", "nn.functional"))
def binary_cross_entropy_with_logits(
    xp: Any,
    input: Array,
    target: Array,
    weight: Any = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Any = None,
) -> Array:
    """Cross entropy between target probabilities and the sigmoids of the inputs, without loss of precision.

    Parameters
    ----------
    input : Tensor
        Logits.
    target : Tensor
        Probabilities, of the same shape.
    weight : Tensor, optional
        A factor for each element, broadcast.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.
    pos_weight : Tensor, optional
        A factor of the loss of positive examples, broadcast.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.binary_cross_entropy_with_logits(ag.tensor([0.0, 0.0]), ag.tensor([0.0, 1.0]))
    tensor(0.6931)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    if tuple(target.shape) != tuple(input.shape):
        raise ValueError(f"Target size ({tuple(target.shape)}) must be the same as input size ({tuple(input.shape)})")
    if pos_weight is None:
        loss = (1 - target) * input + xp.softplus(-input, 1, 40)
    else:
        loss = (1 - target) * input + ((pos_weight - 1) * target + 1) * xp.softplus(-input, 1, 40)
    return reduced(xp, loss if weight is None else loss * weight, reduction)


binary_cross_entropy_with_logits.cases(
    case(real(3, 4), real(3, 4, low=0.1, high=0.9)),
    case(real(3, 4), real(3, 4, low=0.1, high=0.9), reduction="sum", pos_weight=real(4, low=0.5)),
)


@op(composite=True, faces=FUNCTIONAL)
def kl_div(
    xp: Any,
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Array:
    """Kullback-Leibler divergence of the distribution with logarithms `input` from `target`.

    Parameters
    ----------
    input : Tensor
        Logarithms of probabilities.
    target : Tensor
        Probabilities, or their logarithms if `log_target`.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    reduction : str
        ``"batchmean"`` is the divergence per sample; ``"mean"`` divides by the number of elements; ``"sum"`` or
        ``"none"``.
    log_target : bool

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the reduction is none of these.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.kl_div(ag.tensor([[0.5, 0.5]]).log(), ag.tensor([[1.0, 0.0]]), reduction="batchmean")
    tensor(0.6931)
    """
    batch = reduction == "batchmean"
    reduction = "sum" if batch else reduction_of(size_average, reduce, reduction)
    if reduction == "mean":
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size. 'batchmean' "
            "divides only by the batch size, and aligns with the KL div math definition.",
            stacklevel=3,
        )
    loss = xp.exp(target) * (target - input) if log_target else xp.xlogy(target, target) - target * input
    total = reduced(xp, loss, reduction)
    return total / input.shape[0] if batch and input.ndim else total


kl_div.cases(
    case(real(3, 4), real(3, 4, low=0.1, high=0.9), reduction="batchmean"),
    case(real(3, 4), real(3, 4), reduction="sum", log_target=True),
)


@op(composite=True, faces=FUNCTIONAL)
def poisson_nll_loss(
    xp: Any,
    input: Array,
    target: Array,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """Negative log likelihood of counts under Poisson distributions.

    Parameters
    ----------
    input : Tensor
        Rates, or their logarithms if `log_input`.
    target : Tensor
        Counts.
    log_input : bool
    full : bool
        Add Stirling's approximation of the term that does not depend on the input.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    eps : float
        Added to rates before the logarithm.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.poisson_nll_loss(ag.tensor([0.0]), ag.tensor([1.0]))
    tensor(1.)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    loss = xp.exp(input) - target * input if log_input else input - target * xp.log(input + eps)
    if full:
        counts = xp.where(target > 1, target, 1)
        stirling = counts * xp.log(counts) - counts + xp.log(counts * (2 * pi)) * 0.5
        loss = loss + xp.where(target > 1, stirling, 0)
    return reduced(xp, loss, reduction)


poisson_nll_loss.cases(
    case(real(3, 4), real(3, 4, low=0.1, high=3)), case(real(3, low=0.2), real(3, low=1.5, high=4), False, True)
)


@op(composite=True, faces=FUNCTIONAL)
def gaussian_nll_loss(
    xp: Any, input: Array, target: Array, var: Any, full: bool = False, eps: float = 1e-6, reduction: str = "mean"
) -> Array:
    """Negative log likelihood under normal distributions.

    Parameters
    ----------
    input : Tensor
        Expectations.
    target : Tensor
    var : Tensor or float
        Variances: of the shape of `input`, without its last dimension, or with one dimension of size 1.
    full : bool
        Add the constant term.
    eps : float
        Least variance.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If a variance is negative or its shape does not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.gaussian_nll_loss(ag.tensor([0.0]), ag.tensor([2.0]), ag.tensor([1.0]))
    tensor(2.)
    """
    reduction = reduction_of(None, None, reduction)
    if not hasattr(var, "shape"):
        var = xp.full_like(input, var)
    elif tuple(var.shape) != tuple(input.shape):
        if tuple(var.shape) == tuple(input.shape[:-1]):
            var = xp.expand_dims(var, axis=-1)
        elif var.ndim != input.ndim or [v for v, n in zip(var.shape, input.shape, strict=True) if v != n] != [1]:
            raise ValueError(f"var is of incorrect size: {list(var.shape)} for an input of size {list(input.shape)}")
    if xp.concrete(var) and bool(xp.any(var < 0)):
        raise ValueError("var has negative entry/entries")
    floor = var + (xp.where(var < eps, eps, var) - var).detach()
    loss = (xp.log(floor) + (input - target) ** 2 / floor) * 0.5
    return reduced(xp, loss + 0.5 * log(2 * pi) if full else loss, reduction)


gaussian_nll_loss.cases(
    case(real(3, 4), real(3, 4), real(3, 4, low=0.5)), case(real(3, 4), real(3, 4), real(3, low=0.5), True)
)
