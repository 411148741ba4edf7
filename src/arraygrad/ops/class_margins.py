"""Loss functions of scores of classes, with a margin between them or a logistic function for each."""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import require_floating
from arraygrad.ops.losses import reduced, reduction_of


def _check_targets(xp: Any, target: Any, classes: int) -> None:
    """Refuse targets that are no classes, where values can be seen."""
    if 0 not in target.shape and xp.concrete(target):
        low, high = int(xp.min(target)), int(xp.max(target))
        if low < 0 or high >= classes:
            raise RuntimeError(f"target is out of range: it has values from {low} to {high} for {classes} classes")


@op(composite=True, faces=("nn.functional",))
def multi_margin_loss(
    xp: Any,
    input: Array,
    target: IndexArray,
    p: int = 1,
    margin: float = 1.0,
    weight: Any = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """How far the score of the target class is from exceeding the others by a margin, summed over them.

    Parameters
    ----------
    input : Tensor
        Scores: shape (N, C) or (C,).
    target : Tensor
        Classes: shape (N,) or ().
    p : int
        Exponent of what is missing: 1 or 2.
    margin : float
    weight : Tensor, optional
        A factor for each target class.
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
        If `p` is neither 1 nor 2.
    RuntimeError
        If a target is no class, or there is not one weight for each.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.multi_margin_loss(ag.tensor([[0.5, 1.0]]), ag.tensor([0]))
    tensor(0.7500)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    if p not in (1, 2):
        raise ValueError(f"only p == 1 and p == 2 supported, got {p}")
    rows = input if input.ndim == 2 else xp.expand_dims(input, axis=0)
    classes, index = rows.shape[1], xp.reshape(target, (-1, 1))
    if weight is not None and tuple(weight.shape) != (classes,):
        raise RuntimeError(f"inconsistent weight size, expected {classes} but got {list(weight.shape)}")
    _check_targets(xp, target, classes)
    missing = rows - xp.gather(rows, 1, index) + margin
    missing = xp.where(xp.arange(classes, device=input.device) == index, 0, xp.where(missing > 0, missing, 0))
    if p == 2:
        missing = missing * missing
    if weight is not None:
        missing = missing * xp.reshape(xp.index_select(weight, 0, xp.reshape(index, (-1,))), (-1, 1))
    loss = xp.sum(missing, axis=1) / classes
    return reduced(xp, loss if input.ndim == 2 else xp.reshape(loss, ()), reduction)


multi_margin_loss.cases(case(real(3, 4, low=-0.3, high=0.3), integers(3, low=0, high=4)))


@op(composite=True, faces=("nn.functional",))
def multilabel_soft_margin_loss(
    xp: Any,
    input: Array,
    target: Array,
    weight: Any = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """Binary cross entropy of each class with logits, averaged over the classes.

    Parameters
    ----------
    input : Tensor
        Logits, classes along the last dimension.
    target : Tensor
        0 or 1 for each.
    weight : Tensor, optional
        A factor for each class.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.multilabel_soft_margin_loss(ag.zeros(1, 2), ag.tensor([[0.0, 1.0]]))
    tensor(0.6931)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    loss = (1 - target) * input + xp.softplus(-input, 1, 40)
    return reduced(xp, xp.mean(loss if weight is None else loss * weight, axis=-1), reduction)


multilabel_soft_margin_loss.cases(case(real(3, 4), real(3, 4, low=0.1, high=0.9)))


def _after_end(xp: Any, target: Any) -> Any:
    """Which targets stand at or after the first that is -1."""
    return xp.cumsum(xp.astype(target == -1, xp.int64), -1) > 0


@op(composite=True, faces=("nn.functional",))
def multilabel_margin_loss(
    xp: Any,
    input: Array,
    target: IndexArray,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """How far the scores of several target classes are from exceeding those of all other classes by 1.

    Parameters
    ----------
    input : Tensor
        Scores: shape (N, C) or (C,).
    target : Tensor
        int64, in the shape of `input`: the classes of each sample, then -1; what follows that does not count.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes differ or a target is no class.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.multilabel_margin_loss(ag.tensor([[0.1, 0.2, 0.4, 0.8]]), ag.tensor([[3, 0, -1, 1]]))
    tensor(0.8500)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    require_floating(xp, input, "multilabel_margin_loss")
    if input.ndim > 2 or 0 in input.shape[1:]:
        raise RuntimeError(
            f"Expected non-empty vector or matrix with optional 0-dim batch size, but got: {list(input.shape)}"
        )
    if tuple(target.shape) != tuple(input.shape):
        raise RuntimeError(f"inconsistent target size: {list(target.shape)} for input of size: {list(input.shape)}")
    if target.dtype != xp.int64:
        raise RuntimeError(f"expected scalar type Long but found {target.dtype}")
    classes = input.shape[-1] if input.ndim else 1
    n = input.shape[0] if input.ndim == 2 else 1
    rows, target = xp.reshape(input, (n, classes)), xp.reshape(target, (n, classes))
    ended = _after_end(xp, target)
    target = xp.where(ended, 0, target)
    _check_targets(xp, target, classes)
    counts = xp.expand_dims(xp.logical_not(ended), axis=2)
    own = xp.expand_dims(target, axis=2) == xp.arange(classes, device=input.device)
    others = xp.logical_not(xp.any(xp.logical_and(own, counts), axis=1, keepdims=True))
    missing = 1 - xp.expand_dims(xp.gather(rows, 1, target), axis=2) + xp.expand_dims(rows, axis=1)
    missing = xp.where(xp.logical_and(xp.logical_and(counts, others), missing > 0), missing, 0)
    loss = xp.sum(missing, axis=(1, 2)) / classes
    return reduced(xp, loss if input.ndim == 2 else xp.reshape(loss, ()), reduction)


multilabel_margin_loss.cases(
    case(real(3, 4, low=-0.3, high=0.3), integers(3, 4, low=0, high=2)),
    case(real(4, low=-0.3, high=0.3), integers(4, low=-1, high=4), reduction="sum"),
)
