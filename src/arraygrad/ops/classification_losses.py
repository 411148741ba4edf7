"""Loss functions of classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops.losses import reduced, reduction_of

Shape = Sequence[int]


def _ignored(xp: Any, target: Any, classes: int, ignore_index: int) -> bool:
    """Whether targets may have to be left out, after checking that all others are classes.

    Raises
    ------
    IndexError
        If one is not.
    """
    if 0 in target.shape:
        return False
    if not xp.concrete(target):
        return True
    low, high = int(xp.min(target)), int(xp.max(target))
    if low >= 0 and high < classes and not low <= ignore_index <= high:
        return False
    used = xp.where(target == ignore_index, 0, target)
    low, high = int(xp.min(used)), int(xp.max(used))
    if low < 0 or high >= classes:
        raise IndexError(f"Target {low if low < 0 else high} is out of bounds.")
    return True


def _class_weights(xp: Any, target: Any, weight: Any, ignore_index: int) -> tuple[Any, Any, Any]:
    """Targets with a class in place of those to be left out, which are left out, and the weight of each."""
    ignored = target == ignore_index
    target = xp.where(ignored, 0, target)
    if weight is None:
        return target, ignored, None
    weights = xp.index_select(weight, 0, xp.reshape(target, (-1,)))
    return target, ignored, xp.where(ignored, 0, xp.reshape(weights, tuple(target.shape)))


@op(faces=())
def picked_log_probability(
    xp: Any, input: Array, target: IndexArray, weight: IndexArray | None = None, *, ignore_index: int, reduction: str
) -> Array:
    """Negative value at each target's class, weighted and reduced; classes are dimension 1, or 0 of a vector."""
    axis = 0 if input.ndim == 1 else 1
    plain = not _ignored(xp, target, input.shape[axis], ignore_index)
    if plain and weight is None:
        picked = -xp.take_along_axis(input, xp.expand_dims(target, axis=axis), axis=axis)
        picked = xp.reshape(picked, tuple(target.shape))
        return reduced(xp, picked, reduction)
    target, ignored, weights = _class_weights(xp, target, weight, ignore_index)
    picked = xp.reshape(xp.take_along_axis(input, xp.expand_dims(target, axis=axis), axis=axis), tuple(target.shape))
    loss = -picked if weights is None else -picked * weights
    loss = xp.where(ignored, 0, loss)
    if reduction != "mean":
        return reduced(xp, loss, reduction)
    return xp.sum(loss) / _total(xp, ignored, weights, loss.dtype)


def _total(xp: Any, ignored: Any, weights: Any, dtype: Any) -> Any:
    return xp.sum(xp.astype(xp.logical_not(ignored), dtype) if weights is None else weights)


@op(composite=True, faces=())
def picked_input_grad(
    xp: Any,
    grad: Array,
    target: IndexArray,
    weight: IndexArray | None = None,
    *,
    input_shape: Shape,
    ignore_index: int,
    reduction: str,
) -> Array:
    """What a gradient of the result of `picked_log_probability` does to its input."""
    axis = 0 if len(input_shape) == 1 else 1
    target, ignored, weights = _class_weights(xp, target, weight, ignore_index)
    if reduction == "mean":
        grad = grad / _total(xp, ignored, weights, grad.dtype)
    each = xp.where(ignored, 0, -grad if weights is None else -grad * weights)
    index = xp.expand_dims(target, axis=axis)
    return xp.gather_adjoint(xp.expand_dims(each, axis=axis), index, dim=axis, shape=tuple(input_shape), distinct=True)


picked_input_grad.cases(
    case(real(), integers(4, low=0, high=3), input_shape=(4, 3), ignore_index=-100, reduction="mean"),
    case(real(4), integers(4, low=0, high=3), input_shape=(4, 3), ignore_index=1, reduction="none"),
)
picked_log_probability.rule(
    input=lambda xp, g, target, weight, input_shape, ignore_index, reduction: xp.picked_input_grad(
        g, target, weight, input_shape=tuple(input_shape), ignore_index=ignore_index, reduction=reduction
    )
)
picked_log_probability.node_name = "NllLossBackward0"
picked_log_probability.cases(
    case(real(4, 3), integers(4, low=0, high=3), ignore_index=-100, reduction="mean"),
    case(real(4, 3, 2), integers(4, 2, low=0, high=3), real(3, low=0.5), ignore_index=1, reduction="mean"),
    case(real(3), integers(low=0, high=3), ignore_index=-100, reduction="sum"),
    case(real(4, 3), integers(4, low=0, high=3), ignore_index=2, reduction="none"),
)


def _check_classes(input: Any, target: Any, weight: Any) -> None:
    """Check the shapes and the dtype of targets that are class numbers."""
    shape, given = tuple(input.shape), tuple(target.shape)
    if not shape:
        raise ValueError("Expected 1 or more dimensions (got 0)")
    if input.ndim > 1 and target.ndim > 0 and given[0] != shape[0]:
        raise ValueError(f"Expected input batch_size ({shape[0]}) to match target batch_size ({given[0]}).")
    if target.dtype.category != 1:
        raise RuntimeError(f"expected target dtype to be Long or Byte, but got {target.dtype}")
    classes = shape[0 if len(shape) == 1 else 1]
    expected = () if len(shape) == 1 else (shape[0], *shape[2:])
    if given != expected and not (len(shape) == 1 and given == (1,)):
        if len(given) != len(expected):
            if len(shape) <= 2:
                raise RuntimeError(
                    f"{len(expected)}D target tensor expected, multi-target not supported: got {len(given)}D"
                )
            raise RuntimeError(
                f"only batches of spatial targets supported ({len(expected)}D tensors) but got targets of dimension: "
                f"{len(given)}"
            )
        raise RuntimeError(f"Expected target size {list(expected)}, got {list(given)}")
    if weight is not None and tuple(weight.shape) != (classes,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {classes} classes or no classes but got weight tensor of "
            f"shape: {list(weight.shape)}"
        )


def _nll(xp: Any, input: Any, target: Any, weight: Any, ignore_index: int, reduction: str) -> Any:
    target = xp.reshape(target, ()) if input.ndim == 1 and target.ndim else target
    return xp.picked_log_probability(input, target, weight, ignore_index=ignore_index, reduction=reduction)


@op(composite=True, faces=("nn.functional",))
def nll_loss(
    xp: Any,
    input: Array,
    target: IndexArray,
    weight: Any = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """Negative logarithm of the probability of the target class.

    Parameters
    ----------
    input : Tensor
        Logarithms of probabilities: shape (N, C), (C,) or (N, C, d1, ...).
    target : Tensor
        Classes: shape (N,), () or (N, d1, ...).
    weight : Tensor, optional
        A weight for each class; the mean is then divided by the sum of the weights.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    ignore_index : int
        A target that is left out.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a target is no class.
    ValueError, RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.nll_loss(ag.tensor([[-1.0, -2.0], [-3.0, -4.0]]), ag.tensor([0, 1]))
    tensor(2.5000)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    _check_classes(input, target, weight)
    return _nll(xp, input, target, weight, ignore_index, reduction)


nll_loss.cases(
    case(real(4, 3), integers(4, low=0, high=3)), case(real(4, 3), integers(4, low=0, high=3), ignore_index=1)
)


def _against_probabilities(
    xp: Any, scores: Any, target: Any, weight: Any, reduction: str, label_smoothing: float, axis: int
) -> Any:
    classes = scores.shape[axis]
    if label_smoothing > 0:
        target = target * (1 - label_smoothing) + label_smoothing / classes
    terms = scores * target
    if weight is not None:
        terms = terms * xp.reshape(weight, (classes,) + (1,) * (scores.ndim - 1 - axis))
    loss = -xp.sum(terms, axis=axis)
    if reduction != "mean":
        return reduced(xp, loss, reduction)
    count = 1
    for n in loss.shape:
        count *= n
    return xp.sum(loss) / count


def _smoothed(
    xp: Any, scores: Any, target: Any, weight: Any, ignore_index: int, reduction: str, label_smoothing: float, axis: int
) -> Any:
    """Part of each target's probability spread evenly over the classes."""
    classes = scores.shape[axis]
    picked = _nll(xp, scores, target, weight, ignore_index, reduction)
    shaped = None if weight is None else xp.reshape(weight, (classes,) + (1,) * (scores.ndim - 1 - axis))
    even = -xp.sum(scores if shaped is None else scores * shaped, axis=axis)
    target, ignored, weights = _class_weights(xp, xp.reshape(target, tuple(even.shape)), weight, ignore_index)
    even = xp.where(ignored, 0, even)
    if reduction == "mean":
        even = xp.sum(even) / _total(xp, ignored, weights, even.dtype)
    else:
        even = reduced(xp, even, reduction)
    return picked * (1 - label_smoothing) + even * (label_smoothing / classes)


@op(composite=True, faces=("nn.functional",))
def cross_entropy(
    xp: Any,
    input: Array,
    target: Array,
    weight: Any = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Array:
    """Cross entropy between targets and the softmax of the inputs.

    Parameters
    ----------
    input : Tensor
        Logits: shape (N, C), (C,) or (N, C, d1, ...).
    target : Tensor
        Classes, of shape (N,), () or (N, d1, ...), or probabilities in the shape of `input`.
    weight : Tensor, optional
        A weight for each class.
    size_average, reduce : bool, optional
        The old form of `reduction`.
    ignore_index : int
        A target class that is left out.
    reduction : str
        ``"mean"``, ``"sum"`` or ``"none"``.
    label_smoothing : float
        Part of the target's probability that is spread evenly over all classes.

    Returns
    -------
    Tensor

    Raises
    ------
    IndexError
        If a target is no class.
    ValueError, RuntimeError
        If the shapes do not fit.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.nn.functional.cross_entropy(ag.zeros(2, 4), ag.tensor([0, 3]))
    tensor(1.3863)
    """
    reduction = reduction_of(size_average, reduce, reduction)
    if not 0.0 <= label_smoothing <= 1.0:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing}")
    axis = 0 if input.ndim == 1 else 1
    if tuple(input.shape) == tuple(target.shape) and xp.isdtype(target.dtype, "real floating"):
        if ignore_index >= 0:
            raise RuntimeError(f"ignore_index is not supported for floating point target, got {ignore_index}")
        return _against_probabilities(xp, xp.log_softmax(input, axis), target, weight, reduction, label_smoothing, axis)
    _check_classes(input, target, weight)
    scores = xp.log_softmax(input, axis)
    if label_smoothing > 0:
        return _smoothed(xp, scores, target, weight, ignore_index, reduction, label_smoothing, axis)
    return _nll(xp, scores, target, weight, ignore_index, reduction)


cross_entropy.cases(
    case(real(4, 3), integers(4, low=0, high=3)),
    case(real(4, 3, 2), integers(4, 2, low=0, high=3), ignore_index=1),
    case(real(4, 3), integers(4, low=0, high=3), label_smoothing=0.2),
    case(real(4, 3), real(4, 3, low=0.1, high=1)),
    case(real(3), integers(low=0, high=3)),
)
