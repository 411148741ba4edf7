"""Connectionist temporal classification (Graves et al. 2006).

A target of S classes becomes a path of 2 * S + 1 states, with a blank before, between and after the classes. The
computation runs over time for all samples and states at once. Logarithms of zero are a large negative number, so that
no step meets the difference of two infinities.
"""

from __future__ import annotations

from typing import Any

from arraygrad.cases import case, integers, real
from arraygrad.op import Array, IndexArray, op
from arraygrad.ops._common import kind_of, require_floating
from arraygrad.ops.losses import reduced

#: In place of the logarithm of zero, and the limit beyond which a sum of logarithms counts as such.
_NEVER, _IMPOSSIBLE = -1e30, 1e29


# -- the path ----------------------------------------------------------------------------------------------------


def _states(xp: Any, targets: Any, blank: int) -> tuple[Any, Any]:
    """The class of each state, shape (N, 2 * S + 1), and whether it may be entered from two states before."""
    n, s = targets.shape
    blanks = xp.zeros((n, s + 1), dtype=targets.dtype) + blank
    pairs = xp.reshape(xp.stack([blanks[:, :s], targets], axis=2), (n, 2 * s))
    classes = xp.concat([pairs, blanks[:, s:]], axis=1)
    before = xp.concat([blanks[:, :1], blanks[:, :1], classes[:, :-2]], axis=1)[:, : 2 * s + 1]
    return classes, xp.logical_and(classes != blank, classes != before)


def _shifted(xp: Any, x: Any, by: int) -> Any:
    """Values of the states `by` before (after, if negative) each one."""
    if by >= x.shape[1] or -by >= x.shape[1]:
        return xp.zeros_like(x) + _NEVER
    filler = xp.zeros_like(x[:, : abs(by)]) + _NEVER
    return xp.concat([filler, x[:, :-by]] if by > 0 else [x[:, -by:], filler], axis=1)


def _emitted(xp: Any, log_probs: Any, classes: Any) -> Any:
    """The logarithm of the probability of each state's class at each time, shape (T, N, states)."""
    t = log_probs.shape[0]
    index = xp.broadcast_to(xp.expand_dims(classes, axis=0), (t, *classes.shape))
    emitted = xp.gather(log_probs, 2, index)
    return xp.where(emitted < _NEVER, _NEVER, emitted)


def _merged(xp: Any, x: Any, skips: Any, direction: int) -> Any:
    """The sum, as logarithm, of what comes from the same, the next and the next but one state."""
    one = xp.logaddexp(x, _shifted(xp, x, direction))
    if direction > 0:
        return xp.logaddexp(one, xp.where(skips, _shifted(xp, x, 2), _NEVER))
    return xp.logaddexp(one, _shifted(xp, xp.where(skips, x, _NEVER), -2))


def _forward(xp: Any, emitted: Any, skips: Any) -> list[Any]:
    """For each time and state the probability to be there after what was emitted so far, as logarithm."""
    place = xp.arange(emitted.shape[2])
    steps = [xp.where(place < 2, emitted[0, :, :], _NEVER)]
    for t in range(1, emitted.shape[0]):
        steps.append(_merged(xp, steps[-1], skips, 1) + emitted[t, :, :])
    return steps


def _backward(xp: Any, emitted: Any, skips: Any, input_lengths: Any, target_lengths: Any) -> list[Any]:
    """For each time and state the probability of what is still to be emitted, as logarithm."""
    last = _last(xp, emitted, target_lengths)
    x = xp.where(last, 0.0, xp.zeros_like(emitted[0, :, :]) + _NEVER)
    steps = [x]
    for t in range(emitted.shape[0] - 2, -1, -1):
        inside = xp.expand_dims(input_lengths, axis=1) > t + 1
        x = xp.where(inside, _merged(xp, x + emitted[t + 1, :, :], skips, -1), x)
        steps.append(x)
    return steps[::-1]


def _last(xp: Any, emitted: Any, target_lengths: Any) -> Any:
    """Which states a path may end in."""
    place, end = xp.arange(emitted.shape[2]), xp.expand_dims(2 * target_lengths, axis=1)
    return xp.logical_and(place <= end, place >= end - 1)


# -- the loss ----------------------------------------------------------------------------------------------------


@op(faces=())
def ctc_likelihood(
    xp: Any,
    log_probs: Array,
    targets: IndexArray,
    input_lengths: IndexArray,
    target_lengths: IndexArray,
    *,
    blank: int,
) -> Array:
    """Negative logarithm of each target's probability; targets are padded to shape (N, S)."""
    classes, skips = _states(xp, targets, blank)
    emitted = _emitted(xp, log_probs, classes)
    return _loss(xp, _forward(xp, emitted, skips), emitted, input_lengths, target_lengths)


def _loss(xp: Any, steps: list[Any], emitted: Any, input_lengths: Any, target_lengths: Any) -> Any:
    ends = steps[0]
    for t in range(1, len(steps)):
        ends = xp.where(xp.expand_dims(input_lengths, axis=1) > t, steps[t], ends)
    final = xp.where(_last(xp, emitted, target_lengths), ends, _NEVER)
    largest = xp.max(final, axis=1, keepdims=True)
    total = xp.log(xp.sum(xp.exp(final - largest), axis=1)) + largest[:, 0]
    # Without time only the empty target is possible.
    timeless = xp.where(target_lengths > 0, _NEVER, xp.zeros_like(total))
    total = xp.where(input_lengths > 0, total, timeless)
    return xp.where(total < -_IMPOSSIBLE, xp.inf, -total)


def _ctc_input(
    xp: Any, g: Any, log_probs: Any, targets: Any, input_lengths: Any, target_lengths: Any, blank: int
) -> Any:
    """PyTorch's gradient: it supposes that the inputs are logarithms of probabilities that sum to one."""
    t, n, c = log_probs.shape
    classes, skips = _states(xp, targets, blank)
    emitted = _emitted(xp, log_probs, classes)
    ahead = _forward(xp, emitted, skips)
    behind = _backward(xp, emitted, skips, input_lengths, target_lengths)
    likelihood = -_loss(xp, ahead, emitted, input_lengths, target_lengths)
    possible = likelihood > -_IMPOSSIBLE
    likelihood = xp.expand_dims(xp.where(possible, likelihood, xp.inf), axis=1)
    shares = [xp.exp(a + b - likelihood) for a, b in zip(ahead, behind, strict=True)]
    index = xp.broadcast_to(xp.expand_dims(classes, axis=0), (t, n, classes.shape[1]))
    by_class = xp.gather_adjoint(xp.stack(shares, axis=0), index, dim=2, shape=(t, n, c))
    # An infinite loss has no gradient, and needs none where nothing depends on it.
    g = xp.reshape(xp.where(possible, g, xp.where(g == 0, g, xp.nan)), (1, n, 1))
    inside = xp.reshape(xp.arange(t), (t, 1)) < input_lengths
    return xp.where(xp.expand_dims(inside, axis=2), (xp.exp(log_probs) - by_class) * g, 0)


ctc_likelihood.rule(log_probs=_ctc_input)
ctc_likelihood.node_name = "CtcLossBackward0"
ctc_likelihood.cases(
    case(
        real(4, 2, 3, high=-0.5),
        integers(2, 2, low=1, high=3),
        integers(2, low=3, high=5),
        integers(2, low=1, high=3),
        blank=0,
        first=False,
    )
)


def _lengths(xp: Any, lengths: Any, n: int, most: int | None, name: str, device: Any) -> Any:
    """Lengths as a vector of int64, checked where values can be seen."""
    if hasattr(lengths, "shape"):
        if kind_of(xp, lengths.dtype) != "integral":
            raise RuntimeError(f"{name} must be integral, got {lengths.dtype}")
        lengths = xp.astype(xp.reshape(lengths, (-1,)), xp.int64)
    else:
        numbers = (lengths,) if isinstance(lengths, int) else tuple(lengths)
        lengths = xp.stack([xp.full((), m, dtype=xp.int64, device=device) for m in numbers])
    if lengths.shape[0] != n:
        raise RuntimeError(f"{name} must be of size batch_size: expected {n}, got {lengths.shape[0]}")
    if n and xp.concrete(lengths):
        low, high = int(xp.min(lengths)), int(xp.max(lengths))
        if low < 0:
            raise RuntimeError(f"Expected {name} to have value at least 0, but got value {low}")
        if most is not None and high > most:
            raise RuntimeError(f"Expected {name} to have value at most {most}, but got value {high}")
    return lengths


def _padded_targets(xp: Any, targets: Any, lengths: Any, blank: int) -> Any:
    """Targets of shape (N, S) from such or from one after the other, blank beyond their lengths."""
    if targets.ndim == 1:
        if xp.concrete(lengths):
            longest, total = int(xp.max(lengths)), int(xp.sum(lengths))
            if total != targets.shape[0]:
                raise RuntimeError(
                    f"Expected targets to have {total} elements, the sum of target_lengths, but got {targets.shape[0]}"
                )
        else:
            longest = targets.shape[0]
        place = xp.arange(longest, device=targets.device)
        index = xp.expand_dims(xp.cumsum(lengths, 0) - lengths, axis=1) + place
        index = xp.where(index < targets.shape[0], index, max(targets.shape[0] - 1, 0))
        targets = xp.reshape(xp.index_select(targets, 0, xp.reshape(index, (-1,))), tuple(index.shape))
    place = xp.arange(targets.shape[1], device=targets.device)
    return xp.where(place < xp.expand_dims(lengths, axis=1), xp.astype(targets, xp.int64), blank)


@op(composite=True, faces=("nn.functional",))
def ctc_loss(
    xp: Any,
    log_probs: Array,
    targets: IndexArray,
    input_lengths: Any,
    target_lengths: Any,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Array:
    """Negative log likelihood of targets whose alignment with the inputs is unknown (Graves et al. 2006).

    Parameters
    ----------
    log_probs : Tensor
        Logarithms of the probabilities of classes, such as `log_softmax` gives: shape (T, N, C) or (T, C). The gradient
        supposes that these probabilities sum to one.
    targets : Tensor
        Classes other than `blank`: shape (N, S), or (S,), or one after the other in a vector.
    input_lengths, target_lengths : Tensor or tuple of int
        How much of the inputs and targets counts: shape (N,) or ().
    blank : int
        The class of what belongs to no target.
    reduction : str
        ``"mean"`` (over the batch, of losses divided by the lengths of the targets), ``"sum"`` or ``"none"``.
    zero_infinity : bool
        Whether targets that cannot be aligned, for which inputs are too short, count as zero.

    Returns
    -------
    Tensor

    Raises
    ------
    RuntimeError
        If shapes, dtypes, lengths or classes do not fit.
    ValueError
        If there is no such reduction.

    Examples
    --------
    >>> import arraygrad as ag
    >>> log_probs = ag.tensor([[0.5, 0.5], [0.5, 0.5]]).log()
    >>> ag.nn.functional.ctc_loss(log_probs, ag.tensor([1]), 2, 1)
    tensor(0.2877)
    """
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    require_floating(xp, log_probs, "ctc_loss")
    if log_probs.ndim not in (2, 3):
        raise RuntimeError(f"log_probs must have shape (T, N, C) or (T, C), got {list(log_probs.shape)}")
    single = log_probs.ndim == 2
    if single:
        log_probs = xp.expand_dims(log_probs, axis=1)
    t, n, classes = log_probs.shape
    if targets.ndim not in (1, 2) or (targets.ndim == 2 and targets.shape[0] != n):
        raise RuntimeError(
            f"Expected targets of shape ({n}, S) or of one dimension, but got {list(targets.shape)} (while checking "
            "arguments for ctc_loss)"
        )
    if not 0 <= blank < classes:
        raise RuntimeError(f"blank must be in label range: got {blank} with {classes} classes")
    if not t:
        raise RuntimeError(f"log_probs tensor must not be empty, got {list(log_probs.shape)}")
    device = log_probs.device
    input_lengths = _lengths(xp, input_lengths, n, t, "input_lengths", device)
    most = targets.shape[1] if targets.ndim == 2 else None
    target_lengths = _lengths(xp, target_lengths, n, most, "target_lengths", device)
    targets = _padded_targets(xp, targets, target_lengths, blank)
    loss = xp.ctc_likelihood(log_probs, targets, input_lengths, target_lengths, blank=blank)
    if zero_infinity:
        loss = xp.where(loss == xp.inf, 0, loss)
    if reduction == "mean":
        loss = loss / xp.astype(xp.where(target_lengths > 0, target_lengths, 1), loss.dtype)
    return xp.squeeze(loss, axis=0) if single and reduction == "none" else reduced(xp, loss, reduction)


ctc_loss.cases(
    case(real(3, 2, 3, high=-0.5), integers(3, low=0, high=2), (3, 2), (2, 1), 2, "sum", first=False),
    case(real(3, 3, high=-0.5), integers(2, low=1, high=3), 3, 2, first=False),
)
