"""Cross entropy of the results of a linear map."""

from __future__ import annotations

from math import prod
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op


@op(composite=True, faces=("nn.functional",))
def linear_cross_entropy(
    xp: Any,
    input: Array,
    linear_weight: Array,
    target: Array,
    *,
    linear_bias: Any = None,
    weight: Any = None,
    reduction: str = "mean",
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    options: Any = None,
) -> Array:
    """`cross_entropy` of the results of `linear`.

    Parameters
    ----------
    input : Tensor
        Shape (N, in_features) or (in_features,).
    linear_weight : Tensor
        Shape (C, in_features) or, for a loss at several places, (C, d1, ..., in_features).
    target : Tensor
        Classes, of shape (N,), () or (N, d1, ...), or probabilities in the shape of the logits, (N, C, d1, ...).
    linear_bias : Tensor, optional
        Shape (C,) or (C, d1, ...).
    weight : Tensor, optional
        A weight for each class.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.
    ignore_index : int, optional
        A target class that is left out; -100 if not given.
    label_smoothing : float
        Part of the target's probability that is spread evenly over all classes.
    options
        Accepted for compatibility: how the computation is cut into pieces does not change the result.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If the shapes do not fit, or `ignore_index` is given beside probabilities.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.linear_cross_entropy(ag.ones(2, 3), ag.zeros(4, 3), ag.tensor([0, 3]))
    tensor(1.3863)
    """
    if input.ndim not in (1, 2):
        raise RuntimeError(f"expected input with dimensionality 1 or 2, got {input.ndim}")
    if linear_weight.ndim < 2:
        raise RuntimeError(f"expected linear_weight with dimensionality at least 2, got {linear_weight.ndim}")
    if input.shape[-1] != linear_weight.shape[-1]:
        raise RuntimeError(
            "expected equal input and linear_weight last dimensions (in_features), got "
            f"{input.shape[-1]} and {linear_weight.shape[-1]}, respectively"
        )
    outputs = tuple(linear_weight.shape[:-1])
    if linear_bias is not None and tuple(linear_bias.shape) != outputs:
        raise RuntimeError(f"expected linear_bias shape {outputs}, got {tuple(linear_bias.shape)}")
    if len(outputs) > 1 and input.ndim == 1:
        raise RuntimeError(
            f"K-dimensional loss defined by linear_weight shape {tuple(linear_weight.shape)} requires batched input, "
            f"(N, {input.shape[-1]}), got unbatched input with shape {tuple(input.shape)}"
        )
    shape = (*input.shape[:-1], *outputs)
    if ignore_index is not None and tuple(target.shape) == shape:
        raise RuntimeError("ignore_index cannot be specified when target contains probabilities")
    matrix = xp.reshape(linear_weight, (prod(outputs), linear_weight.shape[-1]))
    bias = None if linear_bias is None else xp.reshape(linear_bias, (prod(outputs),))
    logits = xp.reshape(xp.linear(input, matrix, bias), shape)
    return xp.cross_entropy(
        logits,
        target,
        weight=weight,
        reduction=reduction,
        ignore_index=-100 if ignore_index is None else ignore_index,
        label_smoothing=label_smoothing,
    )


linear_cross_entropy.cases(
    case(real(4, 2), real(3, 2), integers(4, low=0, high=3), linear_bias=real(3)),
    case(real(2, 2), real(3, 2, 2), integers(2, 2, low=0, high=3), label_smoothing=0.1),
)
