"""Loss functions of distances, with a margin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, op
from arraygrad.ops.losses import reduced, reduction_of


@op(composite=True, faces=("torch", "nn.functional"))
def margin_ranking_loss(
    xp: Any,
    input1: Array,
    input2: Array,
    target: Array,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """How far the first input is from exceeding the second by a margin (or the other way where the target is -1).

    Parameters
    ----------
    input1, input2, target : Tensor
        Of one number of dimensions; targets are 1 or -1.
    margin : float
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
    >>> ag.nn.functional.margin_ranking_loss(ag.tensor([1.0]), ag.tensor([3.0]), ag.tensor([1.0]))
    tensor(2.)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    if not input1.ndim == input2.ndim == target.ndim:
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got sizes: "
            f"input1: {list(input1.shape)}, input2: {list(input2.shape)}, target: {list(target.shape)} "
        )
    return reduced(xp, xp.clamp_min(margin - target * (input1 - input2), 0), reduction)


margin_ranking_loss.cases(case(real(3), real(3, low=3, high=4), real(3, low=1, high=1.01), 0.5))


@op(composite=True, faces=("torch", "nn.functional"))
def hinge_embedding_loss(
    xp: Any,
    input: Array,
    target: Array,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """Distances where the target is 1, and what is missing to a margin where it is -1.

    Parameters
    ----------
    input : Tensor
        Distances.
    target : Tensor
        1 or -1.
    margin : float
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
    >>> ag.nn.functional.hinge_embedding_loss(ag.tensor([2.0, 0.25]), ag.tensor([1.0, -1.0]), reduction="none")
    tensor([2.0000, 0.7500])
    """
    reduction = reduction_of(size_average, reduce, reduction)
    far = xp.where(target == 1, 0, xp.clamp_min(margin - input, 0))
    return reduced(xp, xp.where(target == -1, 0, input) + far, reduction)


hinge_embedding_loss.cases(case(real(3, low=0.1, high=0.8), real(3, low=1, high=1.01)))


@op(composite=True, faces=("nn.functional",))
def soft_margin_loss(
    xp: Any,
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """``log(1 + exp(-target * input))`` for targets of 1 and -1; parameters as for `mse_loss`.

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.soft_margin_loss(ag.tensor([0.0]), ag.tensor([1.0]))
    tensor(0.6931)
    """
    return reduced(xp, xp.softplus(-target * input, 1, 40), reduction_of(size_average, reduce, reduction))


soft_margin_loss.cases(case(real(3, 4), real(3, 4)))


@op(composite=True, faces=("torch", "nn.functional"))
def cosine_embedding_loss(
    xp: Any,
    input1: Array,
    input2: Array,
    target: Array,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """One less the cosine where the target is 1, and the cosine above a margin where it is -1.

    Parameters
    ----------
    input1, input2 : Tensor
        Shape (N, D) or (D,).
    target : Tensor
        1 or -1; shape (N,) or ().
    margin : float
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
    >>> ag.nn.functional.cosine_embedding_loss(ag.tensor([[1.0, 0.0]]), ag.tensor([[0.0, 1.0]]), ag.tensor([1.0]))
    tensor(1.)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    if target.ndim + 1 != input1.ndim or target.ndim + 1 != input2.ndim:
        raise RuntimeError(
            f"{target.ndim}D target tensor expects {target.ndim + 1}D input tensors, but found inputs with sizes "
            f"{list(input1.shape)} and {list(input2.shape)}."
        )
    cosine = xp.cosine_similarity(input1, input2, -1)
    apart = xp.where(target == -1, xp.clamp_min(cosine - margin, 0), 0)
    return reduced(xp, xp.where(target == 1, 1 - cosine, 0) + apart, reduction)


cosine_embedding_loss.cases(case(real(3, 4), real(3, 4), integers(3, low=1, high=2)))


@op(composite=True, faces=("torch", "nn.functional"))
def triplet_margin_loss(
    xp: Any,
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """How far an anchor is from being closer to a positive than to a negative example by a margin.

    Parameters
    ----------
    anchor, positive, negative : Tensor
        Vectors along the last dimension.
    margin : float
    p : float
        Of the norm that measures distances.
    eps : float
        Added to differences.
    swap : bool
        Use the distance from the positive to the negative example if it is smaller.
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
        If the margin is not positive.
    RuntimeError
        If the operands differ in the number of dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.triplet_margin_loss(ag.tensor([[0.0]]), ag.tensor([[3.0]]), ag.tensor([[-1.0]]))
    tensor(3.0000)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    if not anchor.ndim == positive.ndim == negative.ndim:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: "
            f"anchor {anchor.ndim}D, positive {positive.ndim}D, and negative {negative.ndim}D inputs"
        )
    near = xp.pairwise_distance(anchor, positive, p, eps)
    far = xp.pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = xp.minimum(far, xp.pairwise_distance(positive, negative, p, eps))
    return reduced(xp, xp.clamp_min(near - far + margin, 0), reduction)


triplet_margin_loss.cases(case(real(3, 4), real(3, 4, low=3, high=4), real(3, 4, low=-3, high=-2.5)))


@op(composite=True, faces=("nn.functional",))
def triplet_margin_with_distance_loss(
    xp: Any,
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    distance_function: Callable[[Any, Any], Any] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Array:
    """`triplet_margin_loss` with any function for the distance.

    Parameters
    ----------
    anchor, positive, negative : Tensor
        Of one number of dimensions.
    distance_function : callable, optional
        Gives the distances between two tensors; `pairwise_distance` if not given.
    margin : float
    swap : bool
        Use the distance from the positive to the negative example if it is smaller.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.

    Returns
    -------
    Tensor

    Raises
    ------
    ValueError
        If the margin is not positive, or there is no such reduction.
    RuntimeError
        If the tensors differ in the number of dimensions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> a, p, n = ag.tensor([0.0]), ag.tensor([3.0]), ag.tensor([-1.0])
    >>> ag.nn.functional.triplet_margin_with_distance_loss(a, p, n, distance_function=lambda x, y: (x - y).abs())
    tensor(3.)
    """
    reduction = reduction_of(None, None, reduction)
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    if not anchor.ndim == positive.ndim == negative.ndim:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: "
            f"anchor {anchor.ndim}D, positive {positive.ndim}D, and negative {negative.ndim}D inputs"
        )
    distance = xp.pairwise_distance if distance_function is None else distance_function
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = xp.minimum(far, distance(positive, negative))
    return reduced(xp, xp.clamp_min(near - far + margin, 0), reduction)


triplet_margin_with_distance_loss.cases(
    case(real(3, 4), real(3, 4, low=3, high=4), real(3, 4, low=-3, high=-2.5), margin=0.5)
)
